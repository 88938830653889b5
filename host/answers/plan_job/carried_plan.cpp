#include "host/answers/plan_job/carried_plan.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

// For each thing of the new list the one of the old list with its id, no_index where there is none.
template <class Thing>
std::vector<Index> earlier_ones(const std::vector<Thing>& from, const std::vector<Thing>& to) {
  std::unordered_map<std::string_view, Index> by_id;
  by_id.reserve(from.size());
  for (std::size_t k = 0; k < from.size(); ++k) by_id.emplace(from[k].id, static_cast<Index>(k));
  std::vector<Index> earlier;
  earlier.reserve(to.size());
  for (const Thing& thing : to) {
    const auto found = by_id.find(thing.id);
    earlier.push_back(found == by_id.end() ? no_index : found->second);
  }
  return earlier;
}

class Carrying {
 public:
  Carrying(const Economy& from, const Plan& plan, const Economy& to)
      : from_(from), plan_(plan), to_(to), products_(earlier_ones(from.products, to.products)) {
    fit_to(to, carried_);
  }

  Plan run() {
    carry_activity();
    carry_deliveries();
    carry_stocks();
    recover_labour(to_, carried_);
    carry_valuations(from_.products, to_.products, plan_.products, carried_.products);
    carry_valuations(from_.labour_kinds, to_.labour_kinds, plan_.labour_kinds, carried_.labour_kinds);
    carry_valuations(from_.capacities, to_.capacities, plan_.capacities, carried_.capacities);
    carry_valuations(from_.limits, to_.limits, plan_.limits, carried_.limits);
    return std::move(carried_);
  }

 private:
  void carry_activity() {
    const std::vector<Index> recipes = earlier_ones(from_.recipes, to_.recipes);
    for (std::size_t r = 0; r < recipes.size(); ++r) {
      const double before = recipes[r] == no_index ? 0 : plan_.activity[recipes[r]];
      carried_.activity[r] = std::clamp(before, to_.recipes[r].lower_activity, to_.recipes[r].upper_activity);
    }
  }

  // The coverage that there was: where a need asks for more, as much more is delivered.
  void carry_deliveries() {
    const std::vector<Index> needs = earlier_ones(from_.needs, to_.needs);
    for (std::size_t n = 0; n < needs.size(); ++n) {
      if (needs[n] == no_index) continue;
      const Need &before = from_.needs[needs[n]], &now = to_.needs[n];
      const double asked = from_.asked(before);
      const double growth = asked > 0 ? to_.asked(now) / asked : 0;
      const auto ways = to_.alternatives_of(now);
      for (std::size_t a = 0; a < ways.size(); ++a) {
        carried_.needs[n].deliveries[a] = growth * delivered_before(before, needs[n], products_[ways[a].product]);
      }
    }
  }

  double delivered_before(const Need& need, Index number, Index product) const {
    const auto ways = from_.alternatives_of(need);
    for (std::size_t a = 0; a < ways.size(); ++a) {
      if (ways[a].product == product) return plan_.needs[number].deliveries[a];
    }
    return 0;
  }

  void carry_stocks() {
    std::unordered_map<Index, double> drawn;
    for (std::size_t s = 0; s < from_.stocks.size(); ++s) drawn[from_.stocks[s].product] = plan_.drawn[s];
    for (std::size_t s = 0; s < to_.stocks.size(); ++s) {
      const auto before = drawn.find(products_[to_.stocks[s].product]);
      if (before != drawn.end()) carried_.drawn[s] = std::clamp(before->second, 0.0, to_.stocks[s].opening);
    }
  }

  template <class Thing, class Result>
  static void carry_valuations(const std::vector<Thing>& from, const std::vector<Thing>& to,
                               const std::vector<Result>& before, std::vector<Result>& now) {
    const std::vector<Index> earlier = earlier_ones(from, to);
    for (std::size_t k = 0; k < to.size(); ++k) {
      if (earlier[k] != no_index) now[k].valuation = before[earlier[k]].valuation;
    }
  }

  const Economy& from_;
  const Plan& plan_;
  const Economy& to_;
  const std::vector<Index> products_;
  Plan carried_;
};

}  // namespace

Plan carried_plan(const Economy& from, const Plan& plan, const Economy& to) {
  return Carrying(from, plan, to).run();
}

}  // namespace planwerk
