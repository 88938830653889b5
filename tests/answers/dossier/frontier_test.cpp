#include "host/answers/dossier/frontier.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "tests/answers/dossier/examples.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using Kind = FrontierChange::Kind;
using testing::Contains;

FrontierSettings settings(Measure measure = Measure::worth) {
  FrontierSettings settings;
  settings.measure = measure;
  settings.solve.tolerance = 1e-9;
  settings.curve.most_points = 500;
  return settings;
}

double interpolated(const Frontier& frontier, double means) {
  for (std::size_t k = 0; k + 1 < frontier.points.size(); ++k) {
    const FrontierPoint &a = frontier.points[k], &b = frontier.points[k + 1];
    if (means <= b.means) return a.value + (b.value - a.value) * (means - a.means) / (b.means - a.means);
  }
  return frontier.points.back().value;
}

MATCHER_P2(Changes, kind, id, "") {
  return arg.kind == kind && arg.id == id;
}

TEST(Frontier, ByHand) {
  const Frontier found = frontier(loaves_and_cakes(), {}, settings(), device());
  ASSERT_EQ(found.points.size(), 4u);
  const double means[] = {0, 10, 14, 16}, values[] = {0, 10 / 15.0, 12 / 15.0, 12 / 15.0};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(found.points[k].means, means[k], 1e-7);
    EXPECT_NEAR(found.points[k].value, values[k], 1e-9);
    EXPECT_NEAR(found.points[k].worth, values[k], 1e-9);
    EXPECT_TRUE(found.points[k].executable);
  }
  EXPECT_NEAR(found.segments[0].slope, 1 / 15.0, 1e-9);
  EXPECT_NEAR(found.segments[1].slope, 0.5 / 15, 1e-9);
  EXPECT_NEAR(found.segments[2].slope, 0, 1e-9);
  EXPECT_NEAR(found.points[3].hours, 14, 1e-7);  // nobody works for nothing
  EXPECT_THAT(found.changes[1], Contains(Changes(Kind::need_filled, "need:bread")));
  EXPECT_THAT(found.changes[1], Contains(Changes(Kind::need_begins, "need:cake")));
  EXPECT_THAT(found.changes[1], Contains(Changes(Kind::recipe_begins, "recipe:bake cakes")));
  EXPECT_THAT(found.changes[2], Contains(Changes(Kind::bound_reached, "capacity:oven")));
  ASSERT_EQ(found.segments[0].rates.size(), 1u);
  EXPECT_NEAR(found.segments[0].rates[0].rate, 0.1, 1e-9);         // of ten loaves
  EXPECT_NEAR(found.segments[0].rates[0].people_rate, 1.0, 1e-9);  // a person an hour
  EXPECT_EQ(found.segments[1].rates[0].need, 1);
  EXPECT_TRUE(found.segments[2].rates.empty());
}

TEST(Frontier, AgainstPlantByHand) {
  const Frontier found = frontier(loaves_and_cakes(), {Means::Kind::capacity, 0}, settings(), device());
  ASSERT_EQ(found.points.size(), 2u);  // six hours left for three cakes
  EXPECT_NEAR(found.points[0].value, 10 / 15.0, 1e-9);
  EXPECT_NEAR(found.points[1].means, 3, 1e-7);
  EXPECT_NEAR(found.points[1].value, 13 / 15.0, 1e-9);
  EXPECT_NEAR(*found.present, 2, 0);
}

// By an interior point without presolve, proved by the certificate of the programme.
double proved_optimum(const LinearProgram& lp) {
  SolveSettings solving;
  solving.method = Method::interior_point;
  solving.presolve = false;
  solving.tolerance = 1e-9;
  const Solution solution = solve(lp, solving, device());
  const LpCertificate facts = certify(lp, solution.point.primal, solution.point.dual);
  EXPECT_LE(facts.safe_gap, 1e-7);
  EXPECT_LE(facts.kkt(), 1e-8);
  return facts.primal_objective;
}

// The plain programme: burden for nothing, hours as a limit over recipes.
double best_worth(Economy economy, const Means& means, double at) {
  for (LabourStep& step : economy.labour_steps) step.burden = 0;
  economy.objective.hours_per_coverage = 1;
  if (means.kind == Means::Kind::limit) economy.limits[means.index].upper = at;
  if (means.kind == Means::Kind::capacity) economy.capacities[means.index].amount = at;
  if (means.kind == Means::Kind::work || means.kind == Means::Kind::labour_kind) {
    Limit limit{.id = "hours", .name = "", .unit = "h", .terms = {}, .upper = at, .origin = ""};
    limit.terms.begin = static_cast<std::int64_t>(economy.limit_terms.size());
    for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
      double hours = 0;
      for (const Flow& work : economy.flows_of(economy.recipes[r].labour)) {
        if (means.kind == Means::Kind::work || work.index == means.index) hours += work.amount;
      }
      if (hours > 0) economy.limit_terms.push_back({no_index, static_cast<Index>(r), hours});
    }
    limit.terms.end = static_cast<std::int64_t>(economy.limit_terms.size());
    economy.limits.push_back(limit);
  }
  double all = 0;
  for (const Need& need : economy.needs) {
    double worth = 0;
    for (const CoverageStep& step : economy.ladder_of(need)) worth += step.value * step.width;
    all += worth * need.weight * economy.cohorts[need.cohort].size;
  }
  return -proved_optimum(build_lp(economy).lp) / all;
}

RandomEconomySettings small() {
  RandomEconomySettings settings;
  settings.products = 20;
  settings.two_alternatives = 0.3;
  return settings;
}

void expect_the_curve(const Economy& economy, const Means& means, const Frontier& found) {
  ASSERT_GE(found.points.size(), 2u);
  for (std::size_t k = 0; k + 2 < found.points.size(); ++k) {
    EXPECT_GT(found.segments[k].slope, found.segments[k + 1].slope) << k;
  }
  const double from = found.points.front().means, to = found.points.back().means;
  for (int k = 1; k < 12; ++k) {
    const double at = from + (to - from) * k / 12;
    EXPECT_NEAR(interpolated(found, at), best_worth(economy, means, at), 1e-6) << at;
  }
  for (const FrontierPoint& point : found.points) {
    EXPECT_TRUE(point.executable) << point.means;
    EXPECT_NEAR(point.value, point.worth, 1e-6);
    EXPECT_NEAR(point.value, best_worth(economy, means, point.means), 1e-6) << point.means;
  }
}

TEST(Frontier, EqualsASweepOfSolves) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = random_economy(small(), seed);
    const Means of[] = {{}, {Means::Kind::labour_kind, 1}, {Means::Kind::limit, 0}, {Means::Kind::capacity, 2}};
    for (const Means& means : of) {
      SCOPED_TRACE(name_of(economy, means));
      expect_the_curve(economy, means, frontier(economy, means, settings(), device()));
    }
  }
}

TEST(Frontier, EndsAreNoWorkAndAllOfIt) {
  const Economy economy = random_economy(small(), 3);
  double offered = 0;
  for (const LabourStep& step : economy.labour_steps) offered += step.hours;
  const Frontier found = frontier(economy, {}, settings(), device());
  EXPECT_NEAR(found.points.back().means, offered, 1e-9 * offered);
  EXPECT_NEAR(found.points.back().value, best_worth(economy, {}, offered), 1e-7);
  EXPECT_LE(found.points.front().hours, found.points.front().means + 1e-6 * offered);
}

// With the job's own objective, the curve passes through the plan that the job would get.
TEST(Frontier, OfTheObjectivePassesThroughTheJobsPlan) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Economy economy = random_economy(small(), seed);
    const Frontier found = frontier(economy, {Means::Kind::limit, 0}, settings(Measure::objective), device());
    const double best = -proved_optimum(build_lp(economy).lp);
    EXPECT_NEAR(interpolated(found, *found.present) / best, 1, 1e-6) << seed;
  }
}

TEST(Frontier, MeanCoverageCountsPeopleAlike) {
  Economy economy = loaves_and_cakes();
  economy.needs[0].weight = 100;  // of the job's objective; not here
  const Frontier found = frontier(economy, {}, settings(Measure::mean_coverage), device());
  EXPECT_NEAR(found.points.back().value, 12 / 15.0, 1e-9);
  EXPECT_NEAR(found.points.back().mean_coverage, 12 / 15.0, 1e-9);
}

TEST(Frontier, OfWhatCannotBeSaysSo) {
  const Frontier found = frontier(contradictory_floors(), {}, settings(), device());
  EXPECT_EQ(found.status, Status::infeasible);
  EXPECT_TRUE(found.points.empty());
}

TEST(Frontier, StopsAtTheNumberOfPointsAndSaysWhatIsOpen) {
  FrontierSettings few = settings();
  few.curve.most_points = 5;
  const Economy economy = random_economy(small(), 2);
  const Frontier rough = frontier(economy, {}, few, device());
  const Frontier exact = frontier(economy, {}, settings(), device());
  ASSERT_GT(exact.points.size(), rough.points.size());
  for (const FrontierPoint& point : exact.points) {
    EXPECT_LE(point.value, interpolated(rough, point.means) + rough.doubt + 1e-9);
    EXPECT_GE(point.value, interpolated(rough, point.means) - 1e-9);
  }
}

TEST(Frontier, SameBitsTwice) {
  const Economy economy = random_economy(small(), 5);
  const Frontier one = frontier(economy, {}, settings(), device()), two = frontier(economy, {}, settings(), device());
  ASSERT_EQ(one.points.size(), two.points.size());
  for (std::size_t k = 0; k < one.points.size(); ++k) {
    EXPECT_EQ(one.points[k].means, two.points[k].means);
    EXPECT_EQ(one.points[k].value, two.points[k].value);
    EXPECT_EQ(one.points[k].plan.activity, two.points[k].plan.activity);
  }
}

}  // namespace
}  // namespace planwerk
