#include "host/answers/conflict/conflict_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

// Two half-sentences, of which either may be missing.
std::string both(const std::string& first, const std::string& second, const char* between = " and ") {
  return first.empty() || second.empty() ? first + second : first + between + second;
}

std::string times(double activity) {
  return fmt::format("{} {}", figure(activity), activity == 1 ? "time" : "times");
}

struct Statement {
  const Economy& economy;
  const Condition& condition;
  bool least, greatest;  // which sides to tell

  std::string stock() const {
    const Product& product = economy.products[economy.stocks[condition.index].product];
    return both(least ? fmt::format("at least {} of {} must be in stock at the end",
                                    amount(*condition.least, product.unit), name_or_id(product))
                      : "",
                greatest ? fmt::format("there are {} of {} in stock at the start",
                                       amount(*condition.greatest, product.unit), name_or_id(product))
                         : "");
  }

  std::string bounds(const std::string& name, const char* verb, const std::string& low, const std::string& high) const {
    return fmt::format("{} {} {}", name, verb, both(least ? "at least " + low : "", greatest ? "at most " + high : ""));
  }

  std::string text() const {
    switch (condition.kind) {
      case ConditionKind::need: {
        const Need& need = economy.needs[condition.index];
        return fmt::format("{} asks for at least {} of {}", name_or_id(need), percent(need.floor),
                           amount(economy.asked(need), unit_of(economy, need)));
      }
      case ConditionKind::stock:
        return stock();
      case ConditionKind::recipe:
        return bounds(name_or_id(economy.recipes[condition.index]), "is to run", times(condition.least.value_or(0)),
                      times(condition.greatest.value_or(0)));
      case ConditionKind::limit: {
        const Limit& limit = economy.limits[condition.index];
        return bounds(name_or_id(limit), "may be", amount(condition.least.value_or(0), limit.unit),
                      amount(condition.greatest.value_or(0), limit.unit));
      }
      case ConditionKind::product:
        return fmt::format("nothing of {} may be left over: all of it must be used or treated",
                           name_or_id(economy.products[condition.index]));
      case ConditionKind::labour_kind: {
        const std::string& name = name_or_id(economy.labour_kinds[condition.index]);
        if (*condition.greatest == 0) return fmt::format("nobody offers any hours of {}", name);
        return fmt::format("{} h of {} are offered", figure(*condition.greatest), name);
      }
      case ConditionKind::capacity: {
        const Capacity& capacity = economy.capacities[condition.index];
        return fmt::format("{} gives at most {}", name_or_id(capacity), amount(capacity.amount, capacity.unit));
      }
    }
    return "";
  }
};

struct Proposal {
  const Economy& economy;
  const Condition& condition;
  Sides by;

  double lowered() const { return std::max(0.0, *condition.least - by.least); }
  double raised() const { return *condition.greatest + by.greatest; }

  std::string stock() const {
    const Product& product = economy.products[economy.stocks[condition.index].product];
    const std::string& name = name_or_id(product);
    return both(by.least > 0 ? fmt::format("leave {} of {} at the end instead of {}", amount(lowered(), product.unit),
                                           name, amount(*condition.least, product.unit))
                             : "",
                by.greatest > 0
                    ? fmt::format("have {} of {} at the start instead of {}", amount(raised(), product.unit), name,
                                  amount(*condition.greatest, product.unit))
                    : "");
  }

  std::string recipe() const {
    const std::string& name = name_or_id(economy.recipes[condition.index]);
    return both(
        by.least > 0
            ? fmt::format("let {} run at least {} instead of {}", name, times(lowered()), figure(*condition.least))
            : "",
        by.greatest > 0
            ? fmt::format("let {} run up to {} instead of {}", name, times(raised()), figure(*condition.greatest))
            : "");
  }

  std::string limit() const {
    const Limit& agreed = economy.limits[condition.index];
    const std::string& name = name_or_id(agreed);
    return both(by.least > 0
                    ? fmt::format("ask for at least {} of {} instead of {}",
                                  amount(agreed.lower - by.least, agreed.unit), name, amount(agreed.lower, agreed.unit))
                    : "",
                by.greatest > 0 ? fmt::format("allow {} of {} instead of {}", amount(raised(), agreed.unit), name,
                                              amount(agreed.upper, agreed.unit))
                                : "");
  }

  std::string text() const {
    switch (condition.kind) {
      case ConditionKind::need: {
        const Need& need = economy.needs[condition.index];
        return fmt::format("cover at least {} of {} instead of {} ({} less)", percent(lowered() / economy.asked(need)),
                           name_or_id(need), percent(need.floor), amount(by.least, unit_of(economy, need)));
      }
      case ConditionKind::stock:
        return stock();
      case ConditionKind::recipe:
        return recipe();
      case ConditionKind::limit:
        return limit();
      case ConditionKind::product: {
        const Product& product = economy.products[condition.index];
        return fmt::format("let {} of {} be left over", amount(by.greatest, product.unit), name_or_id(product));
      }
      case ConditionKind::labour_kind:
        return fmt::format("find {} h more of {} beyond the {} h offered", figure(by.greatest),
                           name_or_id(economy.labour_kinds[condition.index]), figure(*condition.greatest));
      case ConditionKind::capacity: {
        const Capacity& capacity = economy.capacities[condition.index];
        return fmt::format("extend {} from {} to {}", name_or_id(capacity), amount(capacity.amount, capacity.unit),
                           amount(raised(), capacity.unit));
      }
    }
    return "";
  }
};

}  // namespace

std::string in_words(const Economy& economy, const Condition& condition, Sides prices) {
  const bool all = prices.sum() <= 0;
  return Statement{economy, condition, condition.least && (all || prices.least > 0),
                   condition.greatest && (all || prices.greatest > 0)}
      .text();
}

std::string in_words(const Economy& economy, const Condition& condition, const Move& move) {
  return Proposal{economy, condition, move.by}.text();
}

}  // namespace planwerk
