#include "host/plan/repair/dual_repair.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "host/lp/linear_program.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::Valuations;

// Share of its own cost that a recipe may earn beyond it while prices are lowered; what is left is shrunk away. From
// large to small, each going on where the last one stopped.
constexpr std::array slacks = {1e-2, 1e-3, 1e-5, 0.0};
constexpr double worth_less_slack = 0.1;  // of the accuracy: what the last step must have brought for another
// Entries visited while lowering: loops settle slowly, and only millions of recipes make that dear.
constexpr std::int64_t sweeps_limit = 60, enough_for_all = 200'000'000;
// A recipe counts as running at its upper bound from here on: a profit costs the bound less than lower prices would.
constexpr double at_upper = 0.5;
constexpr double last_digits = 1e-15;

// Raising: a price is left this share below what its makers allow, so that rounding does not make them profit; it ends
// when a sweep brings less than a thousandth of what all have brought.
constexpr double kept_back = 1e-12;
constexpr int most_sweeps = 60;
constexpr double worth_a_sweep = 1e-3;

// Gauss-Seidel over the recipes that may not profit; true where none earns too much any more.
bool lower_prices(const certificate::NettedRecipes& recipes, const std::vector<char>& may_profit, double slack,
                  std::int64_t work_limit, ProductPrices& prices) {
  for (bool changed = true; changed;) {
    if (prices.work() > work_limit) return false;
    changed = false;
    for (std::size_t r = 0; r < may_profit.size(); ++r) {
      const auto recipe = static_cast<Index>(r);
      const double own = prices.own_cost(recipe);
      if (may_profit[r] || prices.loss(recipe) >= -slack * std::max(own, 0.0)) continue;
      const ProductPrices::Earnings earned = prices.earnings(recipe);
      const double allowed = std::max(0.0, earned.expenses + own * (own > 0 ? 1 + slack : 1));
      if (earned.revenue <= allowed * (1 + last_digits)) continue;
      const double factor = allowed / earned.revenue;
      for (const Flow& flow : recipes.of(recipe)) {
        const double price = prices.price(flow.index);
        if (flow.amount * price > 0) prices.set_price(flow.index, price * factor);
      }
      changed = true;
    }
  }
  return true;
}

// The least share s so that with all prices times 1 - s no recipe earns anything that may not profit.
double remaining_profit_share(const std::vector<char>& may_profit, const ProductPrices& prices) {
  double share = 0;
  for (std::size_t r = 0; r < may_profit.size(); ++r) {
    const double own = prices.own_cost(static_cast<Index>(r)), profit = -prices.loss(static_cast<Index>(r));
    if (!may_profit[r] && profit > 0 && own > 0) share = std::max(share, profit / (profit + own));
  }
  return share;
}

// True where prices remain.
bool shrink(const std::vector<char>& may_profit, ProductPrices& prices) {
  prices.recompute_losses();
  const double share = remaining_profit_share(may_profit, prices);
  if (share > 0) prices.scale(1 - std::min(1.0, share * (1 + 1e-12)));
  return share < 1;
}

}  // namespace

DualRepair::DualRepair(const Economy& economy, double accuracy)
    : economy_(economy),
      accuracy_(accuracy),
      bound_(economy),
      recipes_(bound_.recipes()),
      floors_(certificate::hard_floors(economy)),
      uses_(recipes_, economy.recipes.size(), economy.products.size()),
      has_stock_(economy.products.size()) {
  for (const Stock& stock : economy.stocks) has_stock_[stock.product] |= stock.opening > 0;
}

DualRepair::Result DualRepair::repair(const Valuations& given, const std::vector<double>& activity,
                                      const certificate::DecisionCosts& costs) const {
  const TraceRange range("dual repair");
  Valuations start = certificate::clipped(economy_, given);
  const std::vector<char> exempt = may_profit(activity);
  const std::vector<double> weights = turnover(start.products, activity);
  ProductPrices lowered(recipes_, uses_, own_costs(start, costs), start.products);
  const std::int64_t work_limit = std::max(sweeps_limit * lowered.work(), enough_for_all);
  Result best{start, -infinity};
  offer(start, costs, best);  // a vertex's need nothing: what rounding lets recipes earn costs less than repair does
  for (const double slack : slacks) {
    const bool settled = lower_prices(recipes_, exempt, slack, work_limit, lowered);
    const double before = best.bound;
    ProductPrices prices = lowered;
    if (shrink(exempt, prices)) {
      raise_prices(start.products, weights, prices);
      shrink(exempt, prices);  // the last digits
      Valuations candidate = start;
      candidate.products = prices.prices();
      offer(std::move(candidate), costs, best);
    }
    if (!settled || best.bound - before < worth_less_slack * accuracy_ * std::fabs(best.bound)) break;
  }
  return best;
}

void DualRepair::offer(Valuations candidate, const certificate::DecisionCosts& costs, Result& best) const {
  const double bound = bound_(candidate, costs, floors_);
  if (bound > best.bound) best = {std::move(candidate), bound};
}

// What a unit of activity pays for labour, capacities, limits and by itself: reduced costs where products are free.
std::vector<double> DualRepair::own_costs(const Valuations& valuations, const certificate::DecisionCosts& costs) const {
  Valuations without_products = valuations;
  std::fill(without_products.products.begin(), without_products.products.end(), 0.0);
  std::vector<double> own = certificate::reduced_costs(economy_, recipes_, without_products).value;
  for (std::size_t r = 0; r < own.size(); ++r) own[r] += costs.activity[r].value;
  return own;
}

std::vector<char> DualRepair::may_profit(const std::vector<double>& activity) const {
  std::vector<char> may(activity.size());
  for (std::size_t r = 0; r < may.size(); ++r) {
    may[r] = activity[r] >= at_upper * economy_.recipes[r].upper_activity;
  }
  return may;
}

// Per product: what is made of it (or, at a negative price, taken in): what one more unit of price brings, about.
std::vector<double> DualRepair::turnover(const std::vector<double>& prices, const std::vector<double>& activity) const {
  std::vector<double> turnover(prices.size());
  for (std::size_t r = 0; r < activity.size(); ++r) {
    for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
      if ((flow.amount > 0) == (prices[flow.index] >= 0)) turnover[flow.index] += std::fabs(flow.amount) * activity[r];
    }
  }
  return turnover;
}

// How far the price's absolute value can grow until a recipe that earns it has no loss; none where one profits.
double DualRepair::room_to_rise(const ProductPrices& prices, Index product) const {
  const double sign = prices.price(product) < 0 ? -1 : 1;
  double room = infinity;
  for (const ProductUses::Use& use : uses_.of(product)) {
    const double earned = sign * use.amount;
    if (earned > 0) room = std::min(room, prices.loss(use.recipe) / earned);
  }
  return room < infinity ? std::max(room, 0.0) : 0;
}

// Gauss-Seidel over the products. What lies in stock costs the bound by its price: it gets back what it was `given`.
void DualRepair::raise_prices(const std::vector<double>& given, const std::vector<double>& turnover,
                              ProductPrices& prices) const {
  double gained = 0;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double gain = 0;
    for (std::size_t p = 0; p < given.size(); ++p) {
      if (economy_.products[p].balance == BalanceRule::free) continue;
      const auto product = static_cast<Index>(p);
      const double before = prices.price(product);
      double size = std::fabs(before) + room_to_rise(prices, product);
      if (has_stock_[p]) size = std::min(size, std::fabs(given[p]));
      size *= 1 - kept_back;
      const double rise = size - std::fabs(before);
      if (!(rise > kept_back * size)) continue;
      prices.set_price(product, before < 0 ? -size : size);
      gain += rise * turnover[p];
    }
    gained += gain;
    if (gain <= worth_a_sweep * gained) return;
  }
}

}  // namespace planwerk
