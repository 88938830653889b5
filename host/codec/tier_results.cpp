#include "host/codec/tier_results.hpp"

#include "host/codec/id_index.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

using Numbers = google::protobuf::RepeatedField<double>;

void put(const std::vector<double>& values, Numbers& message) {
  message.Add(values.begin(), values.end());
}

void add_proof(const TierProof& proof, v1::TierProof& message) {
  put(proof.products, *message.mutable_products());
  put(proof.labour_kinds, *message.mutable_labour_kinds());
  put(proof.capacities, *message.mutable_capacities());
  put(proof.limits, *message.mutable_limits());
  put(proof.earlier, *message.mutable_earlier());
  put(proof.needs, *message.mutable_needs());
}

class TierResultReader {
 public:
  TierResultReader(const Economy& economy, const PlanOrder& order, Findings& findings)
      : order_(order),
        findings_(findings),
        tiers_(index_ids(economy.objective.tiers)),
        needs_(index_ids(economy.needs)) {}

  TierResult read(const v1::TierResult& message, int position) {
    const Place place("tiers", "", position);
    TierResult result;
    result.tier = find(tiers_, message.tier(), place.field("tier"), "the job has no such tier");
    result.level = static_cast<Index>(message.level());
    result.value = message.value();
    result.bound = message.bound();
    result.held_at = message.held_at();
    for (int k = 0; k < message.settled_size(); ++k) {
      result.settled.push_back(find(needs_, message.settled(k), place.entry("settled", k), "the job has no such need"));
    }
    read_proof(message.proof(), place, position, result.proof);
    return result;
  }

  TierProof read_no_fall_through(const v1::TierProof& message) {
    TierProof proof;
    read_proof(message, Place("no_fall_through"), message.earlier_size(), proof);
    return proof;
  }

 private:
  void read_proof(const v1::TierProof& message, const Place& place, int earlier, TierProof& proof) {
    proof.products = in_order(message.products(), order_.products, place.field("proof.products"));
    proof.labour_kinds = in_order(message.labour_kinds(), order_.labour_kinds, place.field("proof.labour_kinds"));
    proof.capacities = in_order(message.capacities(), order_.capacities, place.field("proof.capacities"));
    proof.limits = in_order(message.limits(), order_.limits, place.field("proof.limits"));
    proof.needs = in_order(message.needs(), order_.needs, place.field("proof.needs"));
    check_count(message.earlier_size(), earlier, place.field("proof.earlier"));
    proof.earlier.assign(message.earlier().begin(), message.earlier().end());
  }

  // From the order of the message's lists to that of the job's.
  std::vector<double> in_order(const Numbers& values, const std::vector<Index>& order, const Place& place) {
    if (values.empty() || !check_count(values.size(), std::ssize(order), place)) return {};
    std::vector<double> result(order.size(), 0.0);
    for (std::size_t k = 0; k < order.size(); ++k) {
      if (order[k] == no_index || order[k] >= std::ssize(order)) continue;  // reported where the list was read
      result[static_cast<std::size_t>(order[k])] = values[static_cast<int>(k)];
    }
    return result;
  }

  bool check_count(std::int64_t count, std::int64_t expected, const Place& place) {
    if (count == 0 || count == expected) return true;
    return findings_.fail(place, std::to_string(count) + " entries",
                          "the plan has " + std::to_string(expected) + " of what they belong to");
  }

  Index find(const IdIndex& ids, const std::string& id, const Place& place, const std::string& unknown) {
    if (const auto index = ids.find(id)) return *index;
    findings_.fail(place, planwerk::quoted(id), unknown + ids.suggestion(id));
    return no_index;
  }

  const PlanOrder& order_;
  Findings& findings_;
  IdIndex tiers_;
  IdIndex needs_;
};

}  // namespace

void add_tier_results(const Plan& plan, const Economy& economy, v1::Plan& message) {
  for (const TierResult& result : plan.tiers) {
    auto& entry = *message.add_tiers();
    entry.set_tier(economy.objective.tiers[result.tier].id);
    entry.set_level(static_cast<std::uint32_t>(result.level));
    entry.set_value(result.value);
    entry.set_bound(result.bound);
    entry.set_held_at(result.held_at);
    for (const Index need : result.settled) entry.add_settled(economy.needs[need].id);
    add_proof(result.proof, *entry.mutable_proof());
  }
  if (!plan.no_fall_through.empty()) add_proof(plan.no_fall_through, *message.mutable_no_fall_through());
}

void read_tier_results(const v1::Plan& message, const Economy& economy, const PlanOrder& order, Findings& findings,
                       Plan& plan) {
  if (message.tiers().empty() && !message.has_no_fall_through()) return;
  TierResultReader reader(economy, order, findings);
  if (message.has_no_fall_through()) plan.no_fall_through = reader.read_no_fall_through(message.no_fall_through());
  for (int k = 0; k < message.tiers_size(); ++k) plan.tiers.push_back(reader.read(message.tiers(k), k));
}

}  // namespace planwerk
