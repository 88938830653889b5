#include "host/solver/basis_solver.hpp"

#include <algorithm>
#include <array>

#include "host/solver/gmres.hpp"

namespace planwerk {
namespace {

// Tried in turn: complete factors where they stay sparse; ever better incomplete ones; complete ones whatever they
// take.
constexpr IncompleteLuSettings attempts[] = {{.drop = 1e-14, .fill_limit = 4},
                                             {.drop = 1e-3, .fill_limit = 20},
                                             {.drop = 1e-5, .fill_limit = 60},
                                             {.drop = 1e-14, .fill_limit = 400}};
constexpr std::int64_t entry_limit = 30'000'000;  // of the factors
constexpr int good_enough = 40;                   // steps that a solve to `probe_accuracy` may take
constexpr double probe_accuracy = 1e-8;
constexpr int cheaper_in_blocks = 2;  // a right-hand side than alone, so many times

template <int lanes>
void product(const SparseMatrix& a, const std::vector<double>& x, std::vector<double>& y) {
  for (std::int32_t i = 0; i < a.rows; ++i) {
    std::array<double, lanes> sum{};
    for (auto k = a.row_offsets[i]; k < a.row_offsets[i + 1]; ++k) {
      const double value = a.values[k];
      const double* const element = &x[static_cast<std::size_t>(a.column_indices[k]) * lanes];
      for (int l = 0; l < lanes; ++l) sum[l] += value * element[l];
    }
    for (int l = 0; l < lanes; ++l) y[static_cast<std::size_t>(i) * lanes + l] = sum[l];
  }
}

class IterativeBasisSolver final : public BasisSolver {
 public:
  IterativeBasisSolver(SparseMatrix scaled, std::vector<double> row_scale, std::vector<double> column_scale)
      : scaled_(std::move(scaled)),
        scaled_transposed_(transposed(scaled_)),
        row_scale_(std::move(row_scale)),
        column_scale_(std::move(column_scale)) {}

  // Leaves factors that serve, or says that there are none; fills `dependent` where rows depend on others.
  bool factorize(std::vector<Dependence>& dependent) {
    const std::vector<std::int32_t> order = elimination_order(scaled_);
    for (IncompleteLuSettings settings : attempts) {
      dependent.clear();
      const double entries = std::max<double>(1, static_cast<double>(scaled_.nonzeros()));
      settings.fill_limit = std::min(settings.fill_limit, static_cast<double>(entry_limit) / entries);
      auto factors = IncompleteLu::factorize(scaled_, order, settings, dependent, work_);
      if (!factors) continue;
      if (!dependent.empty()) return false;
      factors_ = std::move(*factors);
      if (serves()) return true;
    }
    return false;
  }

  std::string_view name() const override { return "GMRES with incomplete LU"; }

  bool solve(const std::vector<double>& rhs, double accuracy, std::vector<double>& x) override {
    return run<1>(
        gmres_, rhs, row_scale_, column_scale_, accuracy, x,
        [this](const auto& in, auto& out) { product<1>(scaled_, in, out); },
        [this](const auto& in, auto& out) { factors_.solve(in, out); })[0];
  }

  bool solve_transposed(const std::vector<double>& rhs, double accuracy, std::vector<double>& y) override {
    return run<1>(
        gmres_, rhs, column_scale_, row_scale_, accuracy, y,
        [this](const auto& in, auto& out) { product<1>(scaled_transposed_, in, out); },
        [this](const auto& in, auto& out) { factors_.solve_transposed(in, out); })[0];
  }

  std::array<bool, block_lanes> solve_block(const std::vector<double>& rhs, double accuracy,
                                            std::vector<double>& x) override {
    return run<block_lanes>(
        block_gmres_, rhs, row_scale_, column_scale_, accuracy, x,
        [this](const auto& in, auto& out) { product<block_lanes>(scaled_, in, out); },
        [this](const auto& in, auto& out) { factors_.solve<block_lanes>(in, out); });
  }

  std::array<bool, block_lanes> solve_block_transposed(const std::vector<double>& rhs, double accuracy,
                                                       std::vector<double>& y) override {
    return run<block_lanes>(
        block_gmres_, rhs, column_scale_, row_scale_, accuracy, y,
        [this](const auto& in, auto& out) { product<block_lanes>(scaled_transposed_, in, out); },
        [this](const auto& in, auto& out) { factors_.solve_transposed<block_lanes>(in, out); });
  }

  bool iterates() const override { return steps_to_probe_ > 1; }

  std::int64_t work() const override { return work_; }

 private:
  // diag(before)^-1 S diag(after)^-1 x = rhs
  template <int lanes>
  std::array<bool, lanes> run(Gmres<lanes>& gmres, const std::vector<double>& rhs, const std::vector<double>& before,
                              const std::vector<double>& after, double accuracy, std::vector<double>& x,
                              const typename Gmres<lanes>::Operator& times,
                              const typename Gmres<lanes>::Operator& precondition) {
    scaled_rhs_.resize(rhs.size());
    for (std::size_t i = 0; i < rhs.size(); ++i) scaled_rhs_[i] = before[i / lanes] * rhs[i];
    const auto result = gmres.solve(times, precondition, scaled_rhs_, {.accuracy = accuracy}, x);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] *= after[i / lanes];
    const auto steps = static_cast<std::int64_t>(result.iterations) + 1;
    work_ += (lanes + cheaper_in_blocks - 1) / cheaper_in_blocks * steps *
             (scaled_.nonzeros() + factors_.nonzeros() + (steps + 3) * scaled_.rows);
    last_steps_ = result.iterations;
    return result.converged;
  }

  // A solve each way with a right-hand side that all of B takes part in.
  bool serves() {
    std::vector<double> side(row_scale_.size()), x;
    for (std::size_t i = 0; i < side.size(); ++i) side[i] = 1 / row_scale_[i];
    if (!solve(side, probe_accuracy, x) || last_steps_ > good_enough) return false;
    for (std::size_t i = 0; i < side.size(); ++i) side[i] = 1 / column_scale_[i];
    steps_to_probe_ = last_steps_;
    return solve_transposed(side, probe_accuracy, x) && last_steps_ <= good_enough;
  }

  SparseMatrix scaled_, scaled_transposed_;
  IncompleteLu factors_;
  std::vector<double> row_scale_, column_scale_, scaled_rhs_;
  Gmres<1> gmres_;
  Gmres<block_lanes> block_gmres_;
  std::int64_t work_ = 0;
  int last_steps_ = 0, steps_to_probe_ = 0;
};

double diagonal_entry(const SparseMatrix& a, std::int32_t row) {
  for (auto k = a.row_offsets[row]; k < a.row_offsets[row + 1]; ++k) {
    if (a.column_indices[k] == row) return a.values[k];
  }
  return 0;
}

}  // namespace

std::unique_ptr<BasisSolver> make_basis_solver(const SparseMatrix& basis, const std::vector<double>& row_scale,
                                               std::vector<Dependence>& dependent, std::int64_t* lost_work) {
  SparseMatrix scaled = basis;
  std::vector<double> column_scale(row_scale.size());
  for (std::int32_t i = 0; i < basis.rows; ++i) {
    const double diagonal = diagonal_entry(basis, i);
    if (diagonal == 0) dependent.push_back({i, i});
    column_scale[i] = 1 / (diagonal * row_scale[i]);
  }
  if (!dependent.empty()) return nullptr;
  for (std::int32_t i = 0; i < scaled.rows; ++i) {
    for (auto k = scaled.row_offsets[i]; k < scaled.row_offsets[i + 1]; ++k) {
      scaled.values[k] *= row_scale[i] * column_scale[scaled.column_indices[k]];
    }
  }
  auto solver = std::make_unique<IterativeBasisSolver>(std::move(scaled), row_scale, std::move(column_scale));
  if (solver->factorize(dependent)) return solver;
  if (lost_work != nullptr) *lost_work += solver->work();
  return nullptr;
}

}  // namespace planwerk
