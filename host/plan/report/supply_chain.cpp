#include "host/plan/report/supply_chain.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <set>
#include <utility>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double followed_down_to = 1e-4;  // of the need's worth
constexpr int longest_walk = 20000;        // products visited

using Kind = PricedThing::Kind;

// Follows a need's worth upstream, the largest amounts first.
class ChainWalk {
 public:
  ChainWalk(const PricedEconomy& priced, Index need) : priced_(priced) {
    const Economy& economy = priced.economy();
    const auto alternatives = economy.alternatives_of(economy.needs[need]);
    const auto& deliveries = priced.plan().needs[need].deliveries;
    std::vector<double> worths;
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
      worths.push_back(std::max(0.0, deliveries[a] * priced.valuation({Kind::product, alternatives[a].product})));
      hours_ += worths.back();
    }
    const PricedThing root{Kind::need, need};
    worth_[root] = 1;
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
      if (worths[a] > 0) pass({Kind::product, alternatives[a].product}, root, worths[a] / hours_);
    }
  }

  void run() {
    for (int step = 0; step < longest_walk && !open_.empty(); ++step) {
      const Index next = open_.top().second;
      open_.pop();
      const double amount = std::exchange(pending_[next], 0);
      if (amount >= followed_down_to) follow(next, amount);
    }
  }

  double hours() const { return hours_; }                                // that the whole delivery is worth
  const std::map<PricedThing, double>& worth() const { return worth_; }  // parts of it
  const std::map<std::pair<PricedThing, PricedThing>, double>& links() const { return links_; }

 private:
  void pass(PricedThing from, PricedThing to, double amount) {
    links_[{from, to}] += amount;
    worth_[from] += amount;
    if (from.kind != Kind::product) return;
    double& pending = pending_[from.index];
    pending += amount;
    open_.emplace(pending, from.index);
  }

  void follow(Index product, double amount) {
    const PricedThing here{Kind::product, product};
    double made = 0;
    for (const auto& maker : priced_.makers_of(product)) made += maker.worth;
    for (const auto& maker : priced_.makers_of(product)) {
      const double part = amount * maker.worth / made;
      if (maker.recipe == no_index) {
        pass({Kind::stock, product}, here, part);
      } else {
        follow_recipe(maker.recipe, here, part);
      }
    }
  }

  void follow_recipe(Index recipe, PricedThing to, double amount) {
    double cost = 0;
    priced_.for_each_cost(recipe, [&](PricedThing, double paid) { cost += paid; });
    priced_.for_each_cost(recipe, [&](PricedThing from, double paid) { pass(from, to, amount * paid / cost); });
  }

  const PricedEconomy& priced_;
  double hours_ = 0;
  std::map<PricedThing, double> worth_;
  std::map<std::pair<PricedThing, PricedThing>, double> links_;
  std::map<Index, double> pending_;                     // per product: worth not yet followed
  std::priority_queue<std::pair<double, Index>> open_;  // products by that; older entries find nothing pending
};

std::vector<std::string> recipe_names(const PricedEconomy& priced, Index product) {
  const auto makers = priced.makers_of(product);
  std::vector<PricedEconomy::Maker> sorted(makers.begin(), makers.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.worth > b.worth; });
  std::vector<std::string> names;
  for (const auto& maker : sorted) {
    if (maker.recipe != no_index) names.push_back(name_or_id(priced.economy().recipes[maker.recipe]));
  }
  return names;
}

// A node of the picture in words; its share of the `hours` that the need's delivery is worth is told as an amount.
ChainNode describe(const PricedEconomy& priced, PricedThing thing, double worth, double hours) {
  const Economy& economy = priced.economy();
  ChainNode node;
  node.kind = thing.kind;
  node.worth = worth;
  const double valuation = std::fabs(priced.valuation(thing));
  if (valuation > 0) node.amount = worth * hours / valuation;
  const auto name = [&](const std::string& prefix, const auto& entry, const std::string& unit) {
    node.id = prefix + entry.id;
    node.name = name_or_id(entry);
    node.unit = unit;
  };
  switch (thing.kind) {
    case Kind::need: {
      const Need& need = economy.needs[thing.index];
      name("need:", need, unit_of(economy, need));
      node.amount = priced.plan().needs[thing.index].delivered;
      break;
    }
    case Kind::product:
      name("product:", economy.products[thing.index], economy.products[thing.index].unit);
      node.recipes = recipe_names(priced, thing.index);
      break;
    case Kind::stock:
      name("stock:", economy.products[thing.index], economy.products[thing.index].unit);
      break;
    case Kind::labour:
      name("labour:", economy.labour_kinds[thing.index], "h");
      break;
    case Kind::capacity:
      name("capacity:", economy.capacities[thing.index], economy.capacities[thing.index].unit);
      break;
    case Kind::limit:
      name("limit:", economy.limits[thing.index], economy.limits[thing.index].unit);
      break;
  }
  return node;
}

// The need, then what is large enough to be shown, the largest first.
std::vector<PricedThing> large_things(const ChainWalk& walk, PricedThing root, const ChainSettings& settings) {
  std::vector<std::pair<double, PricedThing>> ranked;
  for (const auto& [thing, worth] : walk.worth()) {
    if (thing != root && worth >= settings.least_worth) ranked.emplace_back(worth, thing);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (ranked.size() + 1 > settings.most_nodes) ranked.resize(settings.most_nodes - 1);
  std::vector<PricedThing> shown{root};
  for (const auto& entry : ranked) shown.push_back(entry.second);
  return shown;
}

// Those of the large things that lead to the root by links of at least `least_link`: what has only small flows is not
// shown, however many of them there are.
std::set<PricedThing> leading_to(PricedThing root, const ChainWalk& walk, const std::set<PricedThing>& large,
                                 double least_link) {
  std::set<PricedThing> leading{root};
  for (std::size_t before = 0; before != leading.size();) {
    before = leading.size();
    for (const auto& [ends, worth] : walk.links()) {
      if (worth >= least_link && large.count(ends.first) > 0 && leading.count(ends.second) > 0)
        leading.insert(ends.first);
    }
  }
  return leading;
}

}  // namespace

SupplyChain trace_chain(const PricedEconomy& priced, Index need, const ChainSettings& settings) {
  SupplyChain chain;
  chain.need = need;
  ChainWalk walk(priced, need);
  walk.run();
  const PricedThing root{Kind::need, need};
  const std::vector<PricedThing> large = large_things(walk, root, settings);
  const std::set<PricedThing> leading = leading_to(root, walk, {large.begin(), large.end()}, settings.least_link);
  std::map<PricedThing, std::size_t> place;
  for (const PricedThing thing : large) {
    if (leading.count(thing) == 0) continue;
    place.emplace(thing, chain.nodes.size());
    chain.nodes.push_back(describe(priced, thing, walk.worth().at(thing), walk.hours()));
  }
  for (const auto& link : walk.links()) {
    const auto to = place.find(link.first.second);
    if (to == place.end()) continue;
    const auto from = place.find(link.first.first);
    if (from != place.end() && link.second >= settings.least_link) {
      chain.links.push_back({from->second, to->second, link.second});
    } else {
      chain.nodes[to->second].unshown += link.second;
    }
  }
  return chain;
}

}  // namespace planwerk
