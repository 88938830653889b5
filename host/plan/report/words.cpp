#include "host/plan/report/words.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/plan/certificate/tiers.hpp"
#include "host/plan/report/scarcities.hpp"

namespace planwerk {
namespace {

// Obstacles with a smaller part in the cost are not named.
constexpr double least_share = 0.05;
constexpr std::size_t most_obstacles = 3;

std::string with_thousands(const std::string& digits) {
  std::string text;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    const std::size_t left = digits.size() - k;
    if (left % 3 == 0 && k > 0 && digits[k - 1] != '-') text += ',';
    text += digits[k];
  }
  return text;
}

}  // namespace

std::string figure(double value) {
  const double size = std::fabs(value);
  if (value == 0) return "0";
  if (!std::isfinite(value)) return std::isnan(value) ? "unknown" : value > 0 ? "unlimited" : "-unlimited";
  if (size < 1e-3 || size >= 1e15) return fmt::format("{:.2g}", value);
  if (size < 9.995) return fmt::format("{:.3g}", value);
  if (size < 99.95) return fmt::format("{:.1f}", value);
  return with_thousands(fmt::format("{:.0f}", value));
}

std::string percent(double share) {
  if (share < full_coverage && share > 0.9995) return "99.9 %";
  if (share > 0 && share < 0.0005) return "0.1 %";
  return fmt::format("{:.1f} %", 100 * share);
}

std::string amount(double value, std::string_view unit) {
  return unit.empty() || unit == "1" ? figure(value) : fmt::format("{} {}", figure(value), unit);
}

std::string counted(std::size_t count, std::string_view noun) {
  if (count == 1) return fmt::format("1 {}", noun);
  if (noun.ends_with('y')) return fmt::format("{} {}ies", count, noun.substr(0, noun.size() - 1));
  return fmt::format("{} {}s", count, noun);
}

const std::string& unit_of(const Economy& economy, const Need& need) {
  return economy.products[economy.alternatives_of(need).front().product].unit;
}

std::string unit_of_tier(const Economy& economy, Index tier, const Language& language) {
  if (tier == no_index) return "h";
  switch (economy.objective.tiers[tier].aim) {
    case Aim::floors:
      return std::string(language[Phrase::unit_floors]);
    case Aim::worst_off:
      return std::string(language[Phrase::unit_worst_off]);
    case Aim::coverage:
      return std::string(language[Phrase::unit_coverage]);
    case Aim::regret:
      return std::string(language[Phrase::unit_regret]);
    case Aim::burden:
    case Aim::weighted:
      return "h";
    case Aim::use:
    case Aim::surplus:
      return economy.objective.tiers[tier].id;
  }
  return {};
}

std::string aim_in_words(Aim aim, const Language& language) {
  switch (aim) {
    case Aim::floors:
      return std::string(language[Phrase::aim_floors]);
    case Aim::worst_off:
      return std::string(language[Phrase::aim_worst_off]);
    case Aim::coverage:
      return std::string(language[Phrase::aim_coverage]);
    case Aim::regret:
      return std::string(language[Phrase::aim_regret]);
    case Aim::burden:
      return std::string(language[Phrase::aim_burden]);
    case Aim::use:
      return std::string(language[Phrase::aim_use]);
    case Aim::surplus:
      return std::string(language[Phrase::aim_surplus]);
    case Aim::weighted:
      return std::string(language[Phrase::aim_weighted]);
  }
  return {};
}

Index pricing_tier(const Economy& economy, const Plan& plan) {
  return plan.tiers.empty() ? no_index : plan.tiers[certificate::pricing_result(economy, plan.tiers)].tier;
}

Glossary::Glossary(const Economy& economy, const Language& language) {
  const auto add = [this](const std::string& kind, const auto& things, const auto& unit_of) {
    for (const auto& thing : things) entries_.emplace(kind + thing.id, Entry{name_or_id(thing), unit_of(thing)});
  };
  const auto own_unit = [](const auto& thing) { return thing.unit; };
  const auto no_unit = [](const auto&) { return std::string(); };
  add("product:", economy.products, own_unit);
  add("recipe:", economy.recipes, no_unit);
  add("need:", economy.needs, no_unit);
  add("labour:", economy.labour_kinds, [](const LabourKind&) { return std::string("h"); });
  add("capacity:", economy.capacities, own_unit);
  add("limit:", economy.limits, own_unit);
  for (const Tier& tier : economy.objective.tiers) {
    entries_.emplace("tier:" + tier.id, Entry{language.say(Phrase::what_tier_keeps, tier.id), {}});
  }
  for (const Stock& stock : economy.stocks) {
    const Product& product = economy.products[stock.product];
    entries_.emplace("stock:" + product.id, Entry{language.say(Phrase::stock_of, name_or_id(product)), product.unit});
  }
}

std::string Glossary::name_of(const std::string& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? id : found->second.name;
}

std::string Glossary::unit_of(const std::string& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::string() : found->second.unit;
}

std::string status_in_words(const Plan& plan, const Language& language) {
  const std::string because = plan.reason.empty() ? std::string() : fmt::format(" ({})", plan.reason);
  switch (plan.status) {
    case Status::optimal:
      return std::string(language[Phrase::status_optimal]);
    case Status::feasible:
      return language.say(Phrase::status_feasible, because);
    case Status::infeasible:
      return std::string(language[Phrase::status_infeasible]);
    case Status::unbounded:
      return language.say(Phrase::status_unbounded, because);
    case Status::time_limit:
      return language.say(Phrase::status_time_limit, because);
    case Status::iteration_limit:
      return language.say(Phrase::status_iteration_limit, because);
    case Status::interrupted:
      return language.say(Phrase::status_interrupted, because);
    case Status::out_of_memory:
      return language.say(Phrase::status_out_of_memory, because);
    case Status::numerical_trouble:
      return language.say(Phrase::status_numerical_trouble, because);
  }
  return "";
}

std::string executability_in_words(const PlanCertificate& certificate, const Language& language) {
  const std::string worst =
      language.localised_digits(fmt::format("{:.1e}", std::max(certificate.max_shortage, certificate.max_excess)));
  if (certificate.executable()) return language.say(Phrase::executable, worst);
  const std::string id =
      certificate.worst.empty() ? std::string(language[Phrase::unknown]) : certificate.worst.front().id;
  return language.say(Phrase::not_executable, id, worst);
}

std::string gap_in_words(const PlanCertificate& certificate, const Language& language) {
  if (!std::isfinite(certificate.safe_gap)) return std::string(language[Phrase::gap_unknown]);
  const std::string gap = fmt::format("{:.2g}", 100 * std::max(0.0, certificate.safe_gap));
  return language.say(Phrase::gap_proved, language.localised_digits(gap));
}

std::optional<double> worth_of_dear_unit(const Economy& economy, const Plan& plan, const NeedAnswer& answer) {
  const bool work_alone = answer.exact && std::isfinite(answer.marginal_cost) && answer.rivals.empty();
  if (!economy.objective.tiers.empty() || !work_alone || answer.hours.empty()) return std::nullopt;
  const Need& need = economy.needs[answer.need];
  double end = 0, value = 0;
  for (const CoverageStep& step : economy.ladder_of(need)) {
    value = step.value;
    end += step.width;
    if (plan.needs[answer.need].coverage < end - 1e-9) break;
  }
  const double worth = value * need.weight * economy.objective.hours_per_coverage / need.amount_per_head;
  if (worth > answer.marginal_cost * (1 + 1e-9)) return std::nullopt;
  return worth;
}

namespace {

const std::vector<Bottleneck>* bottlenecks_of(const Plan& plan, Index need) {
  for (const NeedAnswer& answer : plan.answers) {
    if (answer.need == need && answer.exact && !answer.bottlenecks.empty()) return &answer.bottlenecks;
  }
  for (const NeedExplanation& explanation : plan.explanations) {
    if (explanation.need == need) return &explanation.bottlenecks;
  }
  return nullptr;
}

}  // namespace

std::string obstacles_in_words(const Economy& economy, const Plan& plan, Index need, const Glossary& glossary,
                               const Language& language) {
  const auto* const bottlenecks = bottlenecks_of(plan, need);
  if (bottlenecks == nullptr) return "";
  std::vector<std::string> scarce, plentiful;
  double scarce_share = 0;
  for (const Bottleneck& bottleneck : *bottlenecks) {
    const bool work_is_left = hours_left(economy, plan, bottleneck.id) > 0;
    if (!work_is_left) scarce_share += bottleneck.share;
    if (bottleneck.share < least_share) continue;
    const bool own_limit = bottleneck.id.starts_with("recipe:");
    const std::string thing = glossary.name_of(bottleneck.id);
    if (bottleneck.id.starts_with("product:")) return language.say(Phrase::nothing_supplies, thing);
    (work_is_left ? plentiful : scarce)
        .push_back(fmt::format("{} ({:.0f} %)", own_limit ? language.say(Phrase::at_its_upper_limit, thing) : thing,
                               100 * bottleneck.share));
  }
  // Where work that is still on offer makes up most of the cost, covering the need further is not worth that work.
  const bool worth_too_little = scarce_share < 0.5 && !plentiful.empty();
  auto& named = worth_too_little ? plentiful : scarce;
  if (named.size() > most_obstacles) named.resize(most_obstacles);
  const std::string names = fmt::format("{}", fmt::join(named, ", "));
  if (!worth_too_little) return names;
  const std::string& unit = unit_of(economy, economy.needs[need]);
  const std::string per = unit == "1" ? std::string(language[Phrase::each]) : language.say(Phrase::per_unit, unit);
  return language.say(
      Phrase::not_worth,
      language.amount(plan.needs[need].marginal_cost, unit_of_tier(economy, pricing_tier(economy, plan), language)),
      per, names);
}

}  // namespace planwerk
