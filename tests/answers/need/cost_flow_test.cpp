// Flows of cost against a dense solve.
#include "host/answers/need/cost_flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/plan/tiers/plan_program.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/support/dense.hpp"

namespace planwerk {
namespace {

// The network of a plan's valuations, without ends: what passes through row j is what enters there and what its users
// pass on.
class Flows : public testing::TestWithParam<std::uint64_t> {
 protected:
  Flows()
      : economy_(merge_needs(random_economy({.products = 80, .byproducts = 0.3}, GetParam())).economy),
        program_(economy_),
        point_(program_.point_of(plan_of(economy_))),
        network_(economy_, program_.production(), point_.primal, {{no_index, program_.lp().objective}}) {
    network_.set_prices(point_.dual, {1.0}, 0.05);
  }

  std::vector<double> expected(PriceNetwork::Row start) {
    const auto n = static_cast<std::size_t>(network_.rows());
    DenseMatrix matrix(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i < n; ++i) matrix[i][i] = 1;
    for (const PriceNetwork::Row row : network_.order()) {
      for (const auto& [to, part] : network_.inputs(network_.node(row))) matrix[to][row] -= part;
    }
    std::vector<double> entering(n, 0.0);
    entering[start] = 1;
    return solve_dense(std::move(matrix), std::move(entering));
  }

  const Economy economy_;
  const PlanProgram program_;
  const PrimalDual point_;
  PriceNetwork network_;
};

INSTANTIATE_TEST_SUITE_P(Seeds, Flows, testing::Range<std::uint64_t>(1, 9));

TEST_P(Flows, PassWhatADenseSolveSays) {
  const std::optional<LateFlow> late = late_flow(network_);
  ASSERT_TRUE(late);
  CostFlow<8> shared(network_);
  CostFlow<1> alone(network_);
  for (int l = 0; l < 8; ++l) shared.enter(l, network_.start_of(l), 1);
  shared.run(late);
  for (int l = 0; l < 8; ++l) {
    SCOPED_TRACE(economy_.needs[l].id);
    alone.clear();
    alone.enter(0, network_.start_of(l), 1);
    alone.run({});
    const std::vector<double> passed = expected(network_.start_of(l));
    for (PriceNetwork::Row row = 0; row < network_.rows(); ++row) {
      EXPECT_NEAR(shared.passed(row, l), passed[row], 2e-9);
      EXPECT_NEAR(alone.passed(row, 0), passed[row], 2e-9);
    }
    EXPECT_LE(shared.open_shares()[l], open_allowed);
  }
}

// All of it ends somewhere.
TEST_P(Flows, EndAsWhole) {
  CostFlow<1> flow(network_);
  flow.enter(0, network_.start_of(0), 1);
  flow.run(late_flow(network_));
  flow.collect_ends();
  double sum = 0;
  for (const std::int32_t end : network_.ends_in_use()) sum += flow.ended(end, 0);
  EXPECT_NEAR(sum, 1, 1e-9);
  flow.clear();
  EXPECT_EQ(flow.open_shares()[0], 0);
}

}  // namespace
}  // namespace planwerk
