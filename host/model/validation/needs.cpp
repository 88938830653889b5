#include <algorithm>

#include "host/model/objective.hpp"
#include "host/model/validation/ids.hpp"
#include "host/model/validation/sections.hpp"

namespace planwerk {
namespace {

// Widths are decimal fractions; their sum may miss 1 by rounding.
constexpr double width_sum_tolerance = 1e-9;
// Beyond it, other needs vanish in the rounding of the one that has it.
constexpr double greatest_weight = 1e9;

void check_ladder(const Place& owner, std::string_view list, std::span<const CoverageStep> steps, Findings& findings) {
  double width_sum = 0;
  bool sound = true;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const Place step = owner.entry(list, static_cast<std::int64_t>(k));
    sound &= findings.positive(step.field("width"), steps[k].width);
    sound &= findings.not_negative(step.field("value"), steps[k].value);
    width_sum += steps[k].width;
    if (sound && k > 0 && steps[k].value > steps[k - 1].value) {
      findings.fail(step.field("value"), steps[k].value,
                    "rises above the step before it (" + number_text(steps[k - 1].value) +
                        "); further coverage is never worth more");
    }
  }
  if (sound && std::abs(width_sum - 1) > width_sum_tolerance) {
    findings.fail(owner.field(list), number_text(width_sum), "the widths of a ladder must add up to 1");
  }
}

void check_alternatives(const Economy& economy, const Place& place, const Need& need, Findings& findings) {
  const auto alternatives = economy.alternatives_of(need);
  if (alternatives.empty()) findings.fail(place.field("alternatives"), "", "a need must name at least one product");
  for (std::size_t k = 0; k < alternatives.size(); ++k) {
    const Place entry = place.entry("alternatives", static_cast<std::int64_t>(k));
    findings.positive(entry.field("rate"), alternatives[k].rate);
    findings.not_negative(entry.field("regret"), alternatives[k].regret);
    const Index product = alternatives[k].product;
    const auto same = [product](const Alternative& earlier) { return earlier.product == product; };
    if (std::any_of(alternatives.begin(), alternatives.begin() + static_cast<std::ptrdiff_t>(k), same)) {
      findings.fail(entry.field("product"), quoted(economy.products[product].id), "stands in this need twice");
    }
    if (economy.products[product].balance == BalanceRule::free) {
      findings.warn(entry.field("product"), quoted(economy.products[product].id),
                    "is not balanced, so that this need counts as covered without anything being made");
    }
  }
}

void doubt_regrets(const Economy& economy, const Place& place, const Need& need, Findings& findings) {
  const auto alternatives = economy.alternatives_of(need);
  const auto ladder = economy.ladder_of(need);
  const auto regretted = [](const Alternative& alternative) { return alternative.regret > 0; };
  if (!alternatives.empty() && std::all_of(alternatives.begin(), alternatives.end(), regretted)) {
    findings.warn(place.field("alternatives"), "", "each has a regret, so that none is what the cohort likes best");
  }
  if (ladder.empty() || !(ladder.front().value >= 0) || !needs_exchange_rate(economy.objective)) return;
  for (std::size_t k = 0; k < alternatives.size(); ++k) {
    if (!(alternatives[k].regret > ladder.front().value)) continue;
    findings.warn(place.entry("alternatives", static_cast<std::int64_t>(k)).field("regret"),
                  number_text(alternatives[k].regret),
                  "exceeds the greatest value of coverage (" + number_text(ladder.front().value) +
                      "), so that the weighted objective never delivers this alternative");
  }
}

void check_amount(const Economy& economy, const Place& place, const Need& need, Findings& findings) {
  const Place amount = place.field("amount_per_head");
  if (!findings.positive(amount, need.amount_per_head)) return;
  findings.plausible(amount, need.amount_per_head);
  const bool people_counted = std::isfinite(economy.cohorts[need.cohort].size);  // else that is told of the cohort
  if (people_counted && !std::isfinite(economy.asked(need))) {
    findings.fail(amount, need.amount_per_head, "times the size of the cohort is more than a number can hold");
  }
}

void check_need(const Economy& economy, Index position, Findings& findings) {
  const Need& need = economy.needs[position];
  const Place place("needs", need.id, position);
  check_amount(economy, place, need, findings);
  check_alternatives(economy, place, need, findings);
  if (need.steps.size() > 0) check_ladder(place, "steps", economy.ladder_of(need), findings);
  doubt_regrets(economy, place, need, findings);
  if (findings.positive(place.field("weight"), need.weight) && need.weight > greatest_weight) {
    findings.fail(place.field("weight"), need.weight, "must not be greater than 1e9");
  }
  if (!(need.floor >= 0 && need.floor <= 1)) {
    findings.fail(place.field("floor"), need.floor, "must lie between 0 and 1");
  }
}

void check_objective(const Economy& economy, Findings& findings) {
  const auto& ladder = economy.objective.ladder;
  if (!ladder.empty()) check_ladder(Place("objective"), "ladder", ladder, findings);
  if (economy.needs.empty()) return;
  const auto has_own_ladder = [](const Need& need) { return need.steps.size() > 0; };
  if (ladder.empty() && !std::all_of(economy.needs.begin(), economy.needs.end(), has_own_ladder)) {
    findings.fail(Place("objective").field("ladder"), "", "missing; needs without steps of their own rely on it");
  }
  const double hours = economy.objective.hours_per_coverage;
  if (!needs_exchange_rate(economy.objective)) {
    findings.not_negative(Place("objective").field("hours_per_coverage"), hours);
    return;
  }
  if (std::isfinite(hours) && hours > 0) return;
  findings.fail(
      Place("objective").field("hours_per_coverage"), hours,
      "must be a positive number: the hours of labour that one person's full coverage at step value 1 is worth");
}

}  // namespace

void check_needs(const Economy& economy, Findings& findings) {
  check_ids("cohorts", economy.cohorts, findings);
  for (std::size_t k = 0; k < economy.cohorts.size(); ++k) {
    const Cohort& cohort = economy.cohorts[k];
    findings.positive(Place("cohorts", cohort.id, static_cast<std::int64_t>(k)).field("size"), cohort.size);
  }
  check_ids("needs", economy.needs, findings);
  for (std::size_t k = 0; k < economy.needs.size(); ++k) check_need(economy, static_cast<Index>(k), findings);
  check_objective(economy, findings);
}

}  // namespace planwerk
