#include "host/codec/block_entries.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/codec/plan_lists.hpp"
#include "host/codec/plan_parts.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {
namespace {

// Writes what stands in columns: one kind of entry after the other, each in as many blocks as it takes.
class PlanBlockWriter {
 public:
  PlanBlockWriter(const v1::Plan& plan, PartWriter& writer) : plan_(plan), writer_(writer) {}

  void write_all() {
    write_recipes();
    write_needs();
    write_labour_offers();
    write_stocks();
    write_products();
    write_labour_kinds();
    write_capacities();
    write_limits();
    write_explanations();
    write_conflict();
    write_tiers();
  }

 private:
  void write_recipes() {
    write_blocks<v1::PlanPart>(plan_.recipes(), writer_, [](v1::PlanPart& part, const auto& recipes) {
      auto& block = *part.mutable_recipes();
      recipes.texts(block.mutable_recipes(), &v1::RecipeResult::recipe);
      recipes.texts(block.mutable_names(), &v1::RecipeResult::name);
      recipes.numbers(block.mutable_activities(), 0.0, &v1::RecipeResult::activity);
    });
  }

  void write_needs() {
    write_blocks<v1::PlanPart>(plan_.needs(), writer_, [](v1::PlanPart& part, const auto& needs) {
      auto& block = *part.mutable_needs();
      needs.texts(block.mutable_needs(), &v1::NeedResult::need);
      needs.texts(block.mutable_names(), &v1::NeedResult::name);
      needs.recurring_texts(block.mutable_units(), &v1::NeedResult::unit);
      needs.numbers(block.mutable_delivery_counts(), 0u, &v1::NeedResult::deliveries_size);
      std::vector<std::string_view> products;
      for (const v1::NeedResult& need : needs) {
        for (const auto& delivery : need.deliveries()) {
          products.push_back(delivery.product());
          block.add_amounts(delivery.amount());
        }
      }
      put_recurring_texts(block.mutable_products(), products);
      needs.numbers(block.mutable_delivered(), 0.0, &v1::NeedResult::delivered);
      needs.numbers(block.mutable_coverages(), 0.0, &v1::NeedResult::coverage);
      needs.numbers(block.mutable_marginal_costs(), 0.0, &v1::NeedResult::marginal_cost);
      needs.numbers(block.mutable_weights(), 1.0, &v1::NeedResult::weight);
      needs.recurring_texts(block.mutable_weight_origins(), &v1::NeedResult::weight_origin);
    });
  }

  void write_labour_offers() {
    write_blocks<v1::PlanPart>(plan_.labour_offers(), writer_, [](v1::PlanPart& part, const auto& labour_offers) {
      auto& block = *part.mutable_labour_offers();
      labour_offers.texts(block.mutable_offers(), &v1::LabourOfferResult::offer);
      labour_offers.numbers(block.mutable_step_counts(), 0u, &v1::LabourOfferResult::hours_size);
      for (const v1::LabourOfferResult& offer : labour_offers) block.mutable_hours()->MergeFrom(offer.hours());
    });
  }

  void write_stocks() {
    write_blocks<v1::PlanPart>(plan_.stocks(), writer_, [](v1::PlanPart& part, const auto& stocks) {
      auto& block = *part.mutable_stocks();
      stocks.texts(block.mutable_products(), &v1::StockResult::product);
      stocks.recurring_texts(block.mutable_units(), &v1::StockResult::unit);
      stocks.numbers(block.mutable_drawn(), 0.0, &v1::StockResult::drawn);
    });
  }

  void write_products() {
    write_blocks<v1::PlanPart>(plan_.products(), writer_, [](v1::PlanPart& part, const auto& products) {
      auto& block = *part.mutable_products();
      products.texts(block.mutable_products(), &v1::ProductResult::product);
      products.texts(block.mutable_names(), &v1::ProductResult::name);
      products.recurring_texts(block.mutable_units(), &v1::ProductResult::unit);
      products.numbers(block.mutable_made(), 0.0, &v1::ProductResult::made);
      products.numbers(block.mutable_used(), 0.0, &v1::ProductResult::used);
      products.numbers(block.mutable_delivered(), 0.0, &v1::ProductResult::delivered);
      products.numbers(block.mutable_drawn(), 0.0, &v1::ProductResult::drawn);
      products.numbers(block.mutable_surpluses(), 0.0, &v1::ProductResult::surplus);
      products.numbers(block.mutable_valuations(), 0.0, &v1::ProductResult::valuation);
    });
  }

  void write_labour_kinds() {
    write_blocks<v1::PlanPart>(plan_.labour_kinds(), writer_, [](v1::PlanPart& part, const auto& labour_kinds) {
      auto& block = *part.mutable_labour_kinds();
      labour_kinds.texts(block.mutable_kinds(), &v1::LabourKindResult::kind);
      labour_kinds.texts(block.mutable_names(), &v1::LabourKindResult::name);
      labour_kinds.numbers(block.mutable_used(), 0.0, &v1::LabourKindResult::used);
      labour_kinds.numbers(block.mutable_offered(), 0.0, &v1::LabourKindResult::offered);
      labour_kinds.numbers(block.mutable_valuations(), 0.0, &v1::LabourKindResult::valuation);
    });
  }

  void write_capacities() {
    write_blocks<v1::PlanPart>(plan_.capacities(), writer_, [](v1::PlanPart& part, const auto& capacities) {
      auto& block = *part.mutable_capacities();
      capacities.texts(block.mutable_capacities(), &v1::CapacityResult::capacity);
      capacities.texts(block.mutable_names(), &v1::CapacityResult::name);
      capacities.recurring_texts(block.mutable_units(), &v1::CapacityResult::unit);
      capacities.numbers(block.mutable_used(), 0.0, &v1::CapacityResult::used);
      capacities.numbers(block.mutable_valuations(), 0.0, &v1::CapacityResult::valuation);
    });
  }

  void write_limits() {
    write_blocks<v1::PlanPart>(plan_.limits(), writer_, [](v1::PlanPart& part, const auto& limits) {
      auto& block = *part.mutable_limits();
      limits.texts(block.mutable_limits(), &v1::LimitResult::limit);
      limits.texts(block.mutable_names(), &v1::LimitResult::name);
      limits.recurring_texts(block.mutable_units(), &v1::LimitResult::unit);
      limits.numbers(block.mutable_values(), 0.0, &v1::LimitResult::value);
      limits.numbers(block.mutable_valuations(), 0.0, &v1::LimitResult::valuation);
    });
  }

  void write_explanations() {
    write_blocks<v1::PlanPart>(plan_.explanations(), writer_, [](v1::PlanPart& part, const auto& explanations) {
      auto& block = *part.mutable_explanations();
      explanations.texts(block.mutable_needs(), &v1::NeedExplanation::need);
      explanations.numbers(block.mutable_shortfalls(), 0.0, &v1::NeedExplanation::shortfall);
      explanations.numbers(block.mutable_bottleneck_counts(), 0u, &v1::NeedExplanation::bottlenecks_size);
      std::vector<std::string_view> ids;
      for (const v1::NeedExplanation& explanation : explanations) {
        for (const auto& bottleneck : explanation.bottlenecks()) {
          ids.push_back(bottleneck.id());
          block.add_valuations(bottleneck.valuation());
          block.add_shares(bottleneck.share());
        }
      }
      put_recurring_texts(block.mutable_ids(), ids);
    });
  }

  void write_conflict() {
    write_blocks<v1::PlanPart>(plan_.conflict(), writer_, [](v1::PlanPart& part, const auto& conflict) {
      auto& block = *part.mutable_conflict();
      conflict.texts(block.mutable_ids(), &v1::NamedResidual::id);
      conflict.numbers(block.mutable_values(), 0.0, &v1::NamedResidual::value);
    });
  }

  void write_tiers() {
    write_blocks<v1::PlanPart>(plan_.tiers(), writer_, [](v1::PlanPart& part, const auto& tiers) {
      auto& block = *part.mutable_tiers();
      tiers.recurring_texts(block.mutable_tiers(), &v1::TierResult::tier);
      tiers.numbers(block.mutable_levels(), 0u, &v1::TierResult::level);
      tiers.numbers(block.mutable_values(), 0.0, &v1::TierResult::value);
      tiers.numbers(block.mutable_bounds(), 0.0, &v1::TierResult::bound);
      tiers.numbers(block.mutable_held_at(), 0.0, &v1::TierResult::held_at);
    });
  }

  const v1::Plan& plan_;
  PartWriter& writer_;
};

void write_body(const v1::Plan& plan, PartWriter& writer) {
  PlanBlockWriter(plan, writer).write_all();
  write_plan_lists(plan, writer);
}

enum class OwnDigest { written, left_out };

void write_header(const v1::Plan& plan, OwnDigest own, PartWriter& writer) {
  v1::PlanPart part;
  auto& header = *part.mutable_header();
  header.set_magic(plan_parts_magic.data(), plan_parts_magic.size());
  header.set_version(parts_version);
  header.set_job_name(plan.job_name());
  header.set_job_sha256(plan.job_sha256());
  header.set_status(plan.status());
  header.set_reason(plan.reason());
  header.set_hours_per_coverage(plan.hours_per_coverage());
  header.set_objective_origin(plan.objective_origin());
  *header.mutable_certificate() = plan.certificate();
  *header.mutable_record() = plan.record();
  if (own == OwnDigest::written) {
    header.set_plan_sha256(plan.plan_sha256());
  } else {
    header.mutable_record()->clear_elapsed_s();  // two runs of one job make one plan
  }
  writer.write(part);
}

}  // namespace

PartCounts counts_of(const v1::Plan& plan) {
  const auto count = [](const auto& entries) { return static_cast<std::uint64_t>(entries.size()); };
  return {{"recipes", count(plan.recipes())},
          {"needs", count(plan.needs())},
          {"labour_offers", count(plan.labour_offers())},
          {"stocks", count(plan.stocks())},
          {"products", count(plan.products())},
          {"labour_kinds", count(plan.labour_kinds())},
          {"capacities", count(plan.capacities())},
          {"limits", count(plan.limits())},
          {"explanations", count(plan.explanations())},
          {"conflict", count(plan.conflict())},
          {"tiers", count(plan.tiers())},
          {"answers", count(plan.answers())},
          {"minimal_conflict", count(plan.minimal_conflict())},
          {"relaxations", count(plan.relaxations())}};
}

std::string digest_of(const v1::Plan& plan) {
  PartWriter writer(nullptr);
  write_header(plan, OwnDigest::left_out, writer);
  write_body(plan, writer);
  return lower_case_hex(writer.digest());
}

void write_plan_parts(const v1::Plan& plan, const PartWriter::Sink& sink) {
  PartWriter writer(sink);
  write_header(plan, OwnDigest::written, writer);
  write_body(plan, writer);
  v1::PlanPart part;
  writer.fill_trailer(*part.mutable_trailer(), counts_of(plan));
  writer.write(part);
}

}  // namespace planwerk
