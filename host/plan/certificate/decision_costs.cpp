#include "host/plan/certificate/decision_costs.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/certificate/rounding.hpp"

namespace planwerk::certificate {
namespace {

// A product or quotient of up to four numbers as they stand in the job.
Rate rounded(double value) {
  return {value, 4 * rounding_unit * std::fabs(value)};
}

// Writes the aims down, each for all decisions.
class Writer {
 public:
  explicit Writer(const Economy& economy) : economy_(economy) {
    costs_.activity.resize(economy.recipes.size());
    costs_.drawn.resize(economy.stocks.size());
    for (const Need& need : economy.needs) {
      costs_.coverage.begin_list();
      costs_.deliveries.begin_list();
      for (std::int64_t a = 0; a < need.alternatives.size(); ++a) costs_.deliveries.push({});
    }
    for (const LabourOffer& offer : economy.labour_offers) {
      costs_.labour.begin_list();
      for (std::int64_t k = 0; k < offer.steps.size(); ++k) costs_.labour.push({});
    }
  }

  // pieces(need, add): calls add(end, rate) for each piece of the need.
  template <class Pieces>
  Writer& with_pieces(Pieces pieces) {
    Lists<CoveragePiece> coverage;
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      coverage.begin_list();
      pieces(n, [&](double end, Rate rate) { coverage.push({end, rate}); });
    }
    costs_.coverage = std::move(coverage);
    return *this;
  }

  Writer& without_coverage() {
    return with_pieces([&](std::size_t n, auto add) { add(economy_.asked(economy_.needs[n]), Rate{}); });
  }

  // The ladders, less worth by `scale` per person.
  Writer& with_ladders(double scale) {
    return with_pieces([&](std::size_t n, auto add) {
      const Need& need = economy_.needs[n];
      const double asked = economy_.asked(need), worth = worth_per_unit(need, scale);
      double end = 0;
      for (const CoverageStep& step : economy_.ladder_of(need)) {
        end += step.width * asked;
        add(end, rounded(0 - worth * step.value));
      }
    });
  }

  Writer& with_floors() {
    with_pieces([&](std::size_t n, auto add) {
      const Need& need = economy_.needs[n];
      const double asked = economy_.asked(need);
      if (need.floor > 0) add(need.floor * asked, rounded(need.amount_per_head > 0 ? -1 / need.amount_per_head : 0));
      add(asked, Rate{});
    });
    for (const Need& need : economy_.needs)
      costs_.constant.add(rounded(economy_.cohorts[need.cohort].size * need.floor));
    return *this;
  }

  Writer& with_regret(double scale) {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const Need& need = economy_.needs[n];
      const auto ways = economy_.alternatives_of(need);
      for (std::size_t a = 0; a < ways.size(); ++a) {
        if (ways[a].regret == 0) continue;
        costs_.deliveries[n][a].add(rounded(worth_per_unit(need, scale) * ways[a].regret * ways[a].rate));
      }
    }
    return *this;
  }

  Writer& with_burden() {
    for (std::size_t o = 0; o < economy_.labour_offers.size(); ++o) {
      const auto steps = economy_.steps_of(economy_.labour_offers[o]);
      for (std::size_t k = 0; k < steps.size(); ++k) costs_.labour[o][k].add({steps[k].burden, 0});
    }
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      const Recipe& recipe = economy_.recipes[r];
      if (recipe.strain == 0) continue;
      for (const Flow& labour : economy_.flows_of(recipe.labour)) {
        costs_.activity[r].add(rounded(recipe.strain * labour.amount));
      }
    }
    return *this;
  }

  // The net production of products, by their prices, and the activity of recipes.
  Writer& with_use(const NettedRecipes& recipes, std::span<const LimitTerm> terms) {
    std::vector<Rate> prices(economy_.products.size());
    for (const LimitTerm& term : terms) {
      const Rate exact{term.coefficient, 0};
      (term.product != no_index ? prices[term.product] : costs_.activity[term.recipe]).add(exact);
    }
    charge_net_production(recipes, prices);
    return *this;
  }

  // What is made and drawn, less what is used, delivered and stored.
  Writer& with_surplus(const NettedRecipes& recipes, std::span<const LimitTerm> terms) {
    std::vector<Rate> prices(economy_.products.size());
    for (const LimitTerm& term : terms) prices[term.product].add({term.coefficient, 0});
    charge_net_production(recipes, prices);
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const auto ways = economy_.alternatives_of(economy_.needs[n]);
      for (std::size_t a = 0; a < ways.size(); ++a) costs_.deliveries[n][a].add(prices[ways[a].product].times(-1));
    }
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      const Rate& price = prices[economy_.stocks[s].product];
      costs_.drawn[s].add(price);
      costs_.constant.add(price.times(-economy_.stocks[s].closing));
    }
    return *this;
  }

  DecisionCosts take() { return std::move(costs_); }

 private:
  static double worth_per_unit(const Need& need, double scale) {
    return need.amount_per_head > 0 ? scale * need.weight / need.amount_per_head : 0;
  }

  void charge_net_production(const NettedRecipes& recipes, const std::vector<Rate>& prices) {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& flow : recipes.of(static_cast<Index>(r))) {
        Rate charge = prices[flow.index].times(flow.amount);
        charge.error += 8 * rounding_unit * std::fabs(charge.value);  // netting rounded the amount
        if (charge.value != 0 || charge.error != 0) costs_.activity[r].add(charge);
      }
    }
  }

  const Economy& economy_;
  DecisionCosts costs_;
};

void add_scaled(std::span<Rate> rates, double factor, std::span<const Rate> more) {
  for (std::size_t k = 0; k < rates.size(); ++k) rates[k].add(more[k].times(factor));
}

// Both lists of pieces cut where either is; what lies beyond the end of one costs nothing in it.
void push_common_pieces(std::span<const CoveragePiece> a, double factor, std::span<const CoveragePiece> b,
                        Lists<CoveragePiece>& result) {
  std::size_t i = 0, k = 0;
  while (i < a.size() || k < b.size()) {
    Rate rate = i < a.size() ? a[i].rate : Rate{};
    if (k < b.size()) rate.add(b[k].rate.times(factor));
    const double end = std::min(i < a.size() ? a[i].end : b[k].end, k < b.size() ? b[k].end : a[i].end);
    result.push({end, rate});
    if (i < a.size() && a[i].end <= end) ++i;
    if (k < b.size() && b[k].end <= end) ++k;
  }
}

}  // namespace

void Rate::add(Rate other) {
  const bool exact = value == 0 || other.value == 0;
  value += other.value;
  error += other.error;
  if (!exact) error += rounding_unit * std::fabs(value);
  error *= error > 0 ? 1 + rounding_unit : 1;
}

Rate Rate::times(double factor) const {
  const bool exact = factor == 1 || factor == -1 || value == 0;
  const double product = value * factor;
  return {product,
          (std::fabs(factor) * error + (exact ? 0 : rounding_unit * std::fabs(product))) * (1 + rounding_unit)};
}

void DecisionCosts::add(double factor, const DecisionCosts& more) {
  if (factor == 0) return;
  add_scaled(activity, factor, more.activity);
  add_scaled(drawn, factor, more.drawn);
  for (std::size_t o = 0; o < labour.size(); ++o) add_scaled(labour[o], factor, more.labour[o]);
  Lists<CoveragePiece> pieces;
  for (std::size_t n = 0; n < coverage.size(); ++n) {
    add_scaled(deliveries[n], factor, more.deliveries[n]);
    pieces.begin_list();
    push_common_pieces(coverage[n], factor, more.coverage[n], pieces);
  }
  coverage = std::move(pieces);
  constant.add(more.constant.times(factor));
}

DecisionCosts no_costs(const Economy& economy) {
  return Writer(economy).without_coverage().take();
}

DecisionCosts weighted_costs(const Economy& economy) {
  const double hours = economy.objective.hours_per_coverage;
  return Writer(economy).with_ladders(hours).with_regret(hours).with_burden().take();
}

DecisionCosts tier_costs(const Economy& economy, const NettedRecipes& recipes, const Tier& tier) {
  Writer writer(economy);
  switch (tier.aim) {
    case Aim::floors:
      return writer.with_floors().take();
    case Aim::worst_off:
      break;  // see coverage_costs
    case Aim::coverage:
      return writer.with_ladders(1).take();
    case Aim::regret:
      return writer.without_coverage().with_regret(1).take();
    case Aim::burden:
      return writer.without_coverage().with_burden().take();
    case Aim::use:
      return writer.without_coverage().with_use(recipes, economy.terms_of(tier)).take();
    case Aim::surplus:
      return writer.without_coverage().with_surplus(recipes, economy.terms_of(tier)).take();
    case Aim::weighted:
      return weighted_costs(economy);
  }
  return writer.without_coverage().take();
}

DecisionCosts coverage_costs(const Economy& economy, const std::vector<double>& weights) {
  return Writer(economy)
      .with_pieces([&](std::size_t n, auto add) {
        const double asked = economy.asked(economy.needs[n]);
        add(asked, rounded(asked > 0 ? 0 - weights[n] / asked : 0));
      })
      .take();
}

AccurateSum value_of(const DecisionCosts& costs, const Balances& balances, const Plan& plan) {
  AccurateSum value;
  value.add(costs.constant.value);
  for (std::size_t o = 0; o < costs.labour.size(); ++o) {
    const auto rates = costs.labour[o];
    for (std::size_t k = 0; k < rates.size(); ++k) value.add_product(rates[k].value, plan.labour[o][k]);
  }
  for (std::size_t r = 0; r < costs.activity.size(); ++r) value.add_product(costs.activity[r].value, plan.activity[r]);
  for (std::size_t s = 0; s < costs.drawn.size(); ++s) value.add_product(costs.drawn[s].value, plan.drawn[s]);
  for (std::size_t n = 0; n < costs.coverage.size(); ++n) {
    const double delivered = balances.delivered[n].value();
    double begin = 0;
    for (const CoveragePiece& piece : costs.coverage[n]) {
      value.add_product(piece.rate.value, std::clamp(delivered, begin, piece.end) - begin);
      begin = piece.end;
    }
    const auto rates = costs.deliveries[n];
    for (std::size_t a = 0; a < rates.size(); ++a) value.add_product(rates[a].value, plan.needs[n].deliveries[a]);
  }
  return value;
}

}  // namespace planwerk::certificate
