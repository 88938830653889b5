#include "host/plan/best_plan.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/verify.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double least_improvement = 0.1;  // of the gap, that is worth a repair
constexpr double infinite = std::numeric_limits<double>::infinity();

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

}  // namespace

BestPlan::BestPlan(const Economy& economy, const ProductionLp& production, double gap_tolerance, int threads)
    : economy_(economy),
      production_(production),
      gap_tolerance_(gap_tolerance),
      launch_(threads > 1 ? std::launch::async : std::launch::deferred),
      costs_(certificate::weighted_costs(economy)),
      primal_(economy, production),
      dual_(economy, gap_tolerance) {
  fit_to(economy, plan_);
  valuations_ = {certificate::valuations_of(plan_), -infinite};
}

void BestPlan::offer(const PrimalDual& point) {
  if (point.primal.size() != production_.column_origins.size() || point.dual.size() != production_.row_origins.size()) {
    return;
  }
  if (!all_finite(point.primal) || !all_finite(point.dual)) return;
  const TraceRange range("repair");
  Plan candidate = recover_plan(economy_, production_, point);
  const double promised = std::inner_product(point.primal.begin(), point.primal.end(), production_.lp.objective.begin(),
                                             production_.lp.objective_offset);
  // The two sides do not need each other: where there are threads, they are repaired at the same time.
  auto bound =
      std::async(launch_, [this, valuations = certificate::valuations_of(candidate), activity = candidate.activity] {
        return dual_.repair(valuations, activity, costs_);
      });
  const Plan* executable = violation_ == 0 ? &plan_ : nullptr;
  const bool repaired = worth_a_repair(promised);
  if (repaired) primal_.repair(candidate, point.dual, executable);
  adopt(bound.get());
  if (!repaired && !worth_a_repair(promised)) return;
  if (!repaired) primal_.repair(candidate, point.dual, executable);
  adopt(std::move(candidate));
}

void BestPlan::adopt(DualRepair::Result bound) {
  if (bound.bound > valuations_.bound) valuations_ = std::move(bound);
}

void BestPlan::adopt(Plan candidate) {
  const PlanCertificate facts = certify(economy_, candidate);
  // Whatever is executable counts as equally so.
  const double violation = facts.executable() ? 0 : std::max(facts.max_shortage, facts.max_excess);
  if (violation > violation_ || (violation == violation_ && facts.objective >= objective_)) return;
  violation_ = violation;
  objective_ = facts.objective;
  plan_ = std::move(candidate);
}

// False where the plan at hand is nearly as good as the promised one, so that the gap is the bound's: repair would be
// idle work.
bool BestPlan::worth_a_repair(double promised_objective) const {
  if (violation_ > 0 || valuations_.bound == -infinite) return true;
  return objective_ - promised_objective > least_improvement * (objective_ - valuations_.bound);
}

double BestPlan::gap() const {
  if (violation_ > 0) return infinite;
  return (objective_ - valuations_.bound) / std::max(1.0, std::fabs(objective_));
}

Plan BestPlan::take() {
  certificate::set_valuations(valuations_.valuations, plan_);
  return std::move(plan_);
}

}  // namespace planwerk
