#include <cmath>

#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/rounding.hpp"

namespace planwerk::certificate {
namespace {

// Widens a bound by more than the roundings of a sum of up to 2^30 terms of one sign can take off it.
constexpr double outwards = 1 + 0x1p-21;

// Follows the supply chains from what is bounded: a product is bounded once all its makers are, and a recipe once one
// of its inputs is. Every recipe and product is settled at most once, so the time is linear.
class BoundPropagation {
 public:
  BoundPropagation(const Economy& economy, const NettedRecipes& recipes)
      : economy_(economy),
        recipes_(recipes),
        upper_(economy.recipes.size()),
        available_(economy.products.size()),
        open_makers_(economy.products.size()),
        user_offsets_(economy.products.size() + 2) {
    collect_users();
    for (const Stock& stock : economy.stocks) available_[stock.product] += stock.opening;
  }

  std::vector<double> run() {
    for (std::size_t r = 0; r < upper_.size(); ++r) upper_[r] = own_bound(economy_.recipes[r]);
    for (std::size_t p = 0; p < available_.size(); ++p) {
      if (open_makers_[p] == 0) bounded_products_.push_back(static_cast<Index>(p));
    }
    for (std::size_t r = 0; r < upper_.size(); ++r) {
      if (upper_[r] < infinite) settle(static_cast<Index>(r));
    }
    while (!bounded_products_.empty()) {
      const Index product = bounded_products_.back();
      bounded_products_.pop_back();
      bound_users(product);
    }
    return std::move(upper_);
  }

 private:
  struct User {
    Index recipe;
    double amount;  // used per unit of activity
  };

  void collect_users() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
        if (flow.amount > 0) ++open_makers_[flow.index];
        if (flow.amount < 0) ++user_offsets_[flow.index + 2];
      }
    }
    for (std::size_t p = 2; p < user_offsets_.size(); ++p) user_offsets_[p] += user_offsets_[p - 1];
    users_.resize(user_offsets_.back());
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& flow : recipes_.of(static_cast<Index>(r))) {
        if (flow.amount < 0) users_[user_offsets_[flow.index + 1]++] = {static_cast<Index>(r), -flow.amount};
      }
    }
  }

  // The recipe's own bound, else the tightest that offered labour and capacities set. Labour and capacity are used by
  // recipes with amounts > 0 only and activities are >= 0, so what one recipe uses never exceeds what there is.
  double own_bound(const Recipe& recipe) {
    if (recipe.upper_activity < infinite) return recipe.upper_activity;
    if (labour_offered_.empty()) offer_labour();
    double bound = infinite;
    for (const Flow& labour : economy_.flows_of(recipe.labour)) {
      if (labour.amount > 0) bound = std::min(bound, labour_offered_[labour.index] / labour.amount * outwards);
    }
    for (const Flow& use : economy_.flows_of(recipe.capacities)) {
      if (use.amount > 0) bound = std::min(bound, economy_.capacities[use.index].amount / use.amount * outwards);
    }
    return bound;
  }

  void offer_labour() {
    labour_offered_.resize(economy_.labour_kinds.size());
    for (const LabourOffer& offer : economy_.labour_offers) {
      for (const LabourStep& step : economy_.steps_of(offer)) labour_offered_[offer.kind] += step.hours;
    }
  }

  void settle(Index recipe) {
    for (const Flow& flow : recipes_.of(recipe)) {
      if (flow.amount <= 0) continue;
      available_[flow.index] += flow.amount * upper_[recipe];
      if (--open_makers_[flow.index] == 0) bounded_products_.push_back(flow.index);
    }
  }

  void bound_users(Index product) {
    // What is not balanced does not run out.
    if (economy_.products[product].balance == BalanceRule::free) return;
    for (auto u = user_offsets_[product]; u < user_offsets_[product + 1]; ++u) {
      const auto [recipe, amount] = users_[u];
      if (upper_[recipe] < infinite) continue;
      upper_[recipe] = available_[product] / amount * outwards;
      settle(recipe);
    }
  }

  const Economy& economy_;
  const NettedRecipes& recipes_;
  std::vector<double> upper_;               // per recipe
  std::vector<double> available_;           // per product: opening stock and the most its bounded makers make
  std::vector<std::int64_t> open_makers_;   // per product: makers without a bound so far
  std::vector<std::int64_t> user_offsets_;  // per product, into users_
  std::vector<User> users_;
  std::vector<double> labour_offered_;   // per kind
  std::vector<Index> bounded_products_;  // whose users are still to be looked at
};

}  // namespace

std::vector<double> implied_upper_activity(const Economy& economy, const NettedRecipes& recipes) {
  return BoundPropagation(economy, recipes).run();
}

}  // namespace planwerk::certificate
