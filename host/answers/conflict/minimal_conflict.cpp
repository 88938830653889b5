#include "host/answers/conflict/minimal_conflict.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/plan/certificate/economy_bound.hpp"

namespace planwerk {
namespace {

// Conditions contradict each other when they must give way by more than this part of themselves.
constexpr double least_contradiction = 1e-6;
// A condition belongs to a proof when giving it up altogether would save more than this part of the cost. So small that
// even a thousand times as much of it makes up for no contradiction.
constexpr double least_part = 1e-9;
// Sets up to this size are taken apart at once; larger ones are first rebuilt from below, member by member.
constexpr std::size_t small_set = 6;
constexpr int most_questions = 100;

using Members = std::vector<std::size_t>;

// What a condition contributes to the proof in the plan's valuations: price times size; price alone where it has none.
class ProofParts {
 public:
  ProofParts(const Economy& economy, const Plan& plan)
      : economy_(economy),
        prices_(certificate::clipped(economy, certificate::valuations_of(plan))),
        reduced_(certificate::reduced_costs(economy, certificate::NettedRecipes(economy), prices_)) {}

  double of(const Condition& condition) const {
    switch (condition.kind) {
      case ConditionKind::need:
        return std::max(0.0, price_of(economy_.needs[condition.index])) * *condition.least;
      case ConditionKind::stock:
        return std::max(0.0, prices_.products[economy_.stocks[condition.index].product]) *
               std::max(condition.least.value_or(0), condition.greatest.value_or(0));
      case ConditionKind::recipe:
        return part(condition, reduced_.value[condition.index]);
      case ConditionKind::limit:
        return part(condition, -prices_.limits[condition.index]);
      case ConditionKind::product:
        return std::max(0.0, -prices_.products[condition.index]);
      case ConditionKind::labour_kind:
        return part(condition, -prices_.labour_kinds[condition.index]);
      case ConditionKind::capacity:
        return part(condition, -prices_.capacities[condition.index]);
    }
    return 0;
  }

 private:
  // price > 0: of the least; < 0: of the greatest.
  static double part(const Condition& condition, double price) {
    const std::optional<double>& side = price > 0 ? condition.least : condition.greatest;
    if (!side) return 0;
    return std::fabs(price) * (*side != 0 ? std::fabs(*side) : 1);
  }

  double price_of(const Need& need) const {
    double cheapest = std::numeric_limits<double>::infinity();
    for (const Alternative& way : economy_.alternatives_of(need)) {
      cheapest = std::min(cheapest, prices_.products[way.product] / way.rate);
    }
    return cheapest;
  }

  const Economy& economy_;
  const certificate::Valuations prices_;
  const certificate::ReducedCosts reduced_;
};

Members members_of_the_proof(const Economy& economy, const Plan& plan, const std::vector<Condition>& conditions) {
  const ProofParts parts(economy, plan);
  std::vector<double> part(conditions.size());
  for (std::size_t c = 0; c < part.size(); ++c) part[c] = parts.of(conditions[c]);
  const double largest = part.empty() ? 0 : *std::max_element(part.begin(), part.end());
  Members members;
  for (std::size_t c = 0; c < part.size(); ++c) {
    if (part[c] > least_part * largest) members.push_back(c);
  }
  return members;
}

class Filter {
 public:
  explicit Filter(ConflictProgram& program) : program_(program), scales_(program.size(), 1) {}

  // Narrows the members down to those in a proof of their own; false where they do not contradict each other. Sides of
  // size zero are kept this once, which tells what stands for their size.
  bool start(Members members) {
    const ConflictReply reply = program_.ask(
        {stances(members, [this](std::size_t c) { return has_size(c) ? Stance::elastic : Stance::priced; }),
         scales_,
         {}});
    if (reply.status != Status::optimal || reply.cost <= least_contradiction) return false;
    for (const std::size_t c : members) {
      const double price = reply.prices[c].sum();
      if (!has_size(c) && price > 0) scales_[c] = reply.cost / price;
    }
    keep_priced(members, reply);
    proved_ = members_;
    return !members_.empty();
  }

  // From below: what gives way most cheaply is part of some conflict and must stand from then on, until what stands
  // contradicts itself. (Elastic filter.)
  void rebuild() {
    Members standing;
    while (may_ask()) {
      const ConflictReply reply = program_.ask(
          {stances(members_, [&](std::size_t c) { return contains(standing, c) ? Stance::kept : Stance::elastic; }),
           scales_,
           {}});
      if (reply.status == Status::infeasible) {
        members_ = standing;
        return;
      }
      const std::size_t before = standing.size();
      if (reply.status == Status::optimal) add_moved(reply, standing);
      if (standing.size() == before) return;
    }
  }

  // From above: what the others contradict each other without is left out. (Deletion filter, the smallest parts first;
  // each proof found on the way leaves out all that has no part in it.)
  void take_apart() {
    Members open = members_;
    minimal_ = true;
    for (; !open.empty(); open.pop_back()) {
      const std::size_t candidate = open.back();
      if (!contains(members_, candidate)) continue;
      minimal_ = minimal_ && may_ask();
      if (!minimal_) break;
      Members others = members_;
      std::erase(others, candidate);
      const ConflictReply reply = program_.ask({stances(others, all_elastic), scales_, {}});
      minimal_ = minimal_ && reply.status == Status::optimal;
      if (reply.status == Status::optimal && reply.cost > least_contradiction) keep_priced(others, reply);
    }
    confirm();
  }

  MinimalConflict result() && { return {std::move(members_), std::move(prices_), std::move(scales_), minimal_}; }
  std::size_t size() const { return members_.size(); }

 private:
  static Stance all_elastic(std::size_t) { return Stance::elastic; }
  static bool contains(const Members& members, std::size_t c) {
    return std::find(members.begin(), members.end(), c) != members.end();
  }
  bool may_ask() const { return program_.questions() < most_questions; }

  // Sides of size zero have no measure of their own.
  bool has_size(std::size_t c) const {
    const Condition& condition = program_.conditions()[c];
    return condition.least.value_or(1) != 0 && condition.greatest.value_or(1) != 0;
  }

  template <class StanceOf>
  std::vector<Stance> stances(const Members& members, StanceOf stance_of) const {
    std::vector<Stance> all(program_.size(), Stance::given_up);
    for (const std::size_t c : members) all[c] = stance_of(c);
    return all;
  }

  double size_of(std::size_t c, const std::optional<double>& side) const {
    return side && *side != 0 ? std::fabs(*side) : scales_[c];
  }

  // Cost that giving a condition up altogether would save, at its price.
  double part_of(std::size_t c, const ConflictReply& reply) const {
    const Condition& condition = program_.conditions()[c];
    return reply.prices[c].least * size_of(c, condition.least) +
           reply.prices[c].greatest * size_of(c, condition.greatest);
  }

  void keep_priced(const Members& members, const ConflictReply& reply) {
    members_.clear();
    for (const std::size_t c : members) {
      if (part_of(c, reply) > least_part * std::max(1.0, reply.cost)) members_.push_back(c);
    }
    std::stable_sort(members_.begin(), members_.end(),
                     [&](std::size_t a, std::size_t b) { return part_of(a, reply) > part_of(b, reply); });
  }

  void add_moved(const ConflictReply& reply, Members& standing) const {
    for (const std::size_t c : members_) {
      const Condition& condition = program_.conditions()[c];
      const double moved = std::max(reply.moved[c].least / size_of(c, condition.least),
                                    reply.moved[c].greatest / size_of(c, condition.greatest));
      if (moved > least_contradiction / 10 && !contains(standing, c)) standing.push_back(c);
    }
  }

  // The members once more, all together: that they contradict each other, and which of their sides. Where rounding has
  // led astray, what was proved at the start is told.
  void confirm() {
    const ConflictReply reply = program_.ask({stances(members_, all_elastic), scales_, {}});
    if (reply.status != Status::optimal || reply.cost <= least_contradiction) {
      minimal_ = false;
      members_ = proved_;
      prices_.assign(members_.size(), Sides{});
      return;
    }
    std::stable_sort(members_.begin(), members_.end(),
                     [&](std::size_t a, std::size_t b) { return part_of(a, reply) > part_of(b, reply); });
    for (const std::size_t c : members_) prices_.push_back(reply.prices[c]);
  }

  ConflictProgram& program_;
  Members members_;
  Members proved_;  // contradict each other by the first question
  std::vector<Sides> prices_;
  std::vector<double> scales_;
  bool minimal_ = false;
};

}  // namespace

MinimalConflict minimal_conflict(const Economy& economy, const Plan& plan, ConflictProgram& program) {
  Filter filter(program);
  Members all(program.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (!filter.start(members_of_the_proof(economy, plan, program.conditions())) && !filter.start(all)) return {};
  if (filter.size() > small_set) filter.rebuild();
  filter.take_apart();
  return std::move(filter).result();
}

}  // namespace planwerk
