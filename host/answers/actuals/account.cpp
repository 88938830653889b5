#include "host/answers/actuals/account.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "host/model/net_flows.hpp"

namespace planwerk {
namespace {

// Causes smaller than this part of what passes through are rounding.
constexpr double least_part = 1e-12;

class Bookkeeper {
 public:
  Bookkeeper(const Economy& economy, const Plan& plan, const Actuals& actuals)
      : economy_(economy), plan_(plan), actuals_(actuals) {}

  Account account() && {
    account_.elapsed = actuals_.elapsed;
    account_.products.resize(economy_.products.size());
    account_.labour_kinds.resize(economy_.labour_kinds.size());
    open_books();
    book_recipes();
    book_deliveries();
    book_totals();
    book_labour();
    for (ProductAccount& product : account_.products) {
      settle(product.causes, turnover(product));
    }
    for (LabourAccount& labour : account_.labour_kinds) {
      settle(labour.causes, std::max(labour.planned_hours, labour.hours));
    }
    return std::move(account_);
  }

 private:
  static double turnover(const ProductAccount& product) {
    return std::max({product.planned.made, product.planned.used + product.planned.delivered, product.real.made,
                     product.real.used + product.real.delivered, std::fabs(product.level)});
  }

  static void settle(std::vector<Cause>& causes, double scale) {
    std::erase_if(causes, [&](const Cause& cause) { return std::fabs(cause.amount) <= least_part * scale; });
    std::stable_sort(causes.begin(), causes.end(),
                     [](const Cause& a, const Cause& b) { return std::fabs(a.amount) > std::fabs(b.amount); });
  }

  // Everything as planned.
  void open_books() {
    const double t = actuals_.elapsed;
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      const ProductResult& result = plan_.products[p];
      account_.products[p].planned = {t * result.made, t * result.used, t * result.delivered};
    }
    for (const Stock& stock : economy_.stocks) account_.products[stock.product].planned_level += stock.opening;
    for (ProductAccount& product : account_.products) {
      product.planned_level += product.planned.made - product.planned.used - product.planned.delivered;
      product.real = product.planned;
      product.level = product.planned_level;
    }
    for (const double activity : plan_.activity) account_.planned_activity.push_back(t * activity);
    account_.activity = account_.planned_activity;
    for (const NeedResult& need : plan_.needs) {
      account_.deliveries.push_back(need.deliveries);
      for (double& amount : account_.deliveries.back()) amount *= t;
    }
    for (const auto& hours : plan_.labour) {
      account_.offer_hours.push_back(t * std::accumulate(hours.begin(), hours.end(), 0.0));
    }
  }

  void book(Index product, CauseKind kind, Index index, double amount) {
    if (amount == 0) return;
    account_.products[product].level += amount;
    account_.products[product].causes.push_back({kind, index, amount});
  }

  void book_recipes() {
    NetFlows net_flows(economy_);
    for (const RecipeActual& actual : actuals_.recipes) {
      const Recipe& recipe = economy_.recipes[actual.recipe];
      const double more = actual.activity - account_.planned_activity[actual.recipe];
      account_.activity[actual.recipe] = actual.activity;
      for (const auto& [product, net] : net_flows.of(recipe)) {
        book(product, CauseKind::activity, actual.recipe, net * more);
        Flows& real = account_.products[product].real;
        (net > 0 ? real.made : real.used) += std::fabs(net) * more;
      }
      for (const auto& [product, amount] : beyond_norm(recipe.outputs, actual.made, actual.activity)) {
        book(product, CauseKind::norm, actual.recipe, amount);
        account_.products[product].real.made += amount;
      }
      for (const auto& [product, amount] : beyond_norm(recipe.inputs, actual.used, actual.activity)) {
        book(product, CauseKind::norm, actual.recipe, -amount);
        account_.products[product].real.used += amount;
      }
    }
  }

  // By how much the amounts given differ from what the recipe says for so much activity.
  std::map<Index, double> beyond_norm(Slice norm, const std::vector<ProductAmount>& given, double activity) const {
    std::map<Index, double> beyond;
    for (const ProductAmount& entry : given) beyond[entry.product] += entry.amount;
    for (const Flow& flow : economy_.flows_of(norm)) {
      const auto entry = beyond.find(flow.index);
      if (entry != beyond.end()) entry->second -= flow.amount * activity;
    }
    return beyond;
  }

  void book_deliveries() {
    for (const NeedActual& actual : actuals_.needs) {
      const auto ways = economy_.alternatives_of(economy_.needs[actual.need]);
      for (std::size_t a = 0; a < ways.size(); ++a) {
        double& delivered = account_.deliveries[actual.need][a];
        const double more = actual.deliveries[a] - delivered;
        delivered = actual.deliveries[a];
        account_.products[ways[a].product].real.delivered += more;
        book(ways[a].product, CauseKind::delivery, actual.need, -more);
      }
    }
  }

  void book_totals() {
    for (const ProductActual& actual : actuals_.products) {
      ProductAccount& product = account_.products[actual.product];
      if (actual.made) book(actual.product, CauseKind::unattributed, no_index, *actual.made - product.real.made);
      if (actual.used) book(actual.product, CauseKind::unattributed, no_index, product.real.used - *actual.used);
      product.real.made = actual.made.value_or(product.real.made);
      product.real.used = actual.used.value_or(product.real.used);
      if (actual.in_stock) book(actual.product, CauseKind::stock, no_index, *actual.in_stock - product.level);
    }
  }

  // Hours that recipes explain by how often they ran; what offers have worked beyond that is a matter of norms.
  void book_labour() {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      LabourAccount& labour = account_.labour_kinds[k];
      labour.planned_hours = labour.hours = actuals_.elapsed * plan_.labour_kinds[k].used;
    }
    for (const RecipeActual& actual : actuals_.recipes) {
      const double more = actual.activity - account_.planned_activity[actual.recipe];
      for (const Flow& flow : economy_.flows_of(economy_.recipes[actual.recipe].labour)) {
        LabourAccount& labour = account_.labour_kinds[flow.index];
        labour.hours += flow.amount * more;
        labour.causes.push_back({CauseKind::activity, actual.recipe, flow.amount * more});
      }
    }
    std::vector<double> beyond_plan(economy_.labour_kinds.size());
    std::vector<bool> told(economy_.labour_kinds.size());
    for (const OfferActual& actual : actuals_.offers) {
      const Index kind = economy_.labour_offers[actual.offer].kind;
      beyond_plan[kind] += actual.hours - account_.offer_hours[actual.offer];
      account_.offer_hours[actual.offer] = actual.hours;
      told[kind] = true;
    }
    for (std::size_t k = 0; k < told.size(); ++k) {
      LabourAccount& labour = account_.labour_kinds[k];
      if (!told[k]) continue;
      const double unexplained = labour.planned_hours + beyond_plan[k] - labour.hours;
      labour.hours += unexplained;
      labour.causes.push_back({CauseKind::norm, no_index, unexplained});
    }
  }

  const Economy& economy_;
  const Plan& plan_;
  const Actuals& actuals_;
  Account account_;
};

}  // namespace

Account account_of(const Economy& economy, const Plan& plan, const Actuals& actuals) {
  return Bookkeeper(economy, plan, actuals).account();
}

std::vector<double> worth_of_products(const Economy& economy, const Plan& plan) {
  std::vector<double> worth;
  for (const ProductResult& product : plan.products) worth.push_back(product.valuation);
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    for (const LimitTerm& term : economy.terms_of(economy.limits[l])) {
      if (term.product != no_index) worth[term.product] -= term.coefficient * plan.limits[l].valuation;
    }
  }
  return worth;
}

}  // namespace planwerk
