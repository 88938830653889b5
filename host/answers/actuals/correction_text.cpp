#include "host/answers/actuals/correction_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr std::size_t longest_list = 20;
constexpr std::size_t most_causes = 5;
// Deviations smaller than this part of what was planned are not told.
constexpr double least_part_told = 1e-6;

using Text = fmt::memory_buffer;

template <class... Values>
void line(Text& text, fmt::format_string<Values...> format, Values&&... values) {
  fmt::format_to(std::back_inserter(text), format, std::forward<Values>(values)...);
  text.push_back('\n');
}

void more_line(Text& text, std::size_t all, std::size_t shown) {
  if (all > shown) line(text, "  ... and {} more", all - shown);
}

const char* more_or_less(double value) {
  return value > 0 ? "more" : "less";
}

std::string signed_amount(double value, const std::string& unit) {
  return fmt::format("{}{}", value > 0 ? "+" : "-", amount(std::fabs(value), unit));
}

bool is_told(const ProductAccount& product) {
  double scale = std::max({product.planned.made, product.planned.used + product.planned.delivered, product.real.made,
                           product.real.used + product.real.delivered});
  if (scale == 0) scale = std::max(std::fabs(product.planned_level), std::fabs(product.level));
  return std::any_of(product.causes.begin(), product.causes.end(),
                     [&](const Cause& cause) { return std::fabs(cause.amount) > least_part_told * scale; });
}

// The short need, worst covered, whose cost tells what something is worth.
Index measure_of(const Plan& plan) {
  Index worst = no_index;
  for (const NeedExplanation& entry : plan.explanations) {
    const NeedResult& need = plan.needs[entry.need];
    if (need.marginal_cost <= 0 || need.coverage >= full_coverage) continue;
    if (worst == no_index || need.coverage < plan.needs[worst].coverage) worst = entry.need;
  }
  return worst;
}

std::string meaning(const Economy& economy, const Deviation& deviation) {
  if (deviation.worth == 0) return "";
  std::string text = fmt::format(", {} {} h of work", deviation.worth > 0 ? "which saves" : "which costs",
                                 figure(std::fabs(deviation.worth)));
  if (deviation.need == no_index) return text;
  const Need& need = economy.needs[deviation.need];
  return text +
         fmt::format(", as much as {} of {}", amount(deviation.of_need, unit_of(economy, need)), name_or_id(need));
}

void add_product(Text& text, const Economy& economy, const Deviation& deviation, const Account& account) {
  const Product& thing = economy.products[deviation.product];
  const ProductAccount& product = account.products[deviation.product];
  const double by = product.deviation();
  const bool level = std::fabs(by) <= least_part_told * std::fabs(product.causes.front().amount);
  line(text, "  {}: {}{}", name_or_id(thing),
       level ? std::string("as much as planned")
             : fmt::format("{} {} than planned", amount(std::fabs(by), thing.unit), more_or_less(by)),
       meaning(economy, deviation));
  const std::size_t shown = std::min(most_causes, product.causes.size());
  for (std::size_t k = 0; k < shown; ++k) {
    line(text, "    {}  {}", signed_amount(product.causes[k].amount, thing.unit),
         in_words(economy, account, product.causes[k]));
  }
  more_line(text, product.causes.size(), shown);
}

void add_labour(Text& text, const Economy& economy, const Account& account) {
  for (std::size_t k = 0; k < account.labour_kinds.size(); ++k) {
    const LabourAccount& labour = account.labour_kinds[k];
    const double by = labour.deviation();
    if (std::fabs(by) <= least_part_told * std::max(labour.hours, labour.planned_hours)) continue;
    line(text, "  {}: {} h {} than planned", name_or_id(economy.labour_kinds[k]), figure(std::fabs(by)),
         more_or_less(by));
    const std::size_t shown = std::min(most_causes, labour.causes.size());
    for (std::size_t c = 0; c < shown; ++c) {
      line(text, "    {} h  {}", signed_amount(labour.causes[c].amount, ""),
           in_words(economy, account, labour.causes[c]));
    }
    more_line(text, labour.causes.size(), shown);
  }
}

std::string runs(double activity) {
  return activity == 0 ? "not at all" : fmt::format("{} times", figure(activity));
}

}  // namespace

std::vector<Deviation> deviations(const Economy& economy, const Plan& plan, const Account& account) {
  const std::vector<double> worth = worth_of_products(economy, plan);
  const Index measure = measure_of(plan);
  std::vector<Deviation> found;
  for (std::size_t p = 0; p < account.products.size(); ++p) {
    if (!is_told(account.products[p])) continue;
    Deviation deviation;
    deviation.product = static_cast<Index>(p);
    deviation.worth = worth[p] * account.products[p].deviation();
    deviation.need = measure;
    if (measure != no_index) deviation.of_need = std::fabs(deviation.worth) / plan.needs[measure].marginal_cost;
    found.push_back(deviation);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Deviation& a, const Deviation& b) { return std::fabs(a.worth) > std::fabs(b.worth); });
  return found;
}

std::string in_words(const Economy& economy, const Account& account, const Cause& cause) {
  switch (cause.kind) {
    case CauseKind::activity:
      return fmt::format("{} ran {} instead of {}", name_or_id(economy.recipes[cause.index]),
                         runs(account.activity[cause.index]), runs(account.planned_activity[cause.index]));
    case CauseKind::norm:
      return cause.index == no_index
                 ? "other hours than the recipes ask for"
                 : fmt::format("{} took {} than its recipe says", name_or_id(economy.recipes[cause.index]),
                               cause.amount > 0 ? "less or gave more" : "more or gave less");
    case CauseKind::unattributed:
      return "made or used by nobody knows which recipe";
    case CauseKind::delivery:
      return fmt::format("{} got {} than planned", name_or_id(economy.needs[cause.index]), more_or_less(-cause.amount));
    case CauseKind::stock:
      return cause.amount > 0 ? "more is there than the books say" : "less is there than the books say";
  }
  return "";
}

std::string to_text(const Economy& economy, const Plan& plan, const Account& account) {
  Text text;
  line(text, "{} of the period is gone.", percent(account.elapsed));
  const std::vector<Deviation> found = deviations(economy, plan, account);
  Text work;
  add_labour(work, economy, account);
  if (found.empty() && work.size() == 0) {
    line(text, "Everything went as planned.");
    return fmt::to_string(text);
  }
  line(text, "\nWhat went other than planned, by what it is worth:");
  const std::size_t shown = std::min(longest_list, found.size());
  for (std::size_t k = 0; k < shown; ++k) add_product(text, economy, found[k], account);
  more_line(text, found.size(), shown);
  text.append(work);
  return fmt::to_string(text);
}

std::string to_text(const Economy& economy, const Correction& correction) {
  Text text;
  std::vector<ActivityChange> changes = correction.activities;
  std::erase_if(changes, [](const ActivityChange& change) { return runs(change.now) == runs(change.planned); });
  if (changes.empty()) {
    line(text, "For the rest of the period nothing needs to change.");
  } else {
    line(text, "For the rest of the period:");
    const std::size_t shown = std::min(longest_list, changes.size());
    for (std::size_t k = 0; k < shown; ++k) {
      line(text, "  {}: {} instead of {}", name_or_id(economy.recipes[changes[k].recipe]), runs(changes[k].now),
           runs(changes[k].planned));
    }
    more_line(text, changes.size(), shown);
  }
  if (correction.coverages.empty()) {
    line(text, "\nEvery need is covered as far as was planned.");
    return fmt::to_string(text);
  }
  line(text, "\nWhom it concerns, over the whole period:");
  const std::size_t shown = std::min(longest_list, correction.coverages.size());
  for (std::size_t k = 0; k < shown; ++k) {
    const CoverageChange& change = correction.coverages[k];
    line(text, "  {}: {} covered instead of {} ({:.0f} people)", name_or_id(economy.needs[change.need]),
         percent(change.now), percent(change.planned), change.people);
  }
  more_line(text, correction.coverages.size(), shown);
  return fmt::to_string(text);
}

}  // namespace planwerk
