#include "host/plan/best_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/certificate/assess.hpp"
#include "host/plan/certificate/fall_through.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/tiers/scarce_need.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::TierGoal;

constexpr double share_for_rounding = 0.3;  // of the gap allowed, by which a level stays below what it could be
constexpr double least_improvement = 0.1;   // of the gap, that is worth a repair
constexpr double exact = 1e-12;             // executability of what needs no repair
// Rounds of giving up a share of what a plan gained so that earlier results hold; one, as they are convex, but for
// rounding.
constexpr int most_repair_rounds = 4;

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

void mix(std::vector<double>& values, const std::vector<double>& others, double share) {
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = (1 - share) * values[k] + share * others[k];
}

TierProof proof_of(const certificate::Valuations& valuations, TierProof multipliers) {
  multipliers.products = valuations.products;
  multipliers.labour_kinds = valuations.labour_kinds;
  multipliers.capacities = valuations.capacities;
  multipliers.limits = valuations.limits;
  return multipliers;
}

}  // namespace

BestPlan::BestPlan(const PlanProgram& program, const TierGoal& goal, double gap_tolerance, int threads,
                   const Plan* held)
    : program_(program),
      goal_(goal),
      gap_tolerance_(gap_tolerance),
      launch_(threads > 1 ? std::launch::async : std::launch::deferred),
      held_(held),
      primal_(program.economy(), program.production()),
      dual_(program.economy(), gap_tolerance) {
  fit_to(program.economy(), plan_);
  proof_ = proof_of(certificate::valuations_of(plan_), {});
  proof_.earlier.resize(goal.earlier.size());
  if (goal.costs == nullptr) proof_.needs.resize(program.economy().needs.size());
  if (is_tier()) expect_everything();
}

// Nobody gets more than all they asked for or all that can be made of it, and nothing costs less than nothing: where
// all can be had, that is proof.
void BestPlan::expect_everything() {
  TierProof proof = proof_;
  for (const Index n : goal_.open) {
    if (goal_.costs == nullptr) proof.needs[n] = 1;
  }
  const double value = certificate::bound_of(goal_, dual_.bound(), proof);
  adopt(Bound{std::move(proof), value});
  if (goal_.costs != nullptr || goal_.open.empty()) return;
  TierProof by_supply = proof_by_supply(dual_.bound(), goal_);
  const double level = certificate::bound_of(goal_, dual_.bound(), by_supply);
  adopt(Bound{std::move(by_supply), level});
}

void BestPlan::offer(const PrimalDual& point) {
  const LinearProgram& lp = program_.lp();
  if (point.primal.size() != lp.objective.size() || point.dual.size() != lp.row_lower.size()) return;
  if (!all_finite(point.primal) || !all_finite(point.dual)) return;
  const TraceRange range("repair");
  const PrimalDual own = program_.production_part(point);
  Plan candidate = recover_plan(program_.economy(), program_.production(), own);
  const double promised =
      std::inner_product(point.primal.begin(), point.primal.end(), lp.objective.begin(), lp.objective_offset);
  const TierProof multipliers = program_.multipliers_of(goal_, point);
  // The two sides do not need each other: where there are threads, they are repaired at the same time.
  auto bound = std::async(
      launch_, [this, multipliers, with_valuations = candidate] { return bound_by(multipliers, with_valuations); });
  value_moves(multipliers);
  adopt_as_it_is(candidate);
  const Plan* executable = violation_ == 0 ? &plan_ : held_;
  const bool repaired = worth_a_repair(promised);
  if (repaired) primal_.repair(candidate, own.dual, executable);
  adopt(bound.get());
  if (goal_.costs == nullptr) keep_level(own, -std::max(promised, bound_));
  if (!repaired && !worth_a_repair(promised)) return;
  if (!repaired) primal_.repair(candidate, own.dual, executable);
  keep_earlier_results(candidate);
  adopt(std::move(candidate));
}

// Repair cuts what the point's prices hold cheap, and for a level those of most needs are nothing: where the point, or
// the bound, says how far all can be covered, nobody is cut below. That fails above what is possible, and is tried
// again when the level has fallen by more than the gap allowed.
void BestPlan::keep_level(const PrimalDual& own, double level) {
  level -= share_for_rounding * gap_tolerance_;
  if (level <= 0 || level > failed_level_ - gap_tolerance_ || (violation_ == 0 && -value_ >= level)) return;
  Plan candidate = recover_plan(program_.economy(), program_.production(), own);
  primal_.keep_level(level);
  const bool kept = primal_.repair(candidate, own.dual, held_);
  primal_.keep_level(0);
  if (!kept) {
    failed_level_ = level;
    return;
  }
  keep_earlier_results(candidate);
  adopt(std::move(candidate));
}

void BestPlan::offer_bound(const PrimalDual& point) {
  const Plan priced = recover_plan(program_.economy(), program_.production(), program_.production_part(point));
  adopt(bound_by(program_.multipliers_of(goal_, point), priced));
}

// A level of coverage without weights of needs has no bound.
bool BestPlan::says_nothing(const TierProof& multipliers) const {
  const auto zero = [](double weight) { return weight == 0; };
  return goal_.costs == nullptr && std::all_of(multipliers.needs.begin(), multipliers.needs.end(), zero);
}

BestPlan::Bound BestPlan::bound_by(TierProof multipliers, const Plan& candidate) const {
  if (says_nothing(multipliers)) return {std::move(multipliers), -infinity};
  const DualRepair::Result repaired =
      dual_.repair(certificate::valuations_of(candidate), candidate.activity,
                   certificate::lagrangian_costs(goal_, program_.economy(), multipliers));
  return {proof_of(repaired.valuations, std::move(multipliers)), repaired.bound};
}

// Moves are worth what the Lagrangian makes of them, earlier results included. (The weighted programme has it so.)
void BestPlan::value_moves(const TierProof& multipliers) {
  if (!is_tier() || says_nothing(multipliers)) return;
  primal_.value_moves(program_.column_costs(certificate::lagrangian_costs(goal_, program_.economy(), multipliers)));
}

// Vertices need no repair, which may fail where chains of moves go in circles, and knows nothing of aims but coverage
// and labour, nor of what tiers hold: what rounding leaves of a vertex is executable enough for them.
void BestPlan::adopt_as_it_is(Plan candidate) {
  keep_earlier_results(candidate);
  const PlanCertificate facts = certificate::executability(program_.economy(), balances_of(candidate), candidate);
  if (is_tier() ? facts.executable() : facts.executable(exact)) adopt(std::move(candidate));
}

void BestPlan::adopt(Bound bound) {
  if (!(bound.value > bound_)) return;
  bound_ = bound.value;
  proof_ = std::move(bound.proof);
}

void BestPlan::adopt(Plan candidate) {
  const certificate::Balances balances = balances_of(candidate);
  const PlanCertificate facts = certificate::executability(program_.economy(), balances, candidate);
  // Whatever is executable counts as equally so.
  const double violation = facts.executable() ? 0 : std::max(facts.max_shortage, facts.max_excess);
  const double value = certificate::value_of(goal_, program_.economy(), balances, candidate);
  if (violation > violation_ || (violation == violation_ && value >= value_)) return;
  violation_ = violation;
  value_ = value;
  plan_ = std::move(candidate);
}

// Plans that can be carried out and hold earlier results form a convex set: what a candidate goes beyond, it gives up
// by moving towards the held plan.
void BestPlan::keep_earlier_results(Plan& candidate) const {
  if (held_ == nullptr) return;
  for (int round = 0; round < most_repair_rounds; ++round) {
    const double share = share_to_give_up(candidate);
    if (share == 0) return;
    mix(candidate.activity, held_->activity, share);
    mix(candidate.drawn, held_->drawn, share);
    for (std::size_t n = 0; n < candidate.needs.size(); ++n) {
      mix(candidate.needs[n].deliveries, held_->needs[n].deliveries, share);
    }
    recover_labour(program_.economy(), candidate);
  }
}

double BestPlan::share_to_give_up(const Plan& candidate) const {
  const certificate::Balances now = balances_of(candidate);
  double share = 0;
  for (std::size_t k = 0; k < goal_.earlier.size(); ++k) {
    if (goal_.earlier[k] == nullptr) continue;
    const double excess = certificate::value_of(*goal_.earlier[k], now, candidate).value() - goal_.held_at[k];
    if (excess <= 0) continue;
    const double room =
        goal_.held_at[k] - certificate::value_of(*goal_.earlier[k], balances_of(*held_), *held_).value();
    share = std::max(share, room > 0 ? std::min(1.0, 1.01 * excess / (excess + room)) : 1.0);
  }
  return share;
}

certificate::Balances BestPlan::balances_of(const Plan& plan) const {
  return certificate::balances_of(program_.economy(), dual_.bound().recipes(), plan);
}

// False where the plan at hand is nearly as good as the promised one, so that the gap is the bound's: repair would be
// idle work.
bool BestPlan::worth_a_repair(double promised_value) const {
  if (violation_ > 0 || bound_ == -infinity) return true;
  return value_ - promised_value > least_improvement * (value_ - bound_);
}

double BestPlan::gap() const {
  if (violation_ > 0) return infinity;
  return (value_ - bound_) / std::max(1.0, std::fabs(value_));
}

double BestPlan::value_of(const certificate::DecisionCosts& costs) const {
  return certificate::value_of(costs, balances_of(plan_), plan_).value();
}

double BestPlan::fall_through() const {
  const Plan plan = priced(plan_);
  return certificate::fall_through(dual_.bound(), balances_of(plan), plan);
}

Plan BestPlan::take() {
  return priced(std::move(plan_));
}

// With the valuations of the proof.
Plan BestPlan::priced(Plan plan) const {
  certificate::set_valuations({proof_.products, proof_.labour_kinds, proof_.capacities, proof_.limits}, plan);
  return plan;
}

TierGoal weighted_goal(const Economy& economy, const certificate::DecisionCosts& costs) {
  TierGoal goal;
  goal.costs = &costs;
  goal.least_coverage = certificate::hard_floors(economy);
  return goal;
}

}  // namespace planwerk
