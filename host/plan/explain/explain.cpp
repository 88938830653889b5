#include "host/plan/explain/explain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>
#include <string>
#include <utility>

#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/explain/marginal_recipes.hpp"

namespace planwerk {
namespace {

constexpr double covered = 1 - 1e-6;  // a need covered further than this is not short
constexpr double open_share = 1e-2;   // of the cost, at which a walk may end
constexpr int longest_walk = 300;     // products visited per need
constexpr std::size_t most_bottlenecks = 8;

// Follows the cost of one product upstream; see the header.
class CostWalk {
 public:
  CostWalk(const Economy& economy, const MarginalRecipes& marginal) : economy_(economy), marginal_(marginal) {}

  // Shares of the cost of `product` by what it ended at, largest first.
  std::vector<Bottleneck> run(Index product) {
    open_ = {};
    ended_.clear();
    pending_.clear();
    add_open(product, 1);
    double open = 1;
    for (int step = 0; step < longest_walk && open > open_share && !open_.empty(); ++step) {
      const Index next = open_.top().second;
      open_.pop();
      const double amount = std::exchange(pending_[next], 0);
      if (amount == 0) continue;  // an older entry of a product whose amount grew
      open -= amount - follow(next, amount);
    }
    return largest();
  }

 private:
  void add_open(Index product, double amount) {
    double& pending = pending_[product];
    pending += amount;
    open_.emplace(pending, product);
  }

  void end(std::string id, double valuation, double amount) {
    Bottleneck& bottleneck = ended_[id];
    bottleneck.id = std::move(id);
    bottleneck.valuation = valuation;
    bottleneck.share += amount;
  }

  // Spends `amount` of cost on what the product is made of; returns how much of it is open again.
  double follow(Index product, double amount) {
    const Index recipe = marginal_.recipe_of(product);
    const Valuations& prices = marginal_.valuations();
    const double price = prices.products[product];
    if (recipe == no_index) {
      end((marginal_.has_stock(product) ? "stock:" : "product:") + economy_.products[product].id, price, amount);
      return 0;
    }
    const double cost = marginal_.cost_of(recipe);
    if (cost <= 0) return 0;
    const double per_cost = amount / cost;
    const Recipe& entry = economy_.recipes[recipe];
    const double strain = marginal_.own_cost_of(recipe) / hours_of(entry);  // on top of each hour
    for (const Flow& labour : economy_.flows_of(entry.labour)) {
      const double spent = (prices.labour_kinds[labour.index] + strain) * labour.amount;
      if (spent > 0) end("labour:" + economy_.labour_kinds[labour.index].id, spent / labour.amount, spent * per_cost);
    }
    for (const Flow& use : economy_.flows_of(entry.capacities)) {
      const double spent = prices.capacities[use.index] * use.amount;
      if (spent > 0) end("capacity:" + economy_.capacities[use.index].id, spent / use.amount, spent * per_cost);
    }
    marginal_.for_each_limit_charge(recipe, [&](Index limit, double charge) {
      end("limit:" + economy_.limits[limit].id, prices.limits[limit], charge * per_cost);
    });
    const double rent = marginal_.rent_of(recipe);
    if (rent > 0) end("recipe:" + entry.id, rent, rent * per_cost);
    double open = 0;
    for (const Flow& flow : marginal_.flows_of(recipe)) {
      const double spent = -flow.amount * prices.products[flow.index];
      if (spent <= 0) continue;
      add_open(flow.index, spent * per_cost);
      open += spent * per_cost;
    }
    return open;
  }

  double hours_of(const Recipe& recipe) const {
    double hours = 0;
    for (const Flow& labour : economy_.flows_of(recipe.labour)) hours += labour.amount;
    return hours > 0 ? hours : std::numeric_limits<double>::infinity();
  }

  std::vector<Bottleneck> largest() const {
    std::vector<Bottleneck> result;
    for (const auto& [id, bottleneck] : ended_) result.push_back(bottleneck);
    std::stable_sort(result.begin(), result.end(),
                     [](const Bottleneck& a, const Bottleneck& b) { return a.share > b.share; });
    if (result.size() > most_bottlenecks) result.resize(most_bottlenecks);
    return result;
  }

  const Economy& economy_;
  const MarginalRecipes& marginal_;
  std::priority_queue<std::pair<double, Index>> open_;  // products by the cost still to be followed
  std::map<Index, double> pending_;
  std::map<std::string, Bottleneck> ended_;
};

Index cheapest_product(const Economy& economy, const Need& need, const Valuations& prices) {
  Index cheapest = no_index;
  double least = std::numeric_limits<double>::infinity();
  for (const Alternative& way : economy.alternatives_of(need)) {
    const double price = prices.products[way.product] / way.rate;
    if (price < least) {
      least = price;
      cheapest = way.product;
    }
  }
  return cheapest;
}

std::vector<Index> worst_covered(const Economy& economy, const Plan& plan) {
  std::vector<Index> shorts;
  for (std::size_t n = 0; n < plan.needs.size(); ++n) {
    if (plan.needs[n].coverage < covered && economy.asked(economy.needs[n]) > 0)
      shorts.push_back(static_cast<Index>(n));
  }
  const auto people = [&](Index n) { return economy.cohorts[economy.needs[n].cohort].size; };
  const auto worse = [&](Index a, Index b) {
    if (plan.needs[a].coverage != plan.needs[b].coverage) return plan.needs[a].coverage < plan.needs[b].coverage;
    return people(a) != people(b) ? people(a) > people(b) : a < b;
  };
  const auto count = std::min(longest_explanation_list, shorts.size());
  std::partial_sort(shorts.begin(), shorts.begin() + static_cast<std::ptrdiff_t>(count), shorts.end(), worse);
  shorts.resize(count);
  return shorts;
}

}  // namespace

std::vector<NeedExplanation> explain(const Economy& economy, const Plan& plan) {
  const std::vector<Index> shorts = worst_covered(economy, plan);
  if (shorts.empty()) return {};
  const MarginalRecipes marginal(economy, plan);
  CostWalk walk(economy, marginal);
  std::vector<NeedExplanation> explanations;
  for (const Index n : shorts) {
    const Need& need = economy.needs[n];
    const Index product = cheapest_product(economy, need, marginal.valuations());
    explanations.push_back({n, economy.asked(need) - plan.needs[n].delivered, walk.run(product)});
  }
  return explanations;
}

}  // namespace planwerk
