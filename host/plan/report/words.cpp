#include "host/plan/report/words.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

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
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

const std::string& unit_of(const Economy& economy, const Need& need) {
  return economy.products[economy.alternatives_of(need).front().product].unit;
}

Glossary::Glossary(const Economy& economy) {
  const auto add = [this](const std::string& kind, const auto& things) {
    for (const auto& thing : things) names_.emplace(kind + thing.id, name_or_id(thing));
  };
  add("product:", economy.products);
  add("recipe:", economy.recipes);
  add("need:", economy.needs);
  add("labour:", economy.labour_kinds);
  add("capacity:", economy.capacities);
  add("limit:", economy.limits);
  for (const Stock& stock : economy.stocks) {
    const Product& product = economy.products[stock.product];
    names_.emplace("stock:" + product.id, "stock of " + name_or_id(product));
  }
}

std::string Glossary::name_of(const std::string& id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? id : found->second;
}

std::string status_in_words(const Plan& plan) {
  const std::string because = plan.reason.empty() ? std::string() : fmt::format(" ({})", plan.reason);
  switch (plan.status) {
    case Status::optimal:
      return "This plan can be carried out, and it is as good as was asked for.";
    case Status::feasible:
      return "This plan can be carried out; a better one may exist" + because + ".";
    case Status::infeasible:
      return "No plan can meet all hard demands at once; that is proved.";
    case Status::unbounded:
      return "The job promises something for nothing without end" + because + ".";
    case Status::time_limit:
      return "Time ran out; this is the best plan so far" + because + ".";
    case Status::iteration_limit:
      return "The limit of iterations was reached; this is the best plan so far" + because + ".";
    case Status::interrupted:
      return "Planning was interrupted; this is the best plan so far" + because + ".";
    case Status::out_of_memory:
      return "Memory ran out; this is the best plan so far" + because + ".";
    case Status::numerical_trouble:
      return "The numbers resisted; this is the best plan so far" + because + ".";
  }
  return "";
}

std::string executability_in_words(const PlanCertificate& certificate) {
  const double worst = std::max(certificate.max_shortage, certificate.max_excess);
  if (certificate.executable()) {
    return fmt::format(
        "Every product, kind of work, plant and limit keeps its balance (to within {:.1e} of its turnover).", worst);
  }
  return fmt::format("It cannot be carried out to the letter: the worst balance ({}) is off by {:.1e} of its turnover.",
                     certificate.worst.empty() ? "unknown" : certificate.worst.front().id, worst);
}

std::string gap_in_words(const PlanCertificate& certificate) {
  if (!std::isfinite(certificate.safe_gap)) return "How much better another plan could be is not known.";
  return fmt::format("No plan whatsoever is better by more than {:.2g} % of the objective; that is proved.",
                     100 * std::max(0.0, certificate.safe_gap));
}

std::string obstacles_in_words(const Economy& economy, const Plan& plan, const NeedExplanation& explanation,
                               const Glossary& glossary) {
  std::vector<std::string> scarce, plentiful;
  double scarce_share = 0;
  for (const Bottleneck& bottleneck : explanation.bottlenecks) {
    const bool work_is_left = hours_left(economy, plan, bottleneck.id) > 0;
    if (!work_is_left) scarce_share += bottleneck.share;
    if (bottleneck.share < least_share) continue;
    const bool own_limit = bottleneck.id.starts_with("recipe:");
    const std::string name = glossary.name_of(bottleneck.id) + (own_limit ? " at its upper limit" : "");
    if (bottleneck.id.starts_with("product:")) return "nothing supplies " + name;
    (work_is_left ? plentiful : scarce).push_back(fmt::format("{} ({:.0f} %)", name, 100 * bottleneck.share));
  }
  // Where work that is still on offer makes up most of the cost, covering the need further is not worth that work.
  const bool worth_too_little = scarce_share < 0.5 && !plentiful.empty();
  auto& named = worth_too_little ? plentiful : scarce;
  if (named.size() > most_obstacles) named.resize(most_obstacles);
  if (!worth_too_little) return fmt::format("{}", fmt::join(named, ", "));
  const std::string& unit = unit_of(economy, economy.needs[explanation.need]);
  return fmt::format("not worth {} h of work {}: {}", figure(plan.needs[explanation.need].marginal_cost),
                     unit == "1" ? "each" : "per " + unit, fmt::join(named, ", "));
}

}  // namespace planwerk
