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
  if (optimum_) stepper_.emplace(*optimum_);
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
  if (optimum_) stepper_.emplace(*optimum_);
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

std::vector<std::optional<MarginalStep>> Study::steps(std::span<const Index> needs) {
  std::vector<std::optional<MarginalStep>> steps(needs.size());
  if (!stepper_) return steps;
  std::vector<Delivery> deliveries;
  std::vector<std::size_t> asked;  // which of the needs they are for
  for (std::size_t k = 0; k < needs.size(); ++k) {
    const Delivery delivery = delivery_of(needs[k]);
    if (!of_tiers() && !stands_at_vertex(delivery, needs[k])) continue;
    deliveries.push_back(delivery);
    asked.push_back(k);
  }
  auto found = stepper_->steps(deliveries);
  for (std::size_t k = 0; k < asked.size(); ++k) steps[asked[k]] = std::move(found[k]);
  return steps;
}

std::vector<double> Study::charge_prices(const std::vector<double>& prices, bool with_goal) const {
  std::vector<double> result{with_goal ? 1.0 : 0.0};
  if (charging_.empty()) return result;
  const std::vector<double> earlier = program_->earlier_multipliers(prices);
  for (const std::size_t k : charging_) result.push_back(earlier[k]);
  return result;
}

std::vector<Study::Trace> Study::traces(std::span<const Index> needs,
                                        std::span<const std::optional<MarginalStep>> steps) {
  std::vector<Trace> traces(needs.size());
  std::vector<char> done(needs.size(), 0);
  const auto prices_of = [&](std::size_t k) { return steps[k] ? steps[k]->prices.get() : &point_.dual; };
  const auto are_own = [&](std::size_t k) { return steps[k] && !stepper_->is_at_optimum_prices(*steps[k]); };
  for (std::size_t first = 0; first < needs.size(); ++first) {
    if (done[first]) continue;
    std::vector<Index> alike;  // at the same prices
    std::vector<std::size_t> places;
    for (std::size_t k = first; k < needs.size(); ++k) {
      if (done[k] || prices_of(k) != prices_of(first)) continue;
      done[k] = 1;
      alike.push_back(needs[k]);
      places.push_back(k);
    }
    const auto& step = steps[first];
    const std::vector<double>& prices = *prices_of(first);
    const std::vector<double> charges = charge_prices(prices, !step || step->possible);
    std::vector<CostTrace> costs;
    if (are_own(first)) {
      costs.push_back(network_->trace_alone(needs[first], prices, charges, loss_of_exact));
    } else {
      costs = network_->trace(alike, prices, charges, step ? loss_of_exact : loss_of_valuations);
    }
    for (std::size_t k = 0; k < places.size(); ++k) {
      Trace& trace = traces[places[k]];
      trace.exact = step && costs[k].open <= exact_share && costs[k].discrepancy <= loss_of_exact;
      trace.cost = std::move(costs[k]);
    }
  }
  return traces;
}

}  // namespace planwerk
