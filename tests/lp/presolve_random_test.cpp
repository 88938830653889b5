// Random programmes keep their answers through either depth of presolve.
#include <random>

#include <gtest/gtest.h>

#include "tests/lp/presolve_answers.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

// A small economy with whole numbers, full of what full presolve looks for: products with one producer, recipes that
// never pay, two recipes that differ in cost alone, bounds that balances imply, deliveries at a worth.
class RandomEconomy {
 public:
  explicit RandomEconomy(std::uint64_t seed) : engine_(seed) {}

  LinearProgram run() {
    products_ = between(3, 7);
    const int recipes = between(products_, products_ + 5);
    lp_.rows.resize(products_ + 1);
    for (auto& row : lp_.rows) row.coefficients.clear();
    for (int r = 0; r < recipes; ++r) add_recipe(r < products_ ? r : between(0, products_ - 1));
    for (int d = between(1, 3); d > 0; --d) add_delivery();
    finish_rows();
    return from_dense(lp_);
  }

 private:
  int between(int low, int high) {
    return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(int n) { return between(1, n) == 1; }

  // The last row is labour.
  void add_column(const std::vector<double>& entries, double cost, double upper) {
    for (int i = 0; i <= products_; ++i) lp_.rows[i].coefficients.push_back(entries[i]);
    lp_.objective.push_back(cost);
    lp_.column_lower.push_back(0);
    lp_.column_upper.push_back(upper);
  }

  void add_recipe(int product) {
    std::vector<double> entries(products_ + 1, 0.0);
    for (int k = between(0, 2); k > 0; --k) entries[between(0, products_ - 1)] -= between(1, 2);
    if (one_in(5)) entries[between(0, products_ - 1)] += 1;
    entries[product] = between(1, 4);
    if (one_in(2)) entries[products_] = between(1, 3);
    const double cost = between(0, 4);
    add_column(entries, cost, one_in(3) ? between(1, 9) : infinity);
    if (one_in(5)) add_column(entries, cost + between(0, 1), one_in(2) ? 5 : infinity);
  }

  void add_delivery() {
    std::vector<double> entries(products_ + 1, 0.0);
    entries[between(0, products_ - 1)] = -1;
    add_column(entries, -between(1, 12), between(1, 6));
  }

  void finish_rows() {
    for (int i = 0; i < products_; ++i) {
      lp_.rows[i].lower = one_in(3) ? between(0, 4) : 0;
      if (one_in(3)) lp_.rows[i].upper = lp_.rows[i].lower;
    }
    lp_.rows[products_].upper = between(5, 30);
  }

  std::mt19937_64 engine_;
  int products_ = 0;
  DenseLp lp_;
};

class RandomProgrammes : public ::testing::TestWithParam<PresolveDepth> {};

TEST_P(RandomProgrammes, KeepTheirAnswers) {
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(seed);
    expect_the_references_answer(random_lp(seed), GetParam());
  }
}

TEST_P(RandomProgrammes, KeepTheirAnswersWhenTheyAreEconomies) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    SCOPED_TRACE(seed);
    expect_the_references_answer(RandomEconomy(seed).run(), GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(Depth, RandomProgrammes, ::testing::Values(PresolveDepth::light, PresolveDepth::full),
                         [](const auto& depth) { return depth.param == PresolveDepth::light ? "light" : "full"; });

}  // namespace
}  // namespace planwerk
