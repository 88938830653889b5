#include <algorithm>
#include <cstdio>

#include "host/solver/interior_point/sparse_kkt.hpp"

namespace planwerk {
namespace {

constexpr double entries_at_most = 3e8;            // of a lower triangle, to be looked at
constexpr double flops_worth_another_look = 1e8;   // below, no other form or order can gain much
constexpr double flops_per_unknown = 2e4;          // time that small fronts take beside their arithmetic, measured
constexpr double flops_per_factor_entry = 100;     // of several solves an iteration, which wait for memory
constexpr double worse_order_at_most = 3;          // nested dissection may make up for this much
constexpr std::int32_t many_rows = 30'000;         // with so many rows, no order is looked for where
constexpr double neighbours_of_expander = 100;     // rows have so many neighbours each: the factor will be dense
constexpr std::int32_t dense_column_entries = 40;  // a column is dense from here and from
constexpr double dense_column_ratio = 10;          // this many times the mean

using Log = std::function<void(const std::string&)>;

std::vector<std::int32_t> columns_longer_than(const SparseMatrix& a, double limit) {
  std::vector<std::int32_t> counts(a.columns, 0), longer;
  for (const std::int32_t j : a.column_indices) ++counts[j];
  for (std::int32_t j = 0; j < a.columns; ++j)
    if (counts[j] > limit) longer.push_back(j);
  return longer;
}

std::string name_of(std::size_t kept, std::int32_t columns) {
  if (kept == 0) return "normal equations";
  if (kept == static_cast<std::size_t>(columns)) return "augmented system";
  return "normal equations beside " + std::to_string(kept) + " columns";
}

void report(const SparseKktAnalysis& analysis, Ordering ordering, const Log& log) {
  const FactorizationCost& cost = analysis.factorization->cost();
  char line[200];
  std::snprintf(line, sizeof line, "sparse LDL', %s, %s: %.3g nonzeros in L, %.3g flops", analysis.form.c_str(),
                ordering == Ordering::minimum_degree ? "minimum degree" : "nested dissection", cost.factor_entries,
                cost.flops);
  if (log) log(line);
}

// Null where the form has too many entries.
std::unique_ptr<SparseKktAnalysis> analyse_form(const SparseMatrix& a, std::vector<std::int32_t> kept, const Log& log) {
  if (triangle_entries_bound(a, kept) > entries_at_most) return nullptr;
  auto analysis = std::make_unique<SparseKktAnalysis>();
  analysis->form = name_of(kept.size(), a.columns);
  analysis->matrix = std::make_unique<SparseKktMatrix>(a, std::move(kept));
  analysis->factorization = analyse_sparse(analysis->matrix->pattern(), Ordering::minimum_degree);
  report(*analysis, Ordering::minimum_degree, log);
  return analysis;
}

void dissect(SparseKktAnalysis& analysis, const Log& log) {
  SparseKktAnalysis other{analysis.form, nullptr, nullptr};
  other.factorization = analyse_sparse(analysis.matrix->pattern(), Ordering::nested_dissection);
  report(other, Ordering::nested_dissection, log);
  if (other.factorization->cost().flops < analysis.factorization->cost().flops)
    analysis.factorization = std::move(other.factorization);
}

}  // namespace

double SparseKktAnalysis::expected_flops() const {
  const FactorizationCost& cost = factorization->cost();
  return cost.flops + flops_per_factor_entry * cost.factor_entries +
         flops_per_unknown * static_cast<double>(matrix->pattern().size);
}

std::unique_ptr<SparseKktAnalysis> analyse_sparse_kkt(const SparseMatrix& a, double hopeless_flops, const Log& log) {
  std::vector<std::unique_ptr<SparseKktAnalysis>> forms;
  const auto consider = [&](std::vector<std::int32_t> kept) {
    if (auto form = analyse_form(a, std::move(kept), log)) forms.push_back(std::move(form));
  };
  const auto cheaper = [](const auto& one, const auto& other) {
    return one->expected_flops() < other->expected_flops();
  };
  const auto cheapest = [&] { return std::min_element(forms.begin(), forms.end(), cheaper); };
  const auto wants_another_look = [&] {
    return forms.empty() || (*cheapest())->factorization->cost().flops > flops_worth_another_look;
  };

  const double mean = static_cast<double>(a.nonzeros()) / std::max(1, a.columns);
  auto dense = columns_longer_than(a, std::max<double>(dense_column_entries, dense_column_ratio * mean));
  if (a.rows > many_rows && 2 * triangle_entries_bound(a, dense) > neighbours_of_expander * a.rows) {
    if (log) log("sparse LDL': too many neighbours a row to look for an order");
    return nullptr;
  }
  consider({});
  if (wants_another_look()) {
    if (!dense.empty() && dense.size() < static_cast<std::size_t>(a.columns)) consider(std::move(dense));
  }
  const auto is_hopeless = [&] { return !forms.empty() && (*cheapest())->expected_flops() >= hopeless_flops; };
  if (wants_another_look() && !is_hopeless()) consider(columns_longer_than(a, -1));
  if (forms.empty()) return nullptr;

  const double least = (*cheapest())->expected_flops();
  if (has_nested_dissection() && wants_another_look() && !is_hopeless()) {
    for (auto& form : forms)
      if (form->expected_flops() < worse_order_at_most * least) dissect(*form, log);
  }
  return std::move(*cheapest());
}

}  // namespace planwerk
