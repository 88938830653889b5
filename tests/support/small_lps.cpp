#include "tests/support/small_lps.hpp"

namespace planwerk {

LinearProgram from_dense(const DenseLp& dense) {
  const auto columns = dense.objective.size();
  LinearProgram lp;
  std::vector<Triplet> entries;
  for (std::size_t i = 0; i < dense.rows.size(); ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      entries.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(j), dense.rows[i].coefficients.at(j)});
    }
    lp.row_lower.push_back(dense.rows[i].lower);
    lp.row_upper.push_back(dense.rows[i].upper);
  }
  lp.matrix = matrix_from_triplets(static_cast<std::int32_t>(dense.rows.size()), static_cast<std::int32_t>(columns),
                                   std::move(entries));
  lp.objective = dense.objective;
  lp.objective_offset = dense.offset;
  lp.column_lower = dense.column_lower.empty() ? std::vector<double>(columns, 0.0) : dense.column_lower;
  lp.column_upper = dense.column_upper.empty() ? std::vector<double>(columns, infinity) : dense.column_upper;
  return lp;
}

namespace {

DenseRow at_least(double lower, std::vector<double> coefficients) {
  return {std::move(coefficients), lower, infinity};
}

DenseRow at_most(double upper, std::vector<double> coefficients) {
  return {std::move(coefficients), -infinity, upper};
}

DenseRow between(double lower, double upper, std::vector<double> coefficients) {
  return {std::move(coefficients), lower, upper};
}

SmallLp optimal(std::string name, const DenseLp& dense, double value, std::vector<double> primal,
                std::vector<double> dual) {
  return {std::move(name), from_dense(dense), Status::optimal, value, std::move(primal), std::move(dual), {}};
}

SmallLp without_optimum(std::string name, const DenseLp& dense, Status status, std::vector<double> ray) {
  return {std::move(name), from_dense(dense), status, 0, {}, {}, std::move(ray)};
}

}  // namespace

SmallLp bakery_lp() {
  auto small = optimal("bakery", {{-3, -2}, {at_most(4, {1, 2}), at_most(3, {1, 1})}, {}, {}}, -9, {3, 0}, {0, -3});
  small.lp.maximize = true;
  small.lp.row_names = {"flour", "oven"};
  small.lp.column_names = {"bread", "cake"};
  return small;
}

SmallLp bakery_lp_in_other_units() {
  return optimal("bakery_in_other_units", {{-3, -2}, {at_most(4e6, {1e6, 2e6}), at_most(3e-5, {1e-5, 1e-5})}, {}, {}},
                 -9, {3, 0}, {0, -3e5});
}

SmallLp supply_chain() {
  return optimal("supply_chain",
                 {{2, 0.5, 1}, {at_least(0, {1, -1.2, 0}), at_least(0, {0, 1, -0.5}), at_least(10, {0, 0, 1})}, {}, {}},
                 24.5, {6, 5, 10}, {2, 2.9, 2.45});
}

SmallLp cheapest_first() {
  return optimal("cheapest_first", {{1, 2, 3}, {between(10, 10, {1, 1, 1})}, {}, {4, 5, infinity}, 5}, 22, {4, 5, 1},
                 {3});
}

SmallLp ranges() {
  return optimal("ranges", {{1, 1}, {between(2, 6, {1, 2}), between(-1, 1, {1, -1})}, {}, {}}, 1, {0, 1},
                 {2.0 / 3, 1.0 / 3});
}

SmallLp free_variables() {
  return optimal("free_variables", {{0, 1}, {at_least(-1, {-1, 1}), at_least(5, {1, 1})}, {-infinity, -infinity}, {}},
                 2, {3, 2}, {0.5, 0.5});
}

SmallLp degenerate() {
  return optimal("degenerate", {{-1, -1}, {at_most(1, {1, 0}), at_most(1, {0, 1}), at_most(2, {1, 1})}, {}, {}}, -2,
                 {1, 1}, {0, 0, -1});
}

SmallLp repeated_rows() {
  return optimal("repeated_rows", {{1, 1}, {at_least(2, {1, 1}), at_least(4, {2, 2}), at_most(-1, {-1, -1})}, {}, {}},
                 2, {2, 0}, {1, 0, 0});
}

SmallLp below_zero() {
  return optimal("below_zero", {{-1, 1}, {at_least(-10, {1, 1})}, {-infinity, 0}, {-2, 1}}, 2, {-2, 0}, {0});
}

SmallLp no_rows() {
  return optimal("no_rows", {{1, -1}, {}, {1, 0}, {5, 2}}, -1, {1, 2}, {});
}

SmallLp no_columns() {
  return optimal("no_columns", {{}, {between(-1, 1, {})}, {}, {}, 3}, 3, {}, {0});
}

SmallLp empty_lp() {
  return optimal("empty_lp", {{}, {}, {}, {}, 7}, 7, {}, {});
}

SmallLp all_fixed() {
  return optimal("all_fixed", {{1, 2}, {at_most(5, {1, 1})}, {2, 3}, {2, 3}}, 8, {2, 3}, {0});
}

SmallLp bakery_lp_with_too_large_an_order() {
  return without_optimum("bakery_with_too_large_an_order",
                         {{-3, -2}, {at_most(4, {1, 2}), at_most(3, {1, 1}), at_least(5, {1, 0})}, {}, {}},
                         Status::infeasible, {-1, 0, 1});
}

SmallLp contradictory_rows() {
  return without_optimum("contradictory_rows",
                         {{0, 0}, {at_least(3, {1, 1}), at_most(2, {1, 1})}, {-infinity, -infinity}, {}},
                         Status::infeasible, {1, -1});
}

SmallLp beyond_all_bounds() {
  return without_optimum("beyond_all_bounds", {{1, 1}, {at_least(5, {1, 1})}, {}, {2, 2}}, Status::infeasible, {1});
}

SmallLp infeasible_without_columns() {
  return without_optimum("infeasible_without_columns", {{}, {between(1, 2, {})}, {}, {}}, Status::infeasible, {1});
}

SmallLp bakery_without_oven() {
  return without_optimum("bakery_without_oven", {{-1, -1}, {at_most(1, {1, -1})}, {}, {}}, Status::unbounded, {1, 1});
}

SmallLp falls_along_a_free_column() {
  return without_optimum("falls_along_a_free_column", {{1, 0}, {between(1, 1, {1, 1})}, {-infinity, 0}, {}},
                         Status::unbounded, {-1, 1});
}

SmallLp unbounded_without_rows() {
  return without_optimum("unbounded_without_rows", {{-1}, {}, {}, {}}, Status::unbounded, {1});
}

std::vector<SmallLp> small_lps() {
  return {bakery_lp(),
          bakery_lp_in_other_units(),
          supply_chain(),
          cheapest_first(),
          ranges(),
          free_variables(),
          degenerate(),
          repeated_rows(),
          below_zero(),
          no_rows(),
          no_columns(),
          empty_lp(),
          all_fixed(),
          bakery_lp_with_too_large_an_order(),
          contradictory_rows(),
          beyond_all_bounds(),
          infeasible_without_columns(),
          bakery_without_oven(),
          falls_along_a_free_column(),
          unbounded_without_rows()};
}

}  // namespace planwerk
