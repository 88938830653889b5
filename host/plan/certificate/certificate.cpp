#include <algorithm>
#include <cmath>
#include <limits>

#include "host/plan/certificate/assess.hpp"
#include "host/plan/certificate/balances.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/fall_through.hpp"
#include "host/plan/verify.hpp"

namespace planwerk {
namespace {

using certificate::Balances;

enum class Thing { product, labour, offer, capacity, limit, recipe, stock, need };

// By how much one condition of a plan is missed. `relative` = violation / scale, 0/0 = 0.
struct Miss {
  Thing thing;
  Index index;
  double relative;
};

std::string name_of(const Economy& economy, const Miss& miss) {
  switch (miss.thing) {
    case Thing::product:
      return "product:" + economy.products[miss.index].id;
    case Thing::labour:
      return "labour:" + economy.labour_kinds[miss.index].id;
    case Thing::offer:
      return "offer:" + economy.labour_offers[miss.index].id;
    case Thing::capacity:
      return "capacity:" + economy.capacities[miss.index].id;
    case Thing::limit:
      return "limit:" + economy.limits[miss.index].id;
    case Thing::recipe:
      return "recipe:" + economy.recipes[miss.index].id;
    case Thing::stock:
      return "stock:" + economy.products[economy.stocks[miss.index].product].id;
    case Thing::need:
      return "need:" + economy.needs[miss.index].id;
  }
  return {};
}

// Collects what a plan misses, condition by condition, and the norms over all of them.
class Judge {
 public:
  Judge(const Economy& economy, const Plan& plan, const Balances& sums) : economy_(economy), plan_(plan), sums_(sums) {
    judge_products();
    judge_labour();
    judge_capacities();
    judge_limits();
    judge_boxes();
  }

  void report(PlanCertificate& certificate) {
    certificate.max_shortage = max_shortage_;
    certificate.max_excess = max_excess_;
    certificate.shortage_percentile_99 = percentile_99();
    certificate.worst = worst_ten();
    certificate.primal_residual_2 = std::sqrt(violation_squares_.value()) / (1 + std::sqrt(side_squares_.value()));
    certificate.primal_residual_inf = max_violation_ / (1 + max_side_);
  }

 private:
  void judge_products() {
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      const BalanceRule rule = economy_.products[p].balance;
      if (rule == BalanceRule::free) continue;
      const double balance = sums_.products[p].balance.value();
      const double shortage = beyond(rule == BalanceRule::exact ? std::fabs(balance) : -balance);
      add_row(shortage, sums_.products[p].closing);
      const double relative = ratio(shortage, sums_.products[p].throughput());
      shortages_.push_back(relative);
      max_shortage_ = std::max(max_shortage_, relative);
      if (relative > 0) misses_.push_back({Thing::product, static_cast<Index>(p), relative});
    }
  }

  void judge_labour() {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      const double used = sums_.labour_used[k].value(), planned = sums_.labour_planned[k].value();
      add_row(beyond(used - planned), 0);
      add_excess(Thing::labour, k, used - planned, std::max(used, planned));
    }
    for (std::size_t o = 0; o < economy_.labour_offers.size(); ++o) {
      const auto steps = economy_.steps_of(economy_.labour_offers[o]);
      for (std::size_t s = 0; s < steps.size(); ++s) add_box(Thing::offer, o, plan_.labour[o][s], 0, steps[s].hours);
    }
  }

  void judge_capacities() {
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      const double used = sums_.capacity_used[c].value(), amount = economy_.capacities[c].amount;
      add_row(beyond(used - amount), amount);
      add_excess(Thing::capacity, c, used - amount, std::max(used, amount));
    }
  }

  void judge_limits() {
    for (std::size_t l = 0; l < economy_.limits.size(); ++l) {
      const Limit& limit = economy_.limits[l];
      const double value = sums_.limits[l].value.value();
      const double excess = beyond(std::max(value - limit.upper, limit.lower - value));
      const double side = value > limit.upper ? limit.upper : limit.lower;
      add_row(excess, std::isfinite(limit.upper) ? limit.upper : limit.lower);
      add_excess(Thing::limit, l, excess, excess > 0 ? std::max(std::fabs(side), sums_.limits[l].gross) : 1);
    }
  }

  void judge_boxes() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      const Recipe& recipe = economy_.recipes[r];
      add_box(Thing::recipe, r, plan_.activity[r], recipe.lower_activity, recipe.upper_activity);
    }
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      add_box(Thing::stock, s, plan_.drawn[s], 0, economy_.stocks[s].opening);
    }
    const std::vector<double> floors = certificate::hard_floors(economy_);
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const double asked = economy_.asked(economy_.needs[n]), floor = floors[n] * asked;
      const double delivered = sums_.delivered[n].value();
      for (const double amount : plan_.needs[n].deliveries) add_excess(Thing::need, n, -amount, std::fabs(amount));
      add_excess(Thing::need, n, std::max(delivered - asked, floor - delivered), std::max(asked, delivered));
    }
  }

  void add_box(Thing thing, std::size_t index, double value, double lower, double upper) {
    const double side = value > upper ? upper : lower;
    add_excess(thing, index, std::max(value - upper, lower - value), std::max(std::fabs(side), std::fabs(value)));
  }

  void add_excess(Thing thing, std::size_t index, double excess, double scale) {
    const double relative = ratio(beyond(excess), scale);
    max_excess_ = std::max(max_excess_, relative);
    if (relative > 0) misses_.push_back({thing, static_cast<Index>(index), relative});
  }

  void add_row(double violation, double side) {
    if (!std::isfinite(side)) side = 0;
    violation_squares_.add_product(violation, violation);
    side_squares_.add_product(side, side);
    max_violation_ = std::max(max_violation_, violation);
    max_side_ = std::max(max_side_, std::fabs(side));
  }

  // What goes beyond a bound; what is no number goes beyond all.
  static double beyond(double excess) {
    if (std::isnan(excess)) return std::numeric_limits<double>::infinity();
    return std::max(excess, 0.0);
  }

  // violation / scale, 0/0 = 0; no smaller than all where both overflow.
  static double ratio(double violation, double scale) {
    if (violation == 0) return 0;
    return std::isfinite(scale) ? violation / scale : std::numeric_limits<double>::infinity();
  }

  // The least value that 99 of 100 products do not exceed.
  double percentile_99() {
    if (shortages_.empty()) return 0;
    const std::size_t rank = (99 * shortages_.size() + 99) / 100 - 1;
    std::nth_element(shortages_.begin(), shortages_.begin() + static_cast<std::ptrdiff_t>(rank), shortages_.end());
    return shortages_[rank];
  }

  std::vector<NamedResidual> worst_ten() {
    const auto worse = [](const Miss& a, const Miss& b) {
      if (a.relative != b.relative) return a.relative > b.relative;
      return a.thing != b.thing ? a.thing < b.thing : a.index < b.index;
    };
    const auto count = std::min<std::size_t>(10, misses_.size());
    std::partial_sort(misses_.begin(), misses_.begin() + static_cast<std::ptrdiff_t>(count), misses_.end(), worse);
    std::vector<NamedResidual> worst;
    for (std::size_t i = 0; i < count; ++i) worst.push_back({name_of(economy_, misses_[i]), misses_[i].relative});
    return worst;
  }

  const Economy& economy_;
  const Plan& plan_;
  const Balances& sums_;
  std::vector<double> shortages_;  // per balanced product
  std::vector<Miss> misses_;
  double max_shortage_ = 0, max_excess_ = 0;
  AccurateSum violation_squares_, side_squares_;
  double max_violation_ = 0, max_side_ = 0;
};

}  // namespace

namespace certificate {

Assessment assess(const Economy& economy, const Plan& plan) {
  const EconomyBound bound(economy);
  const Balances sums = balances_of(economy, bound.recipes(), plan);
  Assessment result;
  PlanCertificate& facts = result.certificate;
  Judge(economy, plan, sums).report(facts);
  facts.fall_through = fall_through(bound, sums, plan);
  if (economy.objective.tiers.empty()) {
    const DecisionCosts costs = weighted_costs(economy);
    facts.objective = value_of(costs, sums, plan).value();
    facts.safe_bound = bound(valuations_of(plan), costs, hard_floors(economy), &facts.amounts_within);
    facts.safe_gap = (facts.objective - facts.safe_bound) / std::max(1.0, std::fabs(facts.objective));
    return result;
  }
  const TierFacts tiers = tier_facts(bound, sums, plan);
  result.tiers = tiers.results;
  if (!tiers.results.empty()) {
    facts.objective = tiers.results.back().value;
    facts.safe_bound = tiers.results.back().bound;
  } else {
    facts.safe_bound = -std::numeric_limits<double>::infinity();
  }
  facts.safe_gap = tiers.gap;
  facts.amounts_within = tiers.amounts_within;
  return result;
}

PlanCertificate executability(const Economy& economy, const Balances& sums, const Plan& plan) {
  PlanCertificate facts;
  Judge(economy, plan, sums).report(facts);
  return facts;
}

}  // namespace certificate

PlanCertificate certify(const Economy& economy, const Plan& plan) {
  return certificate::assess(economy, plan).certificate;
}

bool proves_infeasible(const Economy& economy, const Plan& plan) {
  const certificate::EconomyBound bound(economy);
  return bound(certificate::valuations_of(plan), certificate::no_costs(economy), certificate::hard_floors(economy)) > 0;
}

}  // namespace planwerk
