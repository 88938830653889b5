#include "host/lp/reduced_costs.hpp"

#include "host/lp/accurate_sum.hpp"

namespace planwerk {

ReducedCosts reduced_costs(const LinearProgram& lp, const std::vector<double>& objective,
                           const std::vector<double>& dual) {
  std::vector<AccurateSum> sums(lp.columns());
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (dual[i] == 0) continue;
    for (auto k = lp.matrix.row_offsets[i]; k < lp.matrix.row_offsets[i + 1]; ++k) {
      sums[lp.matrix.column_indices[k]].add_product(-lp.matrix.values[k], dual[i]);
    }
  }
  ReducedCosts result{std::vector<double>(lp.columns()), std::vector<double>(lp.columns())};
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    sums[j].add(objective[j]);
    result.value[j] = sums[j].value();
    result.error[j] = sums[j].error();
  }
  return result;
}

}  // namespace planwerk
