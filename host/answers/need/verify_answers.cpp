#include "host/answers/need/verify_answers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "host/answers/need/near_figures.hpp"
#include "host/plan/certificate/economy_bound.hpp"

namespace planwerk {
namespace {

// The index behind an id such as `labour:baker`, or no_index.
template <class Things>
Index find(const std::string& id, const std::string& kind, const Things& things) {
  if (!id.starts_with(kind)) return no_index;
  for (std::size_t k = 0; k < things.size(); ++k) {
    if (id.compare(kind.size(), std::string::npos, things[k].id) == 0) return static_cast<Index>(k);
  }
  return no_index;
}

bool costs_beside_hours(const Economy& economy) {
  const auto strains = [](const Recipe& recipe) { return recipe.strain != 0; };
  const auto regrets = [](const Alternative& way) { return way.regret != 0; };
  return std::any_of(economy.recipes.begin(), economy.recipes.end(), strains) ||
         std::any_of(economy.alternatives.begin(), economy.alternatives.end(), regrets);
}

class AnswerJudge {
 public:
  AnswerJudge(const Economy& economy, const Plan& plan)
      : economy_(economy),
        plan_(plan),
        floors_(certificate::hard_floors(economy)),
        other_costs_(costs_beside_hours(economy)) {}

  Problems run() {
    std::set<Index> seen;
    for (const NeedAnswer& answer : plan_.answers) {
      answer_ = &answer;
      if (!seen.insert(answer.need).second) fault("need", economy_.needs[answer.need].id, "is answered for twice");
      judge_figures();
      judge_shares();
      judge_rivals();
      judge_chain();
      judge_hours();
      if (priced_exactly()) {
        judge_scarcity();
        judge_payment();
      }
      if (answer.labour) judge_labour(*answer.labour);
    }
    return std::move(problems_);
  }

 private:
  void fault(const std::string& field, const std::string& value, const std::string& what) {
    problems_.error(fmt::format("answers[\"{}\"].{}", economy_.needs[answer_->need].id, field), value, what);
  }
  void fault(const std::string& field, double value, const std::string& what) {
    fault(field, fmt::format("{:.17g}", value), what);
  }

  void judge_figures() {
    const double asked = economy_.asked(economy_.needs[answer_->need]);
    const double shortfall = std::max(0.0, asked - plan_.needs[answer_->need].delivered);
    if (!is_near(answer_->shortfall, shortfall, asked))
      fault("shortfall", answer_->shortfall, "is not what is missing");
    if (!(answer_->marginal_cost >= -figure_tolerance))
      fault("marginal_cost", answer_->marginal_cost, "is below nothing");
    if (answer_->exact && answer_->marginal_doubt != 0) {
      fault("marginal_doubt", answer_->marginal_doubt, "leaves something open of an exact answer");
    }
    const bool holds = answer_->holds_for >= 0 && answer_->holds_for <= shortfall + figure_tolerance * asked;
    if (!holds) fault("holds_for", answer_->holds_for, "is not within what is missing");
    const auto is_result = [&](const TierResult& result) {
      return result.tier == answer_->tier && result.level == answer_->level;
    };
    const bool known = plan_.tiers.empty() ? answer_->tier == no_index
                                           : std::any_of(plan_.tiers.begin(), plan_.tiers.end(), is_result);
    if (!known) fault("tier", fmt::format("{}", answer_->level), "is no result of this plan");
  }

  void judge_shares() {
    double sum = 0, before = std::numeric_limits<double>::infinity();
    for (const Bottleneck& bottleneck : answer_->bottlenecks) {
      const double share = bottleneck.share;
      if (!(share >= 0 && share <= 1 + figure_tolerance)) fault("bottlenecks.share", share, "is no share");
      if (share > before * (1 + figure_tolerance)) fault("bottlenecks.share", share, "is larger than one before it");
      if (!is_known(bottleneck.id)) fault("bottlenecks.id", bottleneck.id, "the job has no such thing");
      sum += share;
      before = share;
    }
    const bool whole = answer_->bottlenecks.empty() ? !(answer_->exact && answer_->marginal_cost > figure_tolerance)
                                                    : !answer_->exact || is_near(sum, 1, 1);
    if (!whole) fault("bottlenecks", sum, "the shares do not add up to 1");
  }

  bool is_known(const std::string& id) const {
    const auto has = [&](const char* kind, const auto& things) { return find(id, kind, things) != no_index; };
    return has("product:", economy_.products) || has("recipe:", economy_.recipes) || has("need:", economy_.needs) ||
           has("labour:", economy_.labour_kinds) || has("capacity:", economy_.capacities) ||
           has("limit:", economy_.limits) || has("stock:", economy_.products) || has("tier:", economy_.objective.tiers);
  }

  // In hours of burden, at prices of an optimum.
  bool priced_exactly() const {
    return answer_->exact && std::isfinite(answer_->marginal_cost) && economy_.objective.tiers.empty();
  }

  // What has a price is used up: at prices of an optimum, what is left of things, times their prices, adds up to no
  // more than the plan's distance from the optimum (complementary slackness).
  void judge_scarcity() {
    const PlanCertificate& facts = plan_.certificate;
    const double allowed = 2 * std::max(0.0, facts.objective - facts.safe_bound) +
                           figure_tolerance * std::max(1.0, std::fabs(facts.objective));
    for (const Bottleneck& bottleneck : answer_->bottlenecks) {
      if (left_over(bottleneck) > allowed) fault("bottlenecks.id", bottleneck.id, "is not used up");
    }
  }

  // Worth of what is left of a bottleneck.
  double left_over(const Bottleneck& bottleneck) const {
    const double price = bottleneck.valuation;
    if (const Index k = find(bottleneck.id, "capacity:", economy_.capacities); k != no_index) {
      return price * (economy_.capacities[k].amount - plan_.capacities[k].used);
    }
    if (const Index k = find(bottleneck.id, "recipe:", economy_.recipes); k != no_index) {
      return price * (economy_.recipes[k].upper_activity - plan_.activity[k]);
    }
    if (const Index k = find(bottleneck.id, "limit:", economy_.limits); k != no_index) {
      const Limit& limit = economy_.limits[k];
      return price * std::min(limit.upper - plan_.limits[k].value, plan_.limits[k].value - limit.lower);
    }
    const Index kind = find(bottleneck.id, "labour:", economy_.labour_kinds);
    double worth = 0;  // of hours that are on offer for less
    for (std::size_t o = 0; o < economy_.labour_offers.size(); ++o) {
      const LabourOffer& offer = economy_.labour_offers[o];
      if (offer.kind != kind) continue;
      const auto steps = economy_.steps_of(offer);
      for (std::size_t s = 0; s < steps.size(); ++s) {
        worth += std::max(0.0, price - steps[s].burden) * (steps[s].hours - plan_.labour[o][s]);
      }
    }
    return worth;
  }

  // Rivals and hours pay the whole cost, where nothing else has one: what the coverage lost is worth by each rival's
  // ladder, and the burden of the hours.
  void judge_payment() {
    if (other_costs_) return;
    double least = 0, most = 0, size = 0;
    const auto pay = [&](double one, double other) {
      least += std::min(one, other);
      most += std::max(one, other);
      size += std::fabs(other);
    };
    for (const ExtraHours& extra : answer_->hours) {
      const double burden = economy_.steps_of(economy_.labour_offers[extra.offer])[extra.step].burden;
      pay(extra.hours * burden, extra.hours * burden);
    }
    for (const Rival& rival : answer_->rivals) {
      const auto [below, above] = worths_of(rival.need);
      pay(rival.loss * above, rival.loss * below);
    }
    const double allowed = figure_tolerance * std::max(1.0, size);
    if (answer_->marginal_cost < least - allowed || answer_->marginal_cost > most + allowed) {
      fault("rivals", 0.5 * (least + most), "what they lose and the hours do not add up to the cost");
    }
  }

  // What a unit less and a unit more of a need is worth in the plan; the same but at the ends of steps.
  std::pair<double, double> worths_of(Index n) const {
    const Need& need = economy_.needs[n];
    const double scale = need.weight * economy_.objective.hours_per_coverage / need.amount_per_head;
    const double coverage = plan_.needs[n].coverage;
    double end = 0, below = 0, above = 0;
    bool below_found = false;
    for (const CoverageStep& step : economy_.ladder_of(need)) {
      end += step.width;
      if (!below_found) below = step.value;
      below_found |= coverage <= end + figure_tolerance;
      above = step.value;
      if (coverage < end - figure_tolerance) break;
    }
    return {scale * below, scale * above};
  }

  // Whoever loses has something to lose above its floor, and whoever gains is short.
  void judge_rivals() {
    for (const Rival& rival : answer_->rivals) {
      const Need& need = economy_.needs[rival.need];
      const double asked = economy_.asked(need), delivered = plan_.needs[rival.need].delivered;
      if (rival.need == answer_->need) fault("rivals", need.id, "is the need itself");
      if (!std::isfinite(rival.loss) || rival.loss == 0) fault("rivals.loss", rival.loss, "is no loss");
      const double kept = std::max(floors_[rival.need] - figure_tolerance, figure_tolerance * figure_tolerance);
      if (rival.loss > 0 && delivered <= kept * asked) fault("rivals", need.id, "has nothing to lose");
      if (rival.loss < 0 && delivered >= asked) fault("rivals", need.id, "cannot gain: it is covered");
    }
  }

  // From a variant of the need on, each recipe makes its product and takes the next one; the last takes the bottleneck.
  void judge_chain() {
    const auto& chain = answer_->chain;
    if (chain.empty()) return;
    const auto ways = economy_.alternatives_of(economy_.needs[answer_->need]);
    const bool begins = std::any_of(ways.begin(), ways.end(),
                                    [&](const Alternative& way) { return way.product == chain.front().product; });
    if (!begins) fault("chain", economy_.products[chain.front().product].id, "does not serve the need");
    for (std::size_t k = 0; k < chain.size(); ++k) {
      const ChainLink& link = chain[k];
      if (!(link.amount > 0)) fault("chain.amount", link.amount, "is nothing");
      const bool last = k + 1 == chain.size();
      const std::string& product = economy_.products[link.product].id;
      if (link.recipe == no_index) {
        if (!last) fault("chain", product, "nothing makes it, and yet the chain goes on");
        continue;
      }
      if (!is_on(link.recipe, link.product, &Recipe::outputs, &Recipe::inputs))
        fault("chain", product, "is not made by the recipe named");
      if (!last && !is_on(link.recipe, chain[k + 1].product, &Recipe::inputs, &Recipe::outputs)) {
        fault("chain", economy_.products[chain[k + 1].product].id, "is not taken by the recipe before it");
      }
    }
    if (!answer_->bottlenecks.empty()) judge_end(chain.back(), answer_->bottlenecks.front().id);
  }

  // On one side of a recipe or, of what must balance exactly and may be a burden to have, on the other.
  bool is_on(Index recipe, Index product, Slice Recipe::*side, Slice Recipe::*other_side) const {
    return names(recipe, side, product) ||
           (economy_.products[product].balance == BalanceRule::exact && names(recipe, other_side, product));
  }

  bool names(Index recipe, Slice Recipe::*flows, Index thing) const {
    const auto all = economy_.flows_of(economy_.recipes[recipe].*flows);
    return std::any_of(all.begin(), all.end(), [&](const Flow& flow) { return flow.index == thing; });
  }

  void judge_end(const ChainLink& end, const std::string& bottleneck) {
    const Index kind = find(bottleneck, "labour:", economy_.labour_kinds);
    const Index plant = find(bottleneck, "capacity:", economy_.capacities);
    if (kind == no_index && plant == no_index) return;
    const bool reached = end.recipe != no_index && (kind != no_index ? names(end.recipe, &Recipe::labour, kind)
                                                                     : names(end.recipe, &Recipe::capacities, plant));
    if (!reached) fault("chain", bottleneck, "the chain does not end there");
  }

  void judge_hours() {
    for (const ExtraHours& extra : answer_->hours) {
      if (!std::isfinite(extra.hours)) fault("hours", extra.hours, "is no number of hours");
    }
  }

  void judge_labour(const LabourAnswer& labour) {
    for (const ExtraHours& extra : labour.hours) {
      const LabourOffer& offer = economy_.labour_offers[extra.offer];
      const double size = economy_.steps_of(offer)[extra.step].hours;
      const double then = plan_.labour[extra.offer][extra.step] + extra.hours;
      if (!(then >= -figure_tolerance * size && then <= size * (1 + figure_tolerance))) {
        fault("labour.hours", extra.hours, "more than " + offer.id + " offers, or less than nothing");
      }
    }
    for (const NamedResidual& missing : labour.missing) {
      if (find(missing.id, "labour:", economy_.labour_kinds) == no_index || !(missing.value > 0)) {
        fault("labour.missing", missing.id, "is no work that is missing");
      }
    }
    const double now = plan_.needs[answer_->need].coverage;
    if (!(labour.coverage >= std::min(1.0, now) - figure_tolerance && labour.coverage <= 1 + figure_tolerance)) {
      fault("labour.coverage", labour.coverage, "is below what the plan reaches, or beyond what is asked for");
    }
    double lack = 0;
    for (const NamedResidual& entry : labour.lack) lack += entry.value;
    if (!labour.possible && !labour.lack.empty() && !is_near(lack, 1, 1)) {
      fault("labour.lack", lack, "the shares do not add up to 1");
    }
  }

  const Economy& economy_;
  const Plan& plan_;
  const std::vector<double> floors_;
  const bool other_costs_;  // strain or regret: decisions that cost something beside hours and coverage
  const NeedAnswer* answer_ = nullptr;
  Problems problems_;
};

}  // namespace

Problems verify_answers(const Economy& economy, const Plan& plan) {
  return AnswerJudge(economy, plan).run();
}

}  // namespace planwerk
