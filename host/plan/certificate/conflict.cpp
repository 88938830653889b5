#include "host/plan/certificate/conflict.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/economy_bound.hpp"

namespace planwerk {
namespace {

using certificate::Valuations;

// A term of the Farkas proof: demands count positive, supplies negative.
class Terms {
 public:
  void add(std::string id, double value) {
    if (value != 0) terms_.push_back({std::move(id), value});
  }

  // Shares of all demands, the large ones first; specks of rounding are left out.
  std::vector<NamedResidual> shares() {
    double demanded = 0;
    for (const NamedResidual& term : terms_) demanded += std::max(term.value, 0.0);
    if (demanded <= 0) return {};
    for (NamedResidual& term : terms_) term.value /= demanded;
    std::erase_if(terms_, [](const NamedResidual& term) { return std::fabs(term.value) < least_share; });
    std::stable_sort(terms_.begin(), terms_.end(), [](const NamedResidual& a, const NamedResidual& b) {
      return std::fabs(a.value) > std::fabs(b.value);
    });
    if (terms_.size() > longest) terms_.resize(longest);
    return std::move(terms_);
  }

 private:
  static constexpr double least_share = 1e-6;
  static constexpr std::size_t longest = 50;
  std::vector<NamedResidual> terms_;
};

void add_needs(const Economy& economy, const Valuations& prices, Terms& terms) {
  const std::vector<double> floors = certificate::hard_floors(economy);
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    double cheapest = std::numeric_limits<double>::infinity();
    for (const Alternative& way : economy.alternatives_of(need)) {
      cheapest = std::min(cheapest, prices.products[way.product] / way.rate);
    }
    const double asked = economy.asked(need);
    // A waste that someone needs (price < 0) stands on the side of what helps.
    terms.add("need:" + need.id, cheapest * asked * (cheapest > 0 ? floors[n] : 1));
  }
}

void add_supplies(const Economy& economy, const Valuations& prices, Terms& terms) {
  for (const Stock& stock : economy.stocks) {
    const double price = prices.products[stock.product];
    terms.add("stock:" + economy.products[stock.product].id,
              price * stock.closing - std::max(price, 0.0) * stock.opening);
  }
  std::vector<double> offered(economy.labour_kinds.size());
  for (const LabourOffer& offer : economy.labour_offers) {
    for (const LabourStep& step : economy.steps_of(offer)) offered[offer.kind] += step.hours;
  }
  for (std::size_t k = 0; k < offered.size(); ++k) {
    terms.add("labour:" + economy.labour_kinds[k].id, -prices.labour_kinds[k] * offered[k]);
  }
  for (std::size_t c = 0; c < economy.capacities.size(); ++c) {
    terms.add("capacity:" + economy.capacities[c].id, -prices.capacities[c] * economy.capacities[c].amount);
  }
  for (std::size_t l = 0; l < economy.limits.size(); ++l) {
    const double price = prices.limits[l];
    if (price == 0) continue;
    terms.add("limit:" + economy.limits[l].id,
              -price * (price > 0 ? economy.limits[l].upper : economy.limits[l].lower));
  }
}

void add_recipes(const Economy& economy, const Valuations& prices, Terms& terms) {
  const certificate::NettedRecipes recipes(economy);
  const auto upper = certificate::implied_upper_activity(economy, recipes);
  const auto reduced = certificate::reduced_costs(economy, recipes, prices);
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const double rate = reduced.value[r], error = reduced.error[r];
    if (std::fabs(rate) <= error) continue;
    const double bound = rate > 0 ? economy.recipes[r].lower_activity : upper[r];
    if (std::isfinite(bound)) terms.add("recipe:" + economy.recipes[r].id, rate * bound);
  }
}

}  // namespace

std::vector<NamedResidual> conflict_of(const Economy& economy, const Plan& plan) {
  const Valuations prices = certificate::clipped(economy, certificate::valuations_of(plan));
  Terms terms;
  add_needs(economy, prices, terms);
  add_supplies(economy, prices, terms);
  add_recipes(economy, prices, terms);
  return terms.shares();
}

}  // namespace planwerk
