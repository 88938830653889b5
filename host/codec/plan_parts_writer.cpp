#include "host/codec/columns.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/codec/plan_parts.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

// Writes one kind of entry after the other, each in as many blocks as it takes.
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
    write_tier_lists();
    write_answers();
  }

 private:
  // The bytes of an entry's message and 64 for its columns' numbers and places bound what it takes in a block.
  template <class Entries, class Fill>
  void write_blocks(const Entries& entries, const Fill& fill) {
    const auto size_of = [&](std::size_t i) { return entries[static_cast<int>(i)].ByteSizeLong() + 64; };
    for (const Rows rows : split_into_blocks(static_cast<std::size_t>(entries.size()), size_of)) {
      v1::PlanPart part;
      fill(
          part, rows, [&](std::size_t i) -> auto& { return entries[static_cast<int>(i)]; });
      writer_.write(part);
    }
  }

  void write_recipes() {
    write_blocks(plan_.recipes(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_recipes();
      put_texts(
          block.mutable_recipes(), rows, [&](std::size_t i) -> auto& { return entry(i).recipe(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_numbers(block.mutable_activities(), rows, 0.0, [&](std::size_t i) { return entry(i).activity(); });
    });
  }

  void write_needs() {
    write_blocks(plan_.needs(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_needs();
      put_texts(
          block.mutable_needs(), rows, [&](std::size_t i) -> auto& { return entry(i).need(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return entry(i).unit(); });
      put_numbers(block.mutable_delivery_counts(), rows, 0u, [&](std::size_t i) { return entry(i).deliveries_size(); });
      std::vector<std::string_view> products;
      for (std::size_t i = rows.begin; i < rows.end; ++i) {
        for (const auto& delivery : entry(i).deliveries()) {
          products.push_back(delivery.product());
          block.add_amounts(delivery.amount());
        }
      }
      put_recurring_texts(block.mutable_products(), products);
      put_numbers(block.mutable_delivered(), rows, 0.0, [&](std::size_t i) { return entry(i).delivered(); });
      put_numbers(block.mutable_coverages(), rows, 0.0, [&](std::size_t i) { return entry(i).coverage(); });
      put_numbers(block.mutable_marginal_costs(), rows, 0.0, [&](std::size_t i) { return entry(i).marginal_cost(); });
      put_numbers(block.mutable_weights(), rows, 1.0, [&](std::size_t i) { return entry(i).weight(); });
      put_recurring_texts(
          block.mutable_weight_origins(), rows, [&](std::size_t i) -> auto& { return entry(i).weight_origin(); });
    });
  }

  void write_labour_offers() {
    write_blocks(plan_.labour_offers(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_labour_offers();
      put_texts(
          block.mutable_offers(), rows, [&](std::size_t i) -> auto& { return entry(i).offer(); });
      put_numbers(block.mutable_step_counts(), rows, 0u, [&](std::size_t i) { return entry(i).hours_size(); });
      for (std::size_t i = rows.begin; i < rows.end; ++i) block.mutable_hours()->MergeFrom(entry(i).hours());
    });
  }

  void write_stocks() {
    write_blocks(plan_.stocks(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_stocks();
      put_texts(
          block.mutable_products(), rows, [&](std::size_t i) -> auto& { return entry(i).product(); });
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return entry(i).unit(); });
      put_numbers(block.mutable_drawn(), rows, 0.0, [&](std::size_t i) { return entry(i).drawn(); });
    });
  }

  void write_products() {
    write_blocks(plan_.products(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_products();
      put_texts(
          block.mutable_products(), rows, [&](std::size_t i) -> auto& { return entry(i).product(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return entry(i).unit(); });
      put_numbers(block.mutable_made(), rows, 0.0, [&](std::size_t i) { return entry(i).made(); });
      put_numbers(block.mutable_used(), rows, 0.0, [&](std::size_t i) { return entry(i).used(); });
      put_numbers(block.mutable_delivered(), rows, 0.0, [&](std::size_t i) { return entry(i).delivered(); });
      put_numbers(block.mutable_drawn(), rows, 0.0, [&](std::size_t i) { return entry(i).drawn(); });
      put_numbers(block.mutable_surpluses(), rows, 0.0, [&](std::size_t i) { return entry(i).surplus(); });
      put_numbers(block.mutable_valuations(), rows, 0.0, [&](std::size_t i) { return entry(i).valuation(); });
    });
  }

  void write_labour_kinds() {
    write_blocks(plan_.labour_kinds(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_labour_kinds();
      put_texts(
          block.mutable_kinds(), rows, [&](std::size_t i) -> auto& { return entry(i).kind(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_numbers(block.mutable_used(), rows, 0.0, [&](std::size_t i) { return entry(i).used(); });
      put_numbers(block.mutable_offered(), rows, 0.0, [&](std::size_t i) { return entry(i).offered(); });
      put_numbers(block.mutable_valuations(), rows, 0.0, [&](std::size_t i) { return entry(i).valuation(); });
    });
  }

  void write_capacities() {
    write_blocks(plan_.capacities(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_capacities();
      put_texts(
          block.mutable_capacities(), rows, [&](std::size_t i) -> auto& { return entry(i).capacity(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return entry(i).unit(); });
      put_numbers(block.mutable_used(), rows, 0.0, [&](std::size_t i) { return entry(i).used(); });
      put_numbers(block.mutable_valuations(), rows, 0.0, [&](std::size_t i) { return entry(i).valuation(); });
    });
  }

  void write_limits() {
    write_blocks(plan_.limits(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_limits();
      put_texts(
          block.mutable_limits(), rows, [&](std::size_t i) -> auto& { return entry(i).limit(); });
      put_texts(
          block.mutable_names(), rows, [&](std::size_t i) -> auto& { return entry(i).name(); });
      put_recurring_texts(
          block.mutable_units(), rows, [&](std::size_t i) -> auto& { return entry(i).unit(); });
      put_numbers(block.mutable_values(), rows, 0.0, [&](std::size_t i) { return entry(i).value(); });
      put_numbers(block.mutable_valuations(), rows, 0.0, [&](std::size_t i) { return entry(i).valuation(); });
    });
  }

  void write_explanations() {
    write_blocks(plan_.explanations(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_explanations();
      put_texts(
          block.mutable_needs(), rows, [&](std::size_t i) -> auto& { return entry(i).need(); });
      put_numbers(block.mutable_shortfalls(), rows, 0.0, [&](std::size_t i) { return entry(i).shortfall(); });
      put_numbers(block.mutable_bottleneck_counts(), rows, 0u,
                  [&](std::size_t i) { return entry(i).bottlenecks_size(); });
      std::vector<std::string_view> ids;
      for (std::size_t i = rows.begin; i < rows.end; ++i) {
        for (const auto& bottleneck : entry(i).bottlenecks()) {
          ids.push_back(bottleneck.id());
          block.add_valuations(bottleneck.valuation());
          block.add_shares(bottleneck.share());
        }
      }
      put_recurring_texts(block.mutable_ids(), ids);
    });
  }

  void write_conflict() {
    write_blocks(plan_.conflict(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_conflict();
      put_texts(
          block.mutable_ids(), rows, [&](std::size_t i) -> auto& { return entry(i).id(); });
      put_numbers(block.mutable_values(), rows, 0.0, [&](std::size_t i) { return entry(i).value(); });
    });
  }

  void write_tiers() {
    write_blocks(plan_.tiers(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      auto& block = *part.mutable_tiers();
      put_recurring_texts(
          block.mutable_tiers(), rows, [&](std::size_t i) -> auto& { return entry(i).tier(); });
      put_numbers(block.mutable_levels(), rows, 0u, [&](std::size_t i) { return entry(i).level(); });
      put_numbers(block.mutable_values(), rows, 0.0, [&](std::size_t i) { return entry(i).value(); });
      put_numbers(block.mutable_bounds(), rows, 0.0, [&](std::size_t i) { return entry(i).bound(); });
      put_numbers(block.mutable_held_at(), rows, 0.0, [&](std::size_t i) { return entry(i).held_at(); });
    });
  }

  void write_tier_lists() {
    for (int k = 0; k < plan_.tiers_size(); ++k) {
      const v1::TierResult& result = plan_.tiers(k);
      const v1::TierProof& proof = result.proof();
      write_settled(k, result.settled());
      write_numbers(k, proof.products(), &v1::TierProof::mutable_products);
      write_numbers(k, proof.labour_kinds(), &v1::TierProof::mutable_labour_kinds);
      write_numbers(k, proof.capacities(), &v1::TierProof::mutable_capacities);
      write_numbers(k, proof.limits(), &v1::TierProof::mutable_limits);
      write_numbers(k, proof.earlier(), &v1::TierProof::mutable_earlier);
      write_numbers(k, proof.needs(), &v1::TierProof::mutable_needs);
    }
  }

  template <class Texts>
  void write_settled(int result, const Texts& ids) {
    const auto id = [&](std::size_t i) -> auto& {
      return ids[static_cast<int>(i)];
    };
    const auto size_of = [&](std::size_t i) { return text_bytes(id(i)); };
    for (const Rows rows : split_into_blocks(static_cast<std::size_t>(ids.size()), size_of)) {
      v1::PlanPart part;
      part.mutable_tier_lists()->set_result(static_cast<std::uint32_t>(result));
      put_texts(part.mutable_tier_lists()->mutable_settled(), rows, id);
      writer_.write(part);
    }
  }

  using NumberList = google::protobuf::RepeatedField<double>;
  void write_numbers(int result, const NumberList& numbers, NumberList* (v1::TierProof::*list)()) {
    const auto size_of = [](std::size_t) { return number_bytes; };
    for (const Rows rows : split_into_blocks(static_cast<std::size_t>(numbers.size()), size_of)) {
      v1::PlanPart part;
      auto& block = *part.mutable_tier_lists();
      block.set_result(static_cast<std::uint32_t>(result));
      (block.mutable_proof()->*list)()->Add(numbers.data() + rows.begin, numbers.data() + rows.end);
      writer_.write(part);
    }
  }

  void write_answers() {
    write_blocks(plan_.answers(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      for (std::size_t i = rows.begin; i < rows.end; ++i) *part.mutable_answers()->add_answers() = entry(i);
    });
    write_blocks(plan_.relaxations(), [](v1::PlanPart& part, Rows rows, const auto& entry) {
      for (std::size_t i = rows.begin; i < rows.end; ++i) *part.mutable_answers()->add_relaxations() = entry(i);
    });
    const auto& ids = plan_.minimal_conflict();
    const auto size_of = [&](std::size_t i) { return text_bytes(ids[static_cast<int>(i)]); };
    for (const Rows rows : split_into_blocks(static_cast<std::size_t>(ids.size()), size_of)) {
      v1::PlanPart part;
      for (std::size_t i = rows.begin; i < rows.end; ++i) {
        part.mutable_answers()->add_minimal_conflict(ids[static_cast<int>(i)]);
      }
      writer_.write(part);
    }
    write_no_fall_through();
  }

  // In one part: only jobs that are small beside a part are asked for it.
  void write_no_fall_through() {
    if (!plan_.has_no_fall_through()) return;
    v1::PlanPart part;
    *part.mutable_answers()->mutable_no_fall_through() = plan_.no_fall_through();
    writer_.write(part);
  }

  const v1::Plan& plan_;
  PartWriter& writer_;
};

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
  PlanBlockWriter(plan, writer).write_all();
  return lower_case_hex(writer.digest());
}

void write_plan_parts(const v1::Plan& plan, const PartWriter::Sink& sink) {
  PartWriter writer(sink);
  write_header(plan, OwnDigest::written, writer);
  PlanBlockWriter(plan, writer).write_all();
  v1::PlanPart part;
  writer.fill_trailer(*part.mutable_trailer(), counts_of(plan));
  writer.write(part);
}

}  // namespace planwerk
