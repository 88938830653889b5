#include "host/answers/conflict/conditions.hpp"

#include <algorithm>
#include <cmath>

#include "host/model/objective.hpp"

namespace planwerk {
namespace {

class Conditions {
 public:
  explicit Conditions(const Economy& economy) : economy_(economy) {}

  std::vector<Condition> all() && {
    if (floors_are_hard(economy_)) add_floors();
    add_stocks();
    add_recipes();
    add_limits();
    add_exact_products();
    add_labour();
    add_capacities();
    return std::move(conditions_);
  }

 private:
  void add(ConditionKind kind, std::size_t index, std::string id, std::optional<double> least,
           std::optional<double> greatest) {
    if (!least && !greatest) return;
    conditions_.push_back({kind, static_cast<Index>(index), std::move(id), least, greatest});
  }

  static std::optional<double> if_positive(double value) { return value > 0 ? std::optional(value) : std::nullopt; }
  static std::optional<double> if_finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }

  void add_floors() {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const Need& need = economy_.needs[n];
      add(ConditionKind::need, n, "need:" + need.id, if_positive(need.floor * economy_.asked(need)), {});
    }
  }

  void add_stocks() {
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      const Stock& stock = economy_.stocks[s];
      const Product& product = economy_.products[stock.product];
      if (product.balance == BalanceRule::free) continue;
      add(ConditionKind::stock, s, "stock:" + product.id, if_positive(stock.closing), if_positive(stock.opening));
    }
  }

  void add_recipes() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      const Recipe& recipe = economy_.recipes[r];
      add(ConditionKind::recipe, r, "recipe:" + recipe.id, if_positive(recipe.lower_activity),
          if_finite(recipe.upper_activity));
    }
  }

  void add_limits() {
    for (std::size_t l = 0; l < economy_.limits.size(); ++l) {
      const Limit& limit = economy_.limits[l];
      add(ConditionKind::limit, l, "limit:" + limit.id, if_finite(limit.lower), if_finite(limit.upper));
    }
  }

  void add_exact_products() {
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      const Product& product = economy_.products[p];
      if (product.balance == BalanceRule::exact) add(ConditionKind::product, p, "product:" + product.id, {}, 0.0);
    }
  }

  void add_labour() {
    std::vector<double> offered(economy_.labour_kinds.size());
    for (const LabourOffer& offer : economy_.labour_offers) {
      for (const LabourStep& step : economy_.steps_of(offer)) offered[offer.kind] += step.hours;
    }
    for (std::size_t k = 0; k < offered.size(); ++k) {
      add(ConditionKind::labour_kind, k, "labour:" + economy_.labour_kinds[k].id, {}, offered[k]);
    }
  }

  void add_capacities() {
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      add(ConditionKind::capacity, c, "capacity:" + economy_.capacities[c].id, {}, economy_.capacities[c].amount);
    }
  }

  const Economy& economy_;
  std::vector<Condition> conditions_;
};

// Waste that may be left over up to `by`: a way out that can be taken so often, and is worth nothing else.
void add_outlet(Economy& economy, Index product, double by) {
  Recipe outlet;
  outlet.id = "leave over " + economy.products[product].id;
  const auto begin = static_cast<std::int64_t>(economy.flows.size());
  economy.flows.push_back({product, 1});
  outlet.inputs = {begin, begin + 1};
  outlet.outputs = outlet.labour = outlet.capacities = {begin + 1, begin + 1};
  outlet.upper_activity = by;
  economy.recipes.push_back(outlet);
}

// Hours that nobody offers yet, at the highest burden of their kind.
void add_hours(Economy& economy, Index kind, double by) {
  double burden = 1;
  for (const LabourOffer& offer : economy.labour_offers) {
    if (offer.kind != kind) continue;
    for (const LabourStep& step : economy.steps_of(offer)) burden = std::max(burden, step.burden);
  }
  const auto begin = static_cast<std::int64_t>(economy.labour_steps.size());
  economy.labour_steps.push_back({by, burden});
  economy.labour_offers.push_back({"more " + economy.labour_kinds[kind].id, kind, no_index, {begin, begin + 1}});
}

}  // namespace

std::vector<Condition> conditions_of(const Economy& economy) {
  return Conditions(economy).all();
}

bool is_demand(const Condition& condition) {
  switch (condition.kind) {
    case ConditionKind::product:
      return true;
    case ConditionKind::limit:
      return condition.least.value_or(0) > 0 || condition.greatest.value_or(0) < 0;
    default:
      return condition.least.has_value();
  }
}

Economy eased(Economy economy, const Condition& condition, double by) {
  switch (condition.kind) {
    case ConditionKind::need: {
      Need& need = economy.needs[condition.index];
      need.floor = std::max(0.0, need.floor - by / economy.asked(need));
      break;
    }
    case ConditionKind::stock: {
      Stock& stock = economy.stocks[condition.index];
      const double at_the_end = std::min(by, stock.closing);
      stock.closing -= at_the_end;
      stock.opening += by - at_the_end;
      break;
    }
    case ConditionKind::recipe: {
      Recipe& recipe = economy.recipes[condition.index];
      recipe.lower_activity = std::max(0.0, recipe.lower_activity - by);
      recipe.upper_activity += by;
      break;
    }
    case ConditionKind::limit:
      economy.limits[condition.index].lower -= by;
      economy.limits[condition.index].upper += by;
      break;
    case ConditionKind::product:
      add_outlet(economy, condition.index, by);
      break;
    case ConditionKind::labour_kind:
      add_hours(economy, condition.index, by);
      break;
    case ConditionKind::capacity:
      economy.capacities[condition.index].amount += by;
      break;
  }
  return economy;
}

}  // namespace planwerk
