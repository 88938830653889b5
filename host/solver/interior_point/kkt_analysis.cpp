#include "host/solver/interior_point/kkt_analysis.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <new>
#include <optional>

#include <unistd.h>

#include "host/solver/interior_point/dense_kkt_solver.hpp"
#include "host/solver/interior_point/matrix_free_kkt.hpp"
#include "host/solver/interior_point/sparse_kkt.hpp"
#include "kernels/dense_kernels.hpp"

namespace planwerk {
namespace {

constexpr double usable_memory = 0.8;  // of what there is
constexpr double gpu_over_host = 20;   // how much faster a GPU factorises a dense matrix than the host, at least
constexpr double products_per_newton_step = 1500;  // of the matrix-free solver: what it took on economies, roughly
constexpr double last_resort = 2;                  // it is not begun before twice what a factorisation would cost
constexpr double solves_per_iteration = 12;        // predictor, correctors, refinements

using Log = std::function<void(const std::string&)>;

double host_memory() {
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
}

std::string describe(const KktCandidate& candidate) {
  char line[200];
  std::snprintf(line, sizeof line, "%s: %.3g flops an iteration, %.3g MB", candidate.name.c_str(), candidate.flops,
                candidate.bytes / 1e6);
  return line;
}

// The candidate, if it fits.
std::optional<KktCandidate> if_it_fits(KktCandidate candidate, double memory, const Log& log) {
  const bool fits = candidate.bytes <= usable_memory * memory;
  if (log) log(describe(candidate) + (fits ? "" : ": does not fit into memory"));
  if (!fits) return std::nullopt;
  return candidate;
}

double assembly_flops(const SparseMatrix& a) {
  std::vector<double> counts(static_cast<std::size_t>(a.columns), 0);
  for (const std::int32_t j : a.column_indices) counts[static_cast<std::size_t>(j)] += 1;
  double flops = 0;
  for (const double count : counts) flops += count * (count + 1);
  return flops;
}

KktCandidate dense(const LinearProgram& lp, Device& device) {
  const double m = lp.rows();
  const double flops = m * m * m / 3 + solves_per_iteration * 2 * m * m + assembly_flops(lp.matrix);
  return {"dense Cholesky", device.info().kind == DeviceKind::cuda ? flops / gpu_over_host : flops, 8 * m * m,
          [&device](const DeviceMatrix& matrix) { return make_dense_kkt_solver(matrix, device); }};
}

std::optional<KktCandidate> if_dense_is_possible(const LinearProgram& lp, Device& device, const Log& log) {
  if (device.dense().can_factorize())
    return if_it_fits(dense(lp, device), static_cast<double>(device.info().memory_bytes), log);
  if (log) log("dense Cholesky: not built in");
  return std::nullopt;
}

// An analysis serves one solver; whoever comes later has it done again.
MakeKktSolver make_from(std::unique_ptr<SparseKktAnalysis> first, const LinearProgram& lp, double hopeless_flops) {
  auto ready = std::make_shared<std::unique_ptr<SparseKktAnalysis>>(std::move(first));
  return [ready, &lp, hopeless_flops](const DeviceMatrix& matrix) {
    auto analysis = *ready != nullptr ? std::move(*ready) : analyse_sparse_kkt(lp.matrix, hopeless_flops, {});
    return make_sparse_kkt_solver(std::move(analysis), matrix);
  };
}

std::optional<KktCandidate> if_sparse_is_possible(const LinearProgram& lp, double hopeless_flops, const Log& log) {
  const auto left_out = [&log](const std::string& reason) {
    if (log) log("sparse LDL': " + reason);
    return std::nullopt;
  };
  if (!has_sparse_factorization()) return left_out("not built in");
  try {
    auto analysis = analyse_sparse_kkt(lp.matrix, hopeless_flops, log);
    if (analysis == nullptr) return left_out("too many entries");
    KktCandidate candidate{
        "sparse LDL' of the " + analysis->form, analysis->expected_flops(), analysis->factorization->cost().bytes, {}};
    candidate.make = make_from(std::move(analysis), lp, hopeless_flops);
    return if_it_fits(std::move(candidate), host_memory(), log);
  } catch (const std::bad_alloc&) {
    return left_out("its analysis does not fit into memory");
  }
}

// How many conjugate gradient steps it will need cannot be told beforehand, so a factorisation that fits comes first.
KktCandidate matrix_free(const LinearProgram& lp, double largest_flops, Device& device, const Log& log) {
  const double nonzeros = static_cast<double>(lp.matrix.nonzeros());
  const double flops = products_per_newton_step * nonzeros * flops_per_visit;
  KktCandidate candidate{"matrix-free conjugate gradients", std::max(flops, last_resort * largest_flops),
                         100 * nonzeros, [&device, log](const DeviceMatrix& matrix) {
                           return make_matrix_free_kkt_solver(matrix, device, {.on_log = log});
                         }};
  if (log) log(describe(candidate));
  return candidate;
}

}  // namespace

std::vector<KktCandidate> kkt_candidates(const LinearProgram& lp, Device& device, const Log& log,
                                         double hopeless_flops) {
  const double m = lp.rows();
  std::vector<KktCandidate> candidates;
  const auto consider = [&candidates](std::optional<KktCandidate> candidate) {
    if (candidate) candidates.push_back(std::move(*candidate));
  };
  consider(if_dense_is_possible(lp, device, log));
  // Nested dissection must have a chance to beat the dense candidate, too.
  const double dense_flops = candidates.empty() ? m * m * m / 3 : candidates.front().flops;
  consider(if_sparse_is_possible(lp, std::min(dense_flops, hopeless_flops), log));
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const KktCandidate& one, const KktCandidate& other) { return one.flops < other.flops; });
  candidates.push_back(matrix_free(lp, candidates.empty() ? 0 : candidates.back().flops, device, log));
  return candidates;
}

}  // namespace planwerk
