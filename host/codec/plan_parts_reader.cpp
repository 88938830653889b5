#include <google/protobuf/stubs/logging.h>

#include "host/codec/columns.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/codec/plan_parts.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

void append(const v1::PlanHeader& header, v1::Plan& plan) {
  plan.set_job_name(header.job_name());
  plan.set_job_sha256(header.job_sha256());
  plan.set_status(header.status());
  plan.set_reason(header.reason());
  *plan.mutable_certificate() = header.certificate();
  *plan.mutable_record() = header.record();
  plan.set_plan_sha256(header.plan_sha256());
  plan.set_hours_per_coverage(header.hours_per_coverage());
  plan.set_objective_origin(header.objective_origin());
}

void append(const v1::RecipeResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.recipes(), "recipes.recipes");
  const Texts names(block.names(), "recipes.names", ids.size());
  const Numbers activities(block.activities(), "recipes.activities", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_recipes();
    entry.set_recipe(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_activity(activities[r]);
  }
}

void append(const v1::NeedResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.needs(), "needs.needs");
  const Texts names(block.names(), "needs.names", ids.size());
  const RecurringTexts units(block.units(), "needs.units", ids.size());
  const Counts deliveries(block.delivery_counts(), "needs.delivery_counts", ids.size());
  const RecurringTexts products(block.products(), "needs.products", deliveries.total(), Empty::not_allowed);
  const Numbers amounts(block.amounts(), "needs.amounts", deliveries.total(), 0.0);
  const Numbers delivered(block.delivered(), "needs.delivered", ids.size(), 0.0);
  const Numbers coverages(block.coverages(), "needs.coverages", ids.size(), 0.0);
  const Numbers marginal_costs(block.marginal_costs(), "needs.marginal_costs", ids.size(), 0.0);
  const Numbers weights(block.weights(), "needs.weights", ids.size(), 1.0);
  const RecurringTexts weight_origins(block.weight_origins(), "needs.weight_origins", ids.size());
  for (std::int64_t r = 0, d = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_needs();
    entry.set_need(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_unit(std::string(units[r]));
    for (const std::int64_t end = d + deliveries[r]; d < end; ++d) {
      auto& delivery = *entry.add_deliveries();
      delivery.set_product(std::string(products[d]));
      delivery.set_amount(amounts[d]);
    }
    entry.set_delivered(delivered[r]);
    entry.set_coverage(coverages[r]);
    entry.set_marginal_cost(marginal_costs[r]);
    entry.set_weight(weights[r]);
    entry.set_weight_origin(std::string(weight_origins[r]));
  }
}

void append(const v1::LabourOfferResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.offers(), "labour_offers.offers");
  const Counts steps(block.step_counts(), "labour_offers.step_counts", ids.size());
  const Numbers hours(block.hours(), "labour_offers.hours", steps.total());
  for (std::int64_t r = 0, s = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_labour_offers();
    entry.set_offer(std::string(ids[r]));
    for (const std::int64_t end = s + steps[r]; s < end; ++s) entry.add_hours(hours[s]);
  }
}

void append(const v1::StockResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.products(), "stocks.products");
  const RecurringTexts units(block.units(), "stocks.units", ids.size());
  const Numbers drawn(block.drawn(), "stocks.drawn", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_stocks();
    entry.set_product(std::string(ids[r]));
    entry.set_unit(std::string(units[r]));
    entry.set_drawn(drawn[r]);
  }
}

void append(const v1::ProductResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.products(), "products.products");
  const Texts names(block.names(), "products.names", ids.size());
  const RecurringTexts units(block.units(), "products.units", ids.size());
  const Numbers made(block.made(), "products.made", ids.size(), 0.0);
  const Numbers used(block.used(), "products.used", ids.size(), 0.0);
  const Numbers delivered(block.delivered(), "products.delivered", ids.size(), 0.0);
  const Numbers drawn(block.drawn(), "products.drawn", ids.size(), 0.0);
  const Numbers surpluses(block.surpluses(), "products.surpluses", ids.size(), 0.0);
  const Numbers valuations(block.valuations(), "products.valuations", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_products();
    entry.set_product(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_unit(std::string(units[r]));
    entry.set_made(made[r]);
    entry.set_used(used[r]);
    entry.set_delivered(delivered[r]);
    entry.set_drawn(drawn[r]);
    entry.set_surplus(surpluses[r]);
    entry.set_valuation(valuations[r]);
  }
}

void append(const v1::LabourKindResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.kinds(), "labour_kinds.kinds");
  const Texts names(block.names(), "labour_kinds.names", ids.size());
  const Numbers used(block.used(), "labour_kinds.used", ids.size(), 0.0);
  const Numbers offered(block.offered(), "labour_kinds.offered", ids.size(), 0.0);
  const Numbers valuations(block.valuations(), "labour_kinds.valuations", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_labour_kinds();
    entry.set_kind(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_used(used[r]);
    entry.set_offered(offered[r]);
    entry.set_valuation(valuations[r]);
  }
}

void append(const v1::CapacityResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.capacities(), "capacities.capacities");
  const Texts names(block.names(), "capacities.names", ids.size());
  const RecurringTexts units(block.units(), "capacities.units", ids.size());
  const Numbers used(block.used(), "capacities.used", ids.size(), 0.0);
  const Numbers valuations(block.valuations(), "capacities.valuations", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_capacities();
    entry.set_capacity(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_unit(std::string(units[r]));
    entry.set_used(used[r]);
    entry.set_valuation(valuations[r]);
  }
}

void append(const v1::LimitResultBlock& block, v1::Plan& plan) {
  const Texts ids(block.limits(), "limits.limits");
  const Texts names(block.names(), "limits.names", ids.size());
  const RecurringTexts units(block.units(), "limits.units", ids.size());
  const Numbers values(block.values(), "limits.values", ids.size(), 0.0);
  const Numbers valuations(block.valuations(), "limits.valuations", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_limits();
    entry.set_limit(std::string(ids[r]));
    entry.set_name(std::string(names[r]));
    entry.set_unit(std::string(units[r]));
    entry.set_value(values[r]);
    entry.set_valuation(valuations[r]);
  }
}

void append(const v1::NeedExplanationBlock& block, v1::Plan& plan) {
  const Texts needs(block.needs(), "explanations.needs");
  const Numbers shortfalls(block.shortfalls(), "explanations.shortfalls", needs.size(), 0.0);
  const Counts bottlenecks(block.bottleneck_counts(), "explanations.bottleneck_counts", needs.size());
  const RecurringTexts ids(block.ids(), "explanations.ids", bottlenecks.total(), Empty::not_allowed);
  const Numbers valuations(block.valuations(), "explanations.valuations", bottlenecks.total(), 0.0);
  const Numbers shares(block.shares(), "explanations.shares", bottlenecks.total(), 0.0);
  for (std::int64_t r = 0, b = 0; r < needs.size(); ++r) {
    auto& entry = *plan.add_explanations();
    entry.set_need(std::string(needs[r]));
    entry.set_shortfall(shortfalls[r]);
    for (const std::int64_t end = b + bottlenecks[r]; b < end; ++b) {
      auto& bottleneck = *entry.add_bottlenecks();
      bottleneck.set_id(std::string(ids[b]));
      bottleneck.set_valuation(valuations[b]);
      bottleneck.set_share(shares[b]);
    }
  }
}

void append(const v1::NamedResidualBlock& block, v1::Plan& plan) {
  const Texts ids(block.ids(), "conflict.ids");
  const Numbers values(block.values(), "conflict.values", ids.size(), 0.0);
  for (std::int64_t r = 0; r < ids.size(); ++r) {
    auto& entry = *plan.add_conflict();
    entry.set_id(std::string(ids[r]));
    entry.set_value(values[r]);
  }
}

void append(const v1::TierResultBlock& block, v1::Plan& plan) {
  const std::int64_t rows = block.tiers().places_size();
  const RecurringTexts tiers(block.tiers(), "tiers.tiers", rows, Empty::not_allowed);
  const Numbers<std::uint32_t> levels(block.levels(), "tiers.levels", rows, 0);
  const Numbers values(block.values(), "tiers.values", rows, 0.0);
  const Numbers bounds(block.bounds(), "tiers.bounds", rows, 0.0);
  const Numbers held_at(block.held_at(), "tiers.held_at", rows, 0.0);
  for (std::int64_t r = 0; r < rows; ++r) {
    auto& entry = *plan.add_tiers();
    entry.set_tier(std::string(tiers[r]));
    entry.set_level(levels[r]);
    entry.set_value(values[r]);
    entry.set_bound(bounds[r]);
    entry.set_held_at(held_at[r]);
    entry.mutable_proof();
  }
}

void append(const v1::TierListBlock& block, v1::Plan& plan) {
  if (block.result() >= static_cast<std::uint32_t>(plan.tiers_size())) {
    throw BadPart{"tier_lists.result", std::to_string(block.result()),
                  "the stream has only " + std::to_string(plan.tiers_size()) + " results of tiers"};
  }
  auto& entry = *plan.mutable_tiers(static_cast<int>(block.result()));
  const Texts settled(block.settled(), "tier_lists.settled");
  for (std::int64_t r = 0; r < settled.size(); ++r) entry.add_settled(std::string(settled[r]));
  entry.mutable_proof()->MergeFrom(block.proof());
}

void append(const v1::AnswerBlock& block, v1::Plan& plan) {
  plan.mutable_answers()->MergeFrom(block.answers());
  plan.mutable_minimal_conflict()->MergeFrom(block.minimal_conflict());
  plan.mutable_relaxations()->MergeFrom(block.relaxations());
  if (block.has_no_fall_through()) plan.mutable_no_fall_through()->MergeFrom(block.no_fall_through());
}

void append(const v1::PlanPart& part, v1::Plan& plan) {
  switch (part.part_case()) {
    case v1::PlanPart::kHeader:
      return append(part.header(), plan);
    case v1::PlanPart::kRecipes:
      return append(part.recipes(), plan);
    case v1::PlanPart::kNeeds:
      return append(part.needs(), plan);
    case v1::PlanPart::kLabourOffers:
      return append(part.labour_offers(), plan);
    case v1::PlanPart::kStocks:
      return append(part.stocks(), plan);
    case v1::PlanPart::kProducts:
      return append(part.products(), plan);
    case v1::PlanPart::kLabourKinds:
      return append(part.labour_kinds(), plan);
    case v1::PlanPart::kCapacities:
      return append(part.capacities(), plan);
    case v1::PlanPart::kLimits:
      return append(part.limits(), plan);
    case v1::PlanPart::kExplanations:
      return append(part.explanations(), plan);
    case v1::PlanPart::kConflict:
      return append(part.conflict(), plan);
    case v1::PlanPart::kTiers:
      return append(part.tiers(), plan);
    case v1::PlanPart::kTierLists:
      return append(part.tier_lists(), plan);
    case v1::PlanPart::kAnswers:
      return append(part.answers(), plan);
    case v1::PlanPart::kTrailer:
    case v1::PlanPart::PART_NOT_SET:
      return;
  }
}

}  // namespace

void read_plan_parts(const std::filesystem::path& path, v1::Plan& plan) {
  const google::protobuf::LogSilencer silence;  // faults are told as BadPart
  PartReader reader(path, plan_parts_magic);
  read_sequence<v1::PlanPart>(
      reader, [&](const v1::PlanPart& part) { append(part, plan); }, [&] { return counts_of(plan); });
}

}  // namespace planwerk
