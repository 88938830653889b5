#include "host/plan/raise_needs.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "host/plan/certificate/figures.hpp"
#include "host/plan/verify.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/reference_tiers.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

// How far each need could rise alone, no coverage lower than in a plan and no more burden and regret: a programme of
// its own, written down straight from the economy, for the reference simplex. Columns: recipes, hours of each step of
// an offer, deliveries.
class RiseProgram {
 public:
  // kept: whether burden and regret together may not grow.
  RiseProgram(const Economy& economy, const Plan& plan, bool kept) : economy_(economy) {
    for (const Recipe& recipe : economy.recipes) add_column(recipe.strain * hours_of(recipe), recipe.upper_activity);
    first_hours_ = columns();
    for (const LabourStep& step : economy.labour_steps) add_column(step.burden, step.hours);
    first_delivery_ = columns();
    for (const Need& need : economy.needs) {
      const double worth = economy.objective.hours_per_coverage * need.weight / need.amount_per_head;
      for (const Alternative& way : economy.alternatives_of(need)) add_column(worth * way.regret * way.rate, infinity);
    }
    add_products();
    add_labour();
    add_capacities();
    add_needs(plan);
    if (kept) add_row(costs_, -infinity, cost_of(plan));
  }

  double rise(Index need, const Plan& plan) const {
    LinearProgram lp = lp_;
    const double asked = economy_.asked(economy_.needs[need]);
    for_deliveries(need, [&](Index column, double rate) { lp.objective[column] = -rate / asked; });
    lp.matrix = matrix_from_triplets(static_cast<std::int32_t>(lp.row_lower.size()), columns(), entries_);
    const ReferenceSolution solution = reference_solve(lp);
    EXPECT_EQ(solution.status, Status::optimal);
    return -solution.value - plan.needs[need].coverage;
  }

 private:
  std::int32_t columns() const { return static_cast<std::int32_t>(lp_.objective.size()); }

  double hours_of(const Recipe& recipe) const {
    double hours = 0;
    for (const Flow& labour : economy_.flows_of(recipe.labour)) hours += labour.amount;
    return hours;
  }

  void add_column(double cost, double upper) {
    costs_.push_back({0, columns(), cost});
    lp_.objective.push_back(0);
    lp_.column_lower.push_back(0);
    lp_.column_upper.push_back(upper);
  }

  void add_row(const std::vector<Triplet>& terms, double lower, double upper) {
    const auto row = static_cast<std::int32_t>(lp_.row_lower.size());
    for (const Triplet& term : terms) entries_.push_back({row, term.column, term.value});
    lp_.row_lower.push_back(lower);
    lp_.row_upper.push_back(upper);
  }

  template <class Act>
  void for_deliveries(Index need, Act act) const {
    const Slice ways = economy_.needs[need].alternatives;
    for (auto a = ways.begin; a < ways.end; ++a) {
      act(first_delivery_ + static_cast<Index>(a), economy_.alternatives[a].rate);
    }
  }

  std::vector<Triplet> use(Slice Recipe::*flows, Index thing, double sign) const {
    std::vector<Triplet> terms;
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& flow : economy_.flows_of(economy_.recipes[r].*flows)) {
        if (flow.index == thing) terms.push_back({0, static_cast<Index>(r), sign * flow.amount});
      }
    }
    return terms;
  }

  void add_products() {
    for (Index p = 0; p < static_cast<Index>(economy_.products.size()); ++p) {
      std::vector<Triplet> terms = use(&Recipe::outputs, p, 1);
      for (const Triplet& term : use(&Recipe::inputs, p, -1)) terms.push_back(term);
      for (std::size_t a = 0; a < economy_.alternatives.size(); ++a) {
        if (economy_.alternatives[a].product == p) terms.push_back({0, first_delivery_ + static_cast<Index>(a), -1});
      }
      add_row(terms, 0, infinity);
    }
  }

  void add_labour() {
    for (Index k = 0; k < static_cast<Index>(economy_.labour_kinds.size()); ++k) {
      std::vector<Triplet> terms = use(&Recipe::labour, k, 1);
      for (const LabourOffer& offer : economy_.labour_offers) {
        if (offer.kind != k) continue;
        for (auto s = offer.steps.begin; s < offer.steps.end; ++s) {
          terms.push_back({0, first_hours_ + static_cast<Index>(s), -1});
        }
      }
      add_row(terms, -infinity, 0);
    }
  }

  void add_capacities() {
    for (Index c = 0; c < static_cast<Index>(economy_.capacities.size()); ++c) {
      add_row(use(&Recipe::capacities, c, 1), -infinity, economy_.capacities[c].amount);
    }
  }

  void add_needs(const Plan& plan) {
    for (Index n = 0; n < static_cast<Index>(economy_.needs.size()); ++n) {
      const double asked = economy_.asked(economy_.needs[n]);
      std::vector<Triplet> terms;
      for_deliveries(n, [&](Index column, double rate) { terms.push_back({0, column, rate / asked}); });
      add_row(terms, std::min(1.0, plan.needs[n].coverage), 1);
    }
  }

  double cost_of(const Plan& plan) const {
    double cost = 0;
    for (std::size_t r = 0; r < plan.activity.size(); ++r) cost += costs_[r].value * plan.activity[r];
    std::size_t at = plan.activity.size();
    for (const auto& offer : plan.labour) {
      for (const double hours : offer) cost += costs_[at++].value * hours;
    }
    for (const NeedResult& need : plan.needs) {
      for (const double amount : need.deliveries) cost += costs_[at++].value * amount;
    }
    return cost;
  }

  const Economy& economy_;
  LinearProgram lp_;
  std::vector<Triplet> entries_, costs_;
  Index first_hours_ = 0, first_delivery_ = 0;
};

double greatest_rise(const Economy& economy, const Plan& plan, bool kept) {
  const RiseProgram program(economy, plan, kept);
  double greatest = 0;
  for (Index n = 0; n < static_cast<Index>(economy.needs.size()); ++n) {
    greatest = std::max(greatest, program.rise(n, plan));
  }
  return greatest;
}

constexpr double nearly_full = 2e-6;  // what a need may lack and still count as covered

enum class Rule { weighted, fair_then_most, most_then_weighted };

Economy economy_of(std::uint64_t seed, Rule rule) {
  Economy economy = tiny_economy(seed);
  Tier fair, most, all;
  fair.id = "fair";
  fair.aim = Aim::worst_off;
  most.id = "most";
  all.id = "all";
  all.aim = Aim::weighted;
  if (rule == Rule::fair_then_most) economy.objective.tiers = {fair, most};
  if (rule == Rule::most_then_weighted) economy.objective.tiers = {most, all};
  return economy;
}

// Nothing of it is kept where coverage is all that the job asks for.
bool keeps(Rule rule) {
  return rule != Rule::fair_then_most;
}

// A fifth of all that is done is left undone; people are at their places all the same.
Plan worsened(const Economy& economy, Plan plan) {
  for (double& activity : plan.activity) activity *= 0.8;
  for (NeedResult& need : plan.needs) {
    for (double& amount : need.deliveries) amount *= 0.8;
  }
  complete(economy, plan);
  return plan;
}

class RaiseNeeds : public testing::TestWithParam<Rule> {};
INSTANTIATE_TEST_SUITE_P(Rules, RaiseNeeds,
                         testing::Values(Rule::weighted, Rule::fair_then_most, Rule::most_then_weighted));

TEST_P(RaiseNeeds, InPlansNoNeedFallsThrough) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = economy_of(seed, GetParam());
    const Plan plan = plan_of(economy, 1e-4);
    ASSERT_TRUE(plan.certificate.executable());
    EXPECT_LE(plan.certificate.fall_through, no_rise);
    EXPECT_LE(greatest_rise(economy, plan, keeps(GetParam())), plan.certificate.fall_through + nearly_full);
    EXPECT_FALSE(verify(economy, plan).has_errors());
  }
}

TEST_P(RaiseNeeds, WhatFallsThroughIsRaisedAndNobodyLoses) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  int raised = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(seed);
    const Economy economy = economy_of(seed, GetParam());
    const Plan poor = worsened(economy, plan_of(economy, 1e-4));
    const double could = greatest_rise(economy, poor, keeps(GetParam()));
    EXPECT_LE(could, poor.certificate.fall_through + nearly_full)
        << "what the certificate says is no less than the truth";
    Plan plan = poor;
    raise_needs(economy, {}, *device, plan);
    ASSERT_TRUE(plan.certificate.executable());
    EXPECT_LE(plan.certificate.fall_through, no_rise);
    EXPECT_LE(greatest_rise(economy, plan, keeps(GetParam())), plan.certificate.fall_through + nearly_full);
    double rise = 0;
    for (std::size_t n = 0; n < plan.needs.size(); ++n) {
      EXPECT_GE(plan.needs[n].coverage, poor.needs[n].coverage - 1e-9) << economy.needs[n].id;
      rise += plan.needs[n].coverage - poor.needs[n].coverage;
    }
    if (could > no_rise) {
      EXPECT_GE(rise, could - no_rise) << "at least the one that can rise most";
    }
    raised += could > no_rise ? 1 : 0;
  }
  EXPECT_GE(raised, 15) << "otherwise this says little";
}

// Of a plan whose proof is changed less is proved.
TEST(RaiseNeedsByHand, ChangedProofsAreNoticed) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  const Economy economy = economy_of(3, Rule::weighted);
  Plan plan = worsened(economy, plan_of(economy, 1e-4));
  raise_needs(economy, {}, *device, plan);
  ASSERT_FALSE(plan.no_fall_through.empty());
  plan.status = Status::feasible;
  EXPECT_FALSE(verify(economy, plan).has_errors());
  for (double& price : plan.no_fall_through.labour_kinds) price *= 0.5;
  EXPECT_TRUE(verify(economy, plan).has_errors());
}

}  // namespace
}  // namespace planwerk
