#include "host/answers/actuals/remaining_job.hpp"

#include <algorithm>
#include <cmath>

#include "host/model/objective.hpp"

namespace planwerk {
namespace {

// Needs of which less than this part is still open are done; amounts below it are rounding.
constexpr double done = 1e-9;

class Remainder {
 public:
  Remainder(const Economy& economy, const Account& account)
      : whole_(economy), account_(account), rest_(1 - account.elapsed) {}

  RemainingJob job() && {
    economy() = whole_;
    if (!economy().name.empty()) economy().name += ", the rest";
    set_objective();
    set_recipes();
    set_needs();
    set_offers();
    set_capacities();
    set_limits();
    set_stocks();
    return std::move(job_);
  }

 private:
  Economy& economy() { return job_.economy; }

  // What is left of an amount that is there over time, of which `used` is gone.
  double rest_of(double amount, double used) const { return std::max(0.0, std::min(rest_ * amount, amount - used)); }

  void set_objective() {
    if (whole_.objective.tiers.empty() || !(whole_.objective.hours_per_coverage > 0)) return;
    economy().objective.tiers.clear();
    economy().tier_terms.clear();
  }

  void set_recipes() {
    for (std::size_t r = 0; r < whole_.recipes.size(); ++r) {
      Recipe& recipe = economy().recipes[r];
      const double run = account_.activity[r];
      recipe.lower_activity = std::max(0.0, recipe.lower_activity - run);
      if (std::isfinite(recipe.upper_activity)) recipe.upper_activity = rest_of(recipe.upper_activity, run);
      if (recipe.lower_activity <= recipe.upper_activity) continue;
      if (recipe.lower_activity > recipe.upper_activity * (1 + done)) {
        job_.warnings.warning("recipes[\"" + recipe.id + "\"].lower_activity", std::to_string(recipe.lower_activity),
                              "can no longer be reached in the rest of the period; lowered to what can");
      }
      recipe.lower_activity = recipe.upper_activity;
    }
  }

  void set_needs() {
    economy().needs.clear();
    economy().steps.clear();
    for (std::size_t n = 0; n < whole_.needs.size(); ++n) {
      const Need& need = whole_.needs[n];
      const double asked = whole_.asked(need);
      double delivered = 0;
      const auto ways = whole_.alternatives_of(need);
      for (std::size_t a = 0; a < ways.size(); ++a) delivered += ways[a].rate * account_.deliveries[n][a];
      const double open = 1 - delivered / asked;
      if (open <= done) continue;
      job_.needs.push_back(static_cast<Index>(n));
      add_need(need, open);
    }
  }

  // `open`: the part of the need that is still asked for, the upper end of its ladder.
  void add_need(Need need, double open) {
    const Need whole = need;
    const double floor = floors_are_hard(whole_) || !economy().objective.tiers.empty() ? whole.floor : 0;
    need.amount_per_head *= open;
    need.floor = std::clamp((floor - (1 - open)) / open, 0.0, 1.0);
    if (need.floor < done) need.floor = 0;
    for (std::int64_t a = need.alternatives.begin; a < need.alternatives.end; ++a) {
      economy().alternatives[a].regret *= open;
    }
    const auto begin = static_cast<std::int64_t>(economy().steps.size());
    double reached = 0, left = 1;
    for (const CoverageStep& step : whole_.ladder_of(whole)) {
      reached += step.width;
      const double width = std::min(left, (reached - (1 - open)) / open - (1 - left));
      if (width <= done) continue;
      economy().steps.push_back({width, step.value * open});
      left -= width;
    }
    economy().steps.back().width += left;  // rounding: widths add up to 1
    need.steps = {begin, static_cast<std::int64_t>(economy().steps.size())};
    economy().needs.push_back(std::move(need));
  }

  // Easier hours are worked first. Steps and offers of which nothing is left are gone.
  void set_offers() {
    economy().labour_offers.clear();
    economy().labour_steps.clear();
    for (std::size_t o = 0; o < whole_.labour_offers.size(); ++o) {
      LabourOffer offer = whole_.labour_offers[o];
      const auto begin = static_cast<std::int64_t>(economy().labour_steps.size());
      double worked = account_.offer_hours[o];
      for (const LabourStep& step : whole_.steps_of(offer)) {
        const double of_this = std::min(worked, step.hours);
        worked -= of_this;
        const double hours = rest_of(step.hours, of_this);
        if (hours > done * step.hours) economy().labour_steps.push_back({hours, step.burden});
      }
      offer.steps = {begin, static_cast<std::int64_t>(economy().labour_steps.size())};
      if (offer.steps.size() > 0) economy().labour_offers.push_back(std::move(offer));
    }
  }

  void set_capacities() {
    std::vector<double> used(whole_.capacities.size());
    for (std::size_t r = 0; r < whole_.recipes.size(); ++r) {
      for (const Flow& flow : whole_.flows_of(whole_.recipes[r].capacities)) {
        used[flow.index] += flow.amount * account_.activity[r];
      }
    }
    for (std::size_t c = 0; c < used.size(); ++c) {
      economy().capacities[c].amount = rest_of(whole_.capacities[c].amount, used[c]);
    }
  }

  void set_limits() {
    for (std::size_t l = 0; l < whole_.limits.size(); ++l) {
      double taken = 0;
      for (const LimitTerm& term : whole_.terms_of(whole_.limits[l])) {
        if (term.recipe != no_index) taken += term.coefficient * account_.activity[term.recipe];
        if (term.product == no_index) continue;
        const Flows& real = account_.products[term.product].real;
        taken += term.coefficient * (real.made - real.used);
      }
      economy().limits[l].lower -= taken;
      economy().limits[l].upper -= taken;
    }
  }

  void set_stocks() {
    economy().stocks.clear();
    std::vector<double> closing(whole_.products.size());
    for (const Stock& stock : whole_.stocks) closing[stock.product] += stock.closing;
    for (std::size_t p = 0; p < whole_.products.size(); ++p) {
      if (whole_.products[p].balance == BalanceRule::free) continue;
      const ProductAccount& product = account_.products[p];
      const double scale = std::max(product.real.made, product.real.used + product.real.delivered);
      if (product.level < -done * std::max(1.0, scale)) {
        job_.warnings.warning("products[\"" + whole_.products[p].id + "\"].in_stock", std::to_string(product.level),
                              "by these figures more was used than there was; counted as nothing");
      }
      const double level = product.level > done * scale ? product.level : 0;
      if (level > 0 || closing[p] > 0) economy().stocks.push_back({static_cast<Index>(p), level, closing[p]});
    }
  }

  const Economy& whole_;
  const Account& account_;
  const double rest_;  // part of the period that is still to come
  RemainingJob job_;
};

}  // namespace

RemainingJob remaining_job(const Economy& economy, const Account& account) {
  return Remainder(economy, account).job();
}

}  // namespace planwerk
