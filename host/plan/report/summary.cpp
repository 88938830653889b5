#include "host/plan/report/summary.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include <fmt/format.h>

#include "host/plan/report/scarcities.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

using Text = fmt::memory_buffer;

template <class... Values>
void line(Text& text, fmt::format_string<Values...> format, Values&&... values) {
  fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
  text.push_back('\n');
}

// Characters of UTF-8 text, for columns that line up.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t has = width_of(text);
  if (has < width) text.append(width - has, ' ');
  return text;
}

constexpr std::size_t widest_name = 44;

template <class Entries, class NameOf>
std::size_t name_column(const Entries& entries, std::size_t shown, NameOf name_of) {
  std::size_t width = 8;
  for (std::size_t k = 0; k < shown; ++k) width = std::max(width, width_of(name_of(entries[k])));
  return std::min(width, widest_name);
}

void more_line(Text& text, std::size_t all, std::size_t shown) {
  if (all > shown) line(text, "  ... and {} more", all - shown);
}

std::vector<const NeedExplanation*> told_as_short(const Plan& plan) {
  std::vector<const NeedExplanation*> entries;
  for (const NeedExplanation& entry : plan.explanations) {
    if (plan.needs[entry.need].coverage < full_coverage) entries.push_back(&entry);
  }
  return entries;
}

void add_needs(Text& text, const Economy& economy, const Plan& plan, std::size_t longest) {
  const Glossary glossary(economy);
  const auto covered = std::count_if(plan.needs.begin(), plan.needs.end(),
                                     [](const NeedResult& need) { return need.coverage >= full_coverage; });
  const auto entries = told_as_short(plan);
  const std::size_t missed = plan.needs.size() - static_cast<std::size_t>(covered);
  line(text, "{} of {} covered (99.99 % or more), {} short{}", covered, counted(plan.needs.size(), "need"), missed,
       entries.empty() ? "." : ", worst first:");
  if (entries.empty()) return;
  const std::size_t shown = std::min(longest, entries.size());
  const auto name = [&](const NeedExplanation* entry) { return name_or_id(economy.needs[entry->need]); };
  const std::size_t width = name_column(entries, shown, name);
  line(text, "  covered  {}  {:>24}  what stands in the way", padded("need", width), "short by");
  for (std::size_t k = 0; k < shown; ++k) {
    const NeedExplanation& entry = *entries[k];
    line(text, "  {:>7}  {}  {:>24}  {}", percent(plan.needs[entry.need].coverage), padded(name(&entry), width),
         amount(entry.shortfall, unit_of(economy, economy.needs[entry.need])),
         obstacles_in_words(economy, plan, entry.need, glossary));
  }
  more_line(text, entries.size(), shown);
}

void add_labour(Text& text, const Economy& economy, const Plan& plan, std::size_t longest) {
  if (economy.labour_kinds.empty()) return;
  std::vector<std::size_t> order(economy.labour_kinds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto used_part = [&](std::size_t k) {
    return plan.labour_kinds[k].offered > 0 ? plan.labour_kinds[k].used / plan.labour_kinds[k].offered : 0.0;
  };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return used_part(a) > used_part(b); });
  const std::size_t shown = std::min(longest, order.size());
  const auto name = [&](std::size_t k) { return name_or_id(economy.labour_kinds[k]); };
  const std::size_t width = name_column(order, shown, name);
  const std::string unit = unit_of_tier(economy, pricing_tier(economy, plan));
  line(text, "  used     {}  {:>12}  {:>12}  one more hour saves", padded("work", width), "hours used", "offered");
  for (std::size_t k = 0; k < shown; ++k) {
    const LabourResult& labour = plan.labour_kinds[order[k]];
    line(text, "  {:>7}  {}  {:>12}  {:>12}  {}", percent(used_part(order[k])), padded(name(order[k]), width),
         figure(labour.used), figure(labour.offered), amount(labour.valuation, unit));
  }
  more_line(text, order.size(), shown);
}

void add_scarcities(Text& text, const Economy& economy, const Plan& plan, std::size_t longest) {
  const auto scarce = scarcities(economy, plan, longest);
  if (scarce.empty()) {
    line(text, "Nothing is scarce: no plant, limit or kind of work is used up.");
    return;
  }
  const auto name = [](const Scarcity& entry) { return entry.name; };
  const std::size_t width = name_column(scarce, scarce.size(), name);
  const bool in_hours = unit_of_tier(economy, pricing_tier(economy, plan)) == "h";
  line(text, "What is scarce, and what more of it would save{}:", in_hours ? " in hours of work" : "");
  line(text, "  1 % more   {}  {:>26}  one unit more", padded("plant, limit or work", width), "there is");
  for (const Scarcity& entry : scarce) {
    line(text, "  {:>8}   {}  {:>26}  {}", figure(entry.worth_of_more), padded(entry.name, width),
         amount(entry.bound, entry.unit), figure(entry.valuation));
  }
}

void add_conflict(Text& text, const Economy& economy, const Plan& plan) {
  const Glossary glossary(economy);
  line(text, "These demands cannot all be met:");
  for (const NamedResidual& entry : plan.conflict) line(text, "  {}  ({})", glossary.name_of(entry.id), entry.id);
}

std::string value_in_words(const Tier& tier, const TierResult& result) {
  switch (tier.aim) {
    case Aim::floors:
      return fmt::format("people short of their floors, by coverage: {}", figure(result.value));
    case Aim::worst_off:
      if (0 - result.value <= 1e-6) return fmt::format("{} cannot be supplied", counted(result.settled.size(), "need"));
      return fmt::format("all others are covered to {} or more", percent(0 - result.value));
    case Aim::coverage:
      return fmt::format("coverage worth {}", figure(0 - result.value));
    case Aim::regret:
      return fmt::format("regret of {}", figure(result.value));
    case Aim::burden:
      return fmt::format("burden of {} h", figure(result.value));
    case Aim::use:
      return fmt::format("use of {}", figure(result.value));
    case Aim::surplus:
      return fmt::format("surplus of {}", figure(result.value));
    case Aim::weighted:
      return fmt::format("weighted objective of {}", figure(result.value));
  }
  return "";
}

void add_tiers(Text& text, const Economy& economy, const Plan& plan) {
  if (plan.tiers.empty()) return;
  line(text, "First things first:");
  for (const TierResult& result : plan.tiers) {
    const Tier& tier = economy.objective.tiers[result.tier];
    line(text, "  {}  {}; no plan that keeps what stands above is better by more than {:.2g}", padded(tier.id, 12),
         value_in_words(tier, result), std::max(0.0, result.value - result.bound));
  }
  line(text, "What is said above of savings is in the unit of the tier that decides on coverage, not in hours.");
  line(text, "");
}

void add_certificate(Text& text, const Plan& plan) {
  line(text, "{}", status_in_words(plan));
  if (plan.status == Status::infeasible || plan.status == Status::unbounded) return;
  line(text, "{}", executability_in_words(plan.certificate));
  line(text, "{}", gap_in_words(plan.certificate));
}

}  // namespace

std::string summary(const Economy& economy, const Plan& plan, const SummarySettings& settings) {
  Text text;
  const std::string& name = economy.name.empty() ? plan.job_name : economy.name;
  if (!name.empty()) line(text, "{}{}\n", name, economy.period.empty() ? "" : ", " + economy.period);
  if (plan.status == Status::infeasible) {
    add_conflict(text, economy, plan);
  } else if (plan.status != Status::unbounded) {
    add_needs(text, economy, plan, settings.longest_list);
    line(text, "");
    add_labour(text, economy, plan, settings.longest_list);
    line(text, "");
    add_scarcities(text, economy, plan, settings.longest_list);
  }
  line(text, "");
  add_tiers(text, economy, plan);
  add_certificate(text, plan);
  return fmt::to_string(text);
}

std::string result_line(Status status, double objective, double gap, double elapsed_s) {
  const bool no_point = status == Status::infeasible || status == Status::unbounded;
  const auto told = [&](const char* format, double value) {
    return no_point ? std::string("none") : fmt::format(fmt::runtime(format), value);
  };
  return fmt::format("status {}  objective {}  gap {}  time {:.2f} s", to_string(status), told("{:.10g}", objective),
                     told("{:.2g}", gap), elapsed_s);
}

}  // namespace planwerk
