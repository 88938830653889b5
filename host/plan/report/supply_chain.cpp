#include "host/plan/report/supply_chain.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <utility>

#include "host/plan/explain/marginal_recipes.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double followed_down_to = 1e-4;  // of the need's worth
constexpr int longest_walk = 20000;        // products visited

// One recipe (or the stock) as a maker of a product, and the part of the product's worth that it makes.
struct Maker {
  Index product;
  Index recipe;  // no_index: drawn from stock
  double worth;
};

using Key = std::pair<ChainNode::Kind, Index>;  // a node before it has a place in the picture

}  // namespace

struct ChainTracer::Prepared {
  const Economy& economy;
  const Plan& plan;
  MarginalRecipes recipes;
  std::vector<Maker> makers;         // by product
  std::vector<std::size_t> offsets;  // products + 1

  Prepared(const Economy& economy_in, const Plan& plan_in)
      : economy(economy_in), plan(plan_in), recipes(economy_in, plan_in) {
    collect_makers();
  }

  double price(Index product) const { return recipes.valuations().products[product]; }
  std::span<const Maker> makers_of(Index product) const {
    return {makers.data() + offsets[product], offsets[product + 1] - offsets[product]};
  }

  // Whoever takes a product of negative valuation off others' hands counts as its maker.
  void collect_makers() {
    for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
      const auto recipe = static_cast<Index>(r);
      for (const Flow& flow : recipes.flows_of(recipe)) {
        const double worth = flow.amount * plan.activity[r] * price(flow.index);
        if (worth > 0) makers.push_back({flow.index, recipe, worth});
      }
    }
    for (std::size_t s = 0; s < economy.stocks.size(); ++s) {
      const double worth = plan.drawn[s] * price(economy.stocks[s].product);
      if (worth > 0) makers.push_back({economy.stocks[s].product, no_index, worth});
    }
    std::stable_sort(makers.begin(), makers.end(),
                     [](const Maker& a, const Maker& b) { return a.product < b.product; });
    offsets.assign(economy.products.size() + 1, 0);
    for (const Maker& maker : makers) ++offsets[static_cast<std::size_t>(maker.product) + 1];
    for (std::size_t p = 0; p < economy.products.size(); ++p) offsets[p + 1] += offsets[p];
  }

  // Calls act(node, cost per unit of activity) for all that a recipe pays for.
  template <class Act>
  void for_each_cost(Index recipe, Act act) const {
    const Recipe& entry = economy.recipes[recipe];
    const auto& prices = recipes.valuations();
    for (const Flow& flow : recipes.flows_of(recipe)) {
      act(Key{ChainNode::Kind::product, flow.index}, -flow.amount * prices.products[flow.index]);
    }
    for (const Flow& work : economy.flows_of(entry.labour)) {
      act(Key{ChainNode::Kind::labour, work.index}, work.amount * prices.labour_kinds[work.index]);
    }
    for (const Flow& use : economy.flows_of(entry.capacities)) {
      act(Key{ChainNode::Kind::scarcity, use.index}, use.amount * prices.capacities[use.index]);
    }
    const auto capacities = static_cast<Index>(economy.capacities.size());
    recipes.for_each_limit_charge(recipe, [&](Index limit, double charge) {
      act(Key{ChainNode::Kind::scarcity, capacities + limit}, charge);
    });
  }
};

namespace {

// Follows worth upstream, largest amounts first.
template <class Prepared>
class ChainWalk {
 public:
  ChainWalk(const Prepared& prepared, Index need) : prepared_(prepared), root_{ChainNode::Kind::need, need} {}

  bool run() {
    const auto& deliveries = prepared_.plan.needs[root_.second].deliveries;
    const auto alternatives = prepared_.economy.alternatives_of(prepared_.economy.needs[root_.second]);
    double worth = 0;
    const auto worth_of = [&](std::size_t a) {
      return std::max(0.0, deliveries[a] * prepared_.price(alternatives[a].product));
    };
    for (std::size_t a = 0; a < alternatives.size(); ++a) worth += worth_of(a);
    if (worth <= 0) return false;
    hours_ = worth;
    worth_[root_] = 1;
    for (std::size_t a = 0; a < alternatives.size(); ++a) pass(alternatives[a].product, root_, worth_of(a) / worth);
    for (int step = 0; step < longest_walk && !open_.empty(); ++step) {
      const Index next = open_.top().second;
      open_.pop();
      const double amount = std::exchange(pending_[next], 0);
      if (amount >= followed_down_to) follow(next, amount);
    }
    return true;
  }

  const std::map<Key, double>& worth() const { return worth_; }
  const std::map<std::pair<Key, Key>, double>& links() const { return links_; }
  double hours() const { return hours_; }  // that the whole delivery is worth

 private:
  void pass(Index product, Key to, double amount) {
    if (amount <= 0) return;
    links_[{{ChainNode::Kind::product, product}, to}] += amount;
    worth_[{ChainNode::Kind::product, product}] += amount;
    double& pending = pending_[product];
    pending += amount;
    open_.emplace(pending, product);
  }

  void follow(Index product, double amount) {
    const Key here{ChainNode::Kind::product, product};
    double made = 0;
    for (const Maker& maker : prepared_.makers_of(product)) made += maker.worth;
    for (const Maker& maker : prepared_.makers_of(product)) {
      const double part = amount * maker.worth / made;
      if (maker.recipe == no_index) {
        end({ChainNode::Kind::stock, product}, here, part);
      } else {
        follow_recipe(maker.recipe, here, part);
      }
    }
  }

  void follow_recipe(Index recipe, Key to, double amount) {
    double cost = 0;
    prepared_.for_each_cost(recipe, [&](Key, double paid) { cost += std::max(0.0, paid); });
    if (cost <= 0) return;
    prepared_.for_each_cost(recipe, [&](Key from, double paid) {
      if (paid <= 0) return;
      if (from.first == ChainNode::Kind::product) {
        pass(from.second, to, amount * paid / cost);
      } else {
        end(from, to, amount * paid / cost);
      }
    });
  }

  void end(Key from, Key to, double amount) {
    links_[{from, to}] += amount;
    worth_[from] += amount;
  }

  const Prepared& prepared_;
  Key root_;
  double hours_ = 0;
  std::map<Key, double> worth_;
  std::map<std::pair<Key, Key>, double> links_;
  std::map<Index, double> pending_;
  std::priority_queue<std::pair<double, Index>> open_;
};

// What a node of the picture stands for, in words.
template <class Prepared>
ChainNode describe(const Prepared& prepared, Key key, double worth, double hours) {
  const Economy& economy = prepared.economy;
  const auto [kind, index] = key;
  ChainNode node;
  node.kind = kind;
  node.worth = worth;
  const auto named = [&](const std::string& prefix, const auto& thing) {
    node.id = prefix + thing.id;
    node.name = name_or_id(thing);
  };
  const auto count = [&](double valuation, const std::string& unit) {
    node.unit = unit;
    if (valuation != 0) node.amount = worth * hours / std::abs(valuation);
  };
  const auto& prices = prepared.recipes.valuations();
  const auto capacities = static_cast<Index>(economy.capacities.size());
  if (kind == ChainNode::Kind::need) {
    named("need:", economy.needs[index]);
    node.unit = unit_of(economy, economy.needs[index]);
    node.amount = prepared.plan.needs[index].delivered;
  } else if (kind == ChainNode::Kind::labour) {
    named("labour:", economy.labour_kinds[index]);
    count(prices.labour_kinds[index], "h");
  } else if (kind == ChainNode::Kind::scarcity && index < capacities) {
    named("capacity:", economy.capacities[index]);
    count(prices.capacities[index], economy.capacities[index].unit);
  } else if (kind == ChainNode::Kind::scarcity) {
    named("limit:", economy.limits[index - capacities]);
    count(prices.limits[index - capacities], economy.limits[index - capacities].unit);
  } else {
    const Product& product = economy.products[index];
    named(kind == ChainNode::Kind::stock ? "stock:" : "product:", product);
    if (kind == ChainNode::Kind::stock) node.name += " in store";
    count(prices.products[index], product.unit);
    std::vector<Maker> makers(prepared.makers_of(index).begin(), prepared.makers_of(index).end());
    std::stable_sort(makers.begin(), makers.end(), [](const Maker& a, const Maker& b) { return a.worth > b.worth; });
    for (const Maker& maker : makers) {
      if (maker.recipe != no_index) node.recipes.push_back(name_or_id(economy.recipes[maker.recipe]));
    }
  }
  return node;
}

// The nodes worth showing: the need, then by falling worth.
std::vector<Key> shown_nodes(const std::map<Key, double>& worth, const ChainSettings& settings) {
  std::vector<std::pair<double, Key>> ranked;
  for (const auto& [key, value] : worth) {
    if (key.first != ChainNode::Kind::need && value >= settings.least_worth) ranked.emplace_back(value, key);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (ranked.size() + 1 > settings.most_nodes) ranked.resize(settings.most_nodes - 1);
  std::vector<Key> shown{worth.begin()->first};  // needs come first among the kinds
  for (const auto& entry : ranked) shown.push_back(entry.second);
  return shown;
}

}  // namespace

ChainTracer::ChainTracer(const Economy& economy, const Plan& plan)
    : prepared_(std::make_unique<const Prepared>(economy, plan)) {}

ChainTracer::~ChainTracer() = default;

SupplyChain ChainTracer::trace(Index need, const ChainSettings& settings) const {
  SupplyChain chain;
  chain.need = need;
  ChainWalk walk(*prepared_, need);
  if (!walk.run()) return chain;
  std::map<Key, std::size_t> place;
  for (const Key& key : shown_nodes(walk.worth(), settings)) {
    place.emplace(key, chain.nodes.size());
    chain.nodes.push_back(describe(*prepared_, key, walk.worth().at(key), walk.hours()));
  }
  for (const auto& [ends, worth] : walk.links()) {
    const auto to = place.find(ends.second);
    if (to == place.end()) continue;
    const auto from = place.find(ends.first);
    if (from != place.end() && worth >= 0.25 * settings.least_worth) {
      chain.links.push_back({from->second, to->second, worth});
    } else {
      chain.nodes[to->second].unshown += worth;
    }
  }
  return chain;
}

}  // namespace planwerk
