#include "host/answers/dossier/alternatives_words.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "host/plan/report/html.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_named = 3;  // of each side of a swap

// Variants go by the product that is delivered.
std::string named(const std::string& id, const Glossary& glossary) {
  if (!id.starts_with("delivery:")) return glossary.name_of(id);
  return glossary.name_of("product:" + id.substr(id.rfind(':') + 1));
}

std::string list(const std::vector<std::string>& ids, const Glossary& glossary) {
  std::string text;
  for (std::size_t k = 0; k < std::min(most_named, ids.size()); ++k) {
    text += (k == 0 ? "" : ", ") + named(ids[k], glossary);
  }
  if (ids.size() > most_named) text += fmt::format(" and {} more", ids.size() - most_named);
  return text;
}

// Points of coverage, losses: small shares that must not be rounded up to a tenth of a per cent.
std::string small_percent(double share) {
  return fmt::format("{:.2g} %", 100 * std::max(0.0, share));
}

void tell_plan(const AlternativePlan& other, std::size_t number, bool has_tiers, const Glossary& glossary,
               std::size_t longest, std::string& text) {
  const std::string loss = small_percent(other.loss);
  text += fmt::format(
      "Plan {}: {} of what is turned over is done otherwise than in the plan given; {},"
      " and no need is covered less by more than {} of what is asked for.\n",
      number, percent(other.difference),
      has_tiers ? "no tier is worse by\nmore than " + loss : "it is worse by " + loss + " of its\nobjective",
      small_percent(other.worst_loss));
  std::set<std::string> swapped;
  for (std::size_t k = 0; k < std::min(longest, other.swaps.size()); ++k) {
    const Swap& swap = other.swaps[k];
    text += fmt::format("  {:<28}  {}\n", shortened(glossary.name_of(swap.of), 28),
                        shortened(list(swap.more, glossary) + " instead of " + list(swap.less, glossary), 88));
    swapped.insert(swap.less.begin(), swap.less.end());
    swapped.insert(swap.more.begin(), swap.more.end());
  }
  std::size_t told = 0;
  for (const Shift& shift : other.shifts) {
    if (swapped.count(shift.id) > 0 || told == longest) continue;
    if (told++ == 0) text += "  and otherwise:\n";
    text += fmt::format("  {:<48}  from {} to {}\n", shortened(named(shift.id, glossary), 48), figure(shift.from),
                        figure(shift.to));
  }
  text += '\n';
}

}  // namespace

std::string alternatives_text(const Economy& economy, const Alternatives& found, const Slack& slack,
                              const AlternativesText& settings) {
  const Glossary glossary(economy);
  const bool has_tiers = !economy.objective.tiers.empty();
  const std::string worse = small_percent(slack.objective);
  std::string text =
      fmt::format("Plans {}, no need covered less by more than {}:\n\n",
                  has_tiers ? "in which no tier is worse than in the given one by more than " + worse
                            : "that are worse than the given one by at most " + worse + " of its objective",
                  small_percent(slack.coverage));
  for (std::size_t k = 0; k < found.plans.size(); ++k) {
    tell_plan(found.plans[k], k + 1, has_tiers, glossary, settings.longest_list, text);
  }
  if (!found.plans.empty()) text.pop_back();  // no empty line at the end
  if (found.plans.empty()) {
    text += stopped_short(found.status) ? "None was found before the solver stopped.\n"
                                        : "There is none that differs: within this slack there is one way only.\n";
  }
  return text;
}

std::string range_in_words(const Economy& economy, const Quantity& quantity, const QuantityRange& range) {
  const auto told = [&](double value) {
    if (quantity.kind == Quantity::Kind::need) return percent(value);
    return figure(value) + (quantity.kind == Quantity::Kind::labour_kind ? " h" : "");
  };
  std::string name;
  if (quantity.kind == Quantity::Kind::recipe) name = name_or_id(economy.recipes[quantity.index]);
  if (quantity.kind == Quantity::Kind::need) name = name_or_id(economy.needs[quantity.index]);
  if (quantity.kind == Quantity::Kind::labour_kind) name = name_or_id(economy.labour_kinds[quantity.index]);
  if (range.status != Status::optimal) return name + ": the range could not be told, the solver stopped short.\n";
  return fmt::format("{}: {} in this plan, between {} and {} in plans that are nearly as good.\n", name,
                     told(range.present), told(range.least), told(range.greatest));
}

}  // namespace planwerk
