#include "host/solver/vertex_session.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/extended_program.hpp"
#include "host/solver/solve.hpp"
#include "tests/solver/economies.hpp"

namespace planwerk {
namespace {

SolveSettings to(double tolerance) {
  SolveSettings settings;
  settings.tolerance = tolerance;
  return settings;
}

double value_of(const std::vector<double>& costs, const std::vector<double>& primal) {
  return std::inner_product(costs.begin(), costs.end(), primal.begin(), 0.0);
}

// An economy with two objectives: the costs of every fourth recipe, held by a last row, and random costs of all.
class VertexSessionTest : public testing::TestWithParam<int> {
 protected:
  VertexSessionTest() : base_(production_economy(150, static_cast<std::uint64_t>(GetParam()))) {
    std::mt19937_64 random(static_cast<std::uint64_t>(GetParam()));
    std::uniform_real_distribution<double> cost(0.1, 1);
    for (const double own : base_.objective) {
      some_costs_.push_back(some_costs_.size() % 4 == 0 ? own : 0);
      other_costs_.push_back(cost(random));
    }
    first_ = programme(infinity, some_costs_);
    const Solution near = solve(first_, to(1e-6), *device_);
    EXPECT_EQ(near.status, Status::optimal);
    session_ = std::make_unique<VertexSession>(first_, *device_);
    optimum_ = session_->start(first_, near.point, {});
  }

  LinearProgram programme(double held_at, const std::vector<double>& costs) const {
    ExtendedProgram program(base_);
    std::vector<Term> terms;
    for (std::size_t j = 0; j < base_.objective.size(); ++j) {
      if (some_costs_[j] != 0) terms.push_back({static_cast<std::int32_t>(j), some_costs_[j]});
    }
    program.add_row(terms, -infinity, held_at);
    for (std::size_t j = 0; j < costs.size(); ++j) program.set_cost(static_cast<std::int32_t>(j), costs[j]);
    return program.build();
  }

  const std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
  const LinearProgram base_;
  std::vector<double> some_costs_, other_costs_;
  LinearProgram first_;
  std::unique_ptr<VertexSession> session_;
  std::optional<PrimalDual> optimum_;
};

TEST_P(VertexSessionTest, AVertexOnTheFaceIsOptimalForBothObjectivesOneAfterTheOther) {
  ASSERT_TRUE(optimum_);
  EXPECT_LE(certify(first_, optimum_->primal, optimum_->dual).kkt(), 1e-10);
  const std::int64_t before = session_->pivots();
  const auto found = session_->go_on(programme(infinity, other_costs_), optimum_->primal, {}, {});
  ASSERT_TRUE(found);
  EXPECT_GT(session_->pivots(), before);
  EXPECT_LT(value_of(other_costs_, found->vertex.primal), value_of(other_costs_, optimum_->primal));
  const double first_value = value_of(some_costs_, optimum_->primal);
  EXPECT_NEAR(value_of(some_costs_, found->vertex.primal), first_value, 1e-9 * (1 + std::fabs(first_value)));
  // With enough of the first objective the vertex is optimal for the sum of both, everywhere.
  std::vector<double> sum = other_costs_;
  for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += found->multiple * some_costs_[j];
  PrimalDual both = found->vertex;
  for (std::size_t i = 0; i < both.dual.size(); ++i) both.dual[i] += found->multiple * optimum_->dual[i];
  EXPECT_LE(certify(programme(infinity, sum), both.primal, both.dual).kkt(), 1e-8);
}

TEST_P(VertexSessionTest, BeyondTheFaceItEndsWhereASolveOfTheWholeProgrammeDoes) {
  ASSERT_TRUE(optimum_);
  const double first_value = value_of(some_costs_, optimum_->primal);
  const LinearProgram held = programme(first_value + 10, other_costs_);
  const auto on_face = session_->go_on(held, optimum_->primal, {}, {});
  ASSERT_TRUE(on_face);
  const auto vertex = session_->leave_face(held, {});
  ASSERT_TRUE(vertex);
  EXPECT_LE(certify(held, vertex->primal, vertex->dual).kkt(), 1e-9);
  EXPECT_LT(value_of(other_costs_, vertex->primal), value_of(other_costs_, on_face->vertex.primal));
  const Solution reference = solve(held, to(1e-8), *device_);
  ASSERT_EQ(reference.status, Status::optimal);
  const double value = value_of(other_costs_, reference.point.primal);
  EXPECT_NEAR(value_of(other_costs_, vertex->primal), value, 1e-6 * (1 + std::fabs(value)));
}

TEST_P(VertexSessionTest, TheProgrammeOnTheFaceHasTheSameOptimum) {
  ASSERT_TRUE(optimum_);
  const LinearProgram second = programme(infinity, other_costs_);
  const LinearProgram face = session_->on_face(second, optimum_->primal);
  const auto found = session_->go_on(second, optimum_->primal, {}, {});
  ASSERT_TRUE(found);
  const Solution reference = solve(face, to(1e-8), *device_);
  ASSERT_EQ(reference.status, Status::optimal);
  const double value = value_of(other_costs_, found->vertex.primal);
  EXPECT_NEAR(value_of(other_costs_, reference.point.primal), value, 1e-6 * (1 + std::fabs(value)));
}

TEST_P(VertexSessionTest, EndsWhenItIsStopped) {
  ASSERT_TRUE(optimum_);
  VertexSession::Settings settings;
  settings.stop = [] { return true; };
  EXPECT_FALSE(session_->go_on(programme(infinity, other_costs_), optimum_->primal, {}, settings));
  EXPECT_FALSE(session_->has_basis());
}

// From a basis that pivots have left behind, the same programme comes to the same optimum as from anywhere.
TEST_P(VertexSessionTest, GoesBackToABasisThatWasThereBefore) {
  ASSERT_TRUE(optimum_);
  const std::vector<std::int32_t> before = session_->basis();
  const LinearProgram other = programme(infinity, other_costs_);
  ASSERT_TRUE(session_->go_on(other, optimum_->primal, {}, {}));
  ASSERT_TRUE(session_->return_to(before));
  for (const std::int32_t j : before) EXPECT_TRUE(session_->is_basic(j));
  const auto again = session_->go_on(first_, optimum_->primal, {}, {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->multiple, 0) << "no face binds any more";
  EXPECT_LE(certify(first_, again->vertex.primal, again->vertex.dual).kkt(), 1e-10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, VertexSessionTest, testing::Range(1, 4));

}  // namespace
}  // namespace planwerk
