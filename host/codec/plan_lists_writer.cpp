#include "host/codec/block_entries.hpp"
#include "host/codec/plan_lists.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {
namespace {

class PlanListWriter {
 public:
  PlanListWriter(const v1::Plan& plan, PartWriter& writer) : plan_(plan), writer_(writer) {}

  void write_all() {
    write_tier_lists();
    write_answers();
    write_relaxations();
    write_minimal_conflict();
    write_no_fall_through();
  }

 private:
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
    write_blocks<v1::PlanPart>(plan_.answers(), writer_, [](v1::PlanPart& part, const auto& answers) {
      part.mutable_answers()->mutable_answers()->Add(answers.begin(), answers.end());
    });
  }

  void write_relaxations() {
    write_blocks<v1::PlanPart>(plan_.relaxations(), writer_, [](v1::PlanPart& part, const auto& relaxations) {
      part.mutable_answers()->mutable_relaxations()->Add(relaxations.begin(), relaxations.end());
    });
  }

  void write_minimal_conflict() {
    const auto& ids = plan_.minimal_conflict();
    const auto size_of = [&](std::size_t i) { return text_bytes(ids[static_cast<int>(i)]); };
    for (const Rows rows : split_into_blocks(static_cast<std::size_t>(ids.size()), size_of)) {
      v1::PlanPart part;
      for (std::size_t i = rows.begin; i < rows.end; ++i) {
        part.mutable_answers()->add_minimal_conflict(ids[static_cast<int>(i)]);
      }
      writer_.write(part);
    }
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

}  // namespace

void write_plan_lists(const v1::Plan& plan, PartWriter& writer) {
  PlanListWriter(plan, writer).write_all();
}

}  // namespace planwerk
