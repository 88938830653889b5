#include "host/answers/need/study.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

using certificate::TierGoal;

constexpr double same_coverage = 1e-7;       // of plan and vertex, in parts of what is asked for
constexpr double same_value = 1e-5;          // of plan and vertex of a tier: what tolerances of tiers leave open
constexpr double loss_of_exact = 1e-7;       // of an idle recipe that counts as maker, at prices of a basis
constexpr double loss_of_valuations = 0.05;  // and at the plan's valuations
constexpr double exact_share = 1e-9;         // of the cost, by which shares may miss 1

// The tier that a charge is told as; none where it is people's burden and regret.
Index told_as(const Economy& economy, Index tier) {
  const Aim aim = economy.objective.tiers[tier].aim;
  return aim == Aim::use || aim == Aim::surplus ? tier : no_index;
}

// Per earlier result, the tier it belongs to: levels of the worst off are results of their own.
std::vector<Index> tiers_of(const Plan& plan, std::size_t results) {
  std::vector<Index> tiers;
  for (std::size_t k = 0; k < results; ++k) tiers.push_back(plan.tiers[k].tier);
  return tiers;
}

}  // namespace

Study::Study(const Economy& merged, const Plan& plan, const StudySettings& settings, Device& device)
    : economy_(merged), program_(std::make_unique<PlanProgram>(merged)), point_(program_->point_of(plan)) {
  find_optimum(settings, device);
  network_.emplace(economy_, production(), optimum_ ? optimum_->vertex().primal : point_.primal,
                   std::vector<ColumnCharge>{{no_index, production().lp.objective}});
}

Study::Study(const Economy& merged, const Plan& plan, const TierGoal& goal, const TierProof& proof,
             const StudySettings& settings, Device& device)
    : economy_(merged),
      goal_(&goal),
      program_(std::make_unique<PlanProgram>(merged, goal)),
      point_(program_->point_of(plan, proof)) {
  find_optimum(settings, device);
  if (optimum_) optimum_->stand_at(point_, same_value);
  std::vector<ColumnCharge> charges;
  const std::size_t columns = production().column_origins.size();
  charges.push_back({told_as(economy_, goal.tier), program_->lp().objective});
  charges.back().costs.resize(columns);
  const std::vector<Index> tiers = tiers_of(plan, goal.earlier.size());
  for (std::size_t k = 0; k < goal.earlier.size(); ++k) {
    if (goal.earlier[k] == nullptr) continue;
    charging_.push_back(k);
    charges.push_back({told_as(economy_, tiers[k]), program_->column_costs(*goal.earlier[k])});
  }
  network_.emplace(economy_, production(), point_.primal, std::move(charges));
}

void Study::find_optimum(const StudySettings& settings, Device& device) {
  if (!settings.exact) return;
  optimum_ = OptimalBasis::near(program_->lp(), point_, {.pivot_limit = settings.pivot_limit}, device);
  if (optimum_) stepper_.emplace(*optimum_);
}

Delivery Study::delivery_of(Index need) const {
  const auto steps = program_->economy().ladder_of(program_->economy().needs[need]).size();
  Delivery delivery{production().coverage_columns[need], static_cast<std::int32_t>(steps), 0};
  delivery.next = delivery.first;
  const LinearProgram& lp = program_->lp();
  const double rounding = same_coverage * economy_.asked(economy_.needs[need]);
  while (delivery.next + 1 < delivery.first + delivery.count &&
         point_.primal[delivery.next] >= lp.column_upper[delivery.next] - rounding) {
    ++delivery.next;
  }
  return delivery;
}

// The need stands in the plan as it does at the vertex: what is found there holds for the plan.
bool Study::stands_at_vertex(const Delivery& delivery, Index need) const {
  double difference = 0;
  for (std::int32_t j = delivery.first; j < delivery.first + delivery.count; ++j) {
    difference += optimum_->vertex().primal[j] - point_.primal[j];
  }
  return std::fabs(difference) <= same_coverage * economy_.asked(economy_.needs[need]);
}

std::optional<MarginalStep> Study::step(Index need) {
  if (!stepper_) return std::nullopt;
  const Delivery delivery = delivery_of(need);
  if (!of_tiers() && !stands_at_vertex(delivery, need)) return std::nullopt;
  return stepper_->step(delivery);
}

std::vector<double> Study::charge_prices(const std::vector<double>& prices, bool with_goal) const {
  std::vector<double> result{with_goal ? 1.0 : 0.0};
  if (charging_.empty()) return result;
  const std::vector<double> earlier = program_->multipliers_of(*goal_, prices).earlier;
  for (const std::size_t k : charging_) result.push_back(earlier[k]);
  return result;
}

Study::Trace Study::trace(Index need, const std::optional<MarginalStep>& step) {
  Trace result;
  if (step) {
    result.cost = network_->trace(need, step->prices, charge_prices(step->prices, step->possible), loss_of_exact);
    result.exact = result.cost.open <= exact_share && result.cost.discrepancy <= loss_of_exact;
  } else {
    result.cost = network_->trace(need, point_.dual, charge_prices(point_.dual, true), loss_of_valuations);
  }
  return result;
}

}  // namespace planwerk
