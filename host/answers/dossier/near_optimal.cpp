#include "host/answers/dossier/near_optimal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/answers/dossier/programme.hpp"
#include "host/model/net_flows.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

constexpr double room_for_rounding = 1e-9;  // of the objective that the given plan keeps

}  // namespace

NearOptimal::NearOptimal(const Economy& economy, const Plan& plan, const Slack& slack)
    : economy_(economy),
      given_(plan),
      merged_(merge_needs(economy)),
      merged_plan_(merged_plan(economy, merged_, plan)),
      program_(program_within(slack.objective + room_for_rounding)),
      production_(program_->production()),
      start_(program_->point_of(merged_plan_)) {
  hold(slack);
  add_recipes(merged_plan_);
  add_stocks(merged_plan_);
  add_variants(merged_plan_);
}

// Of a plan of tiers: no result worse than in the plan by more than the slack.
std::unique_ptr<PlanProgram> NearOptimal::program_within(double slack) const {
  const Economy& economy = merged_.economy;
  if (merged_plan_.tiers.empty()) return std::make_unique<PlanProgram>(economy);
  const certificate::NettedRecipes recipes(economy);
  const certificate::Balances balances = certificate::balances_of(economy, recipes, merged_plan_);
  certificate::TierWalk walk(economy, recipes);
  for (const TierResult& result : merged_plan_.tiers) {
    if (walk.done()) break;
    const double value = certificate::value_of(walk.goal(), economy, balances, merged_plan_);
    walk.hold(value + slack * std::max(1.0, std::fabs(value)), result.settled);
  }
  certificate::TierGoal all_held = walk.goal();
  const certificate::DecisionCosts nothing = certificate::no_costs(economy);
  all_held.tier = 0;
  all_held.costs = &nothing;
  return std::make_unique<PlanProgram>(economy, all_held);
}

// One row for the objective, one per need that has coverage to keep.
void NearOptimal::hold(const Slack& slack) {
  const LinearProgram& lp = program_->lp();
  ExtendedProgram programme(lp);
  if (merged_plan_.tiers.empty()) {
    given_objective_ = value_of(lp, start_.primal);
    std::vector<Term> objective;
    for (std::size_t j = 0; j < columns(); ++j) objective.push_back({static_cast<std::int32_t>(j), lp.objective[j]});
    const double size = std::fabs(given_objective_);
    programme.add_row(objective, -infinity, given_objective_ + (slack.objective + room_for_rounding) * size);
  } else {
    given_objective_ = given_.tiers[certificate::pricing_result(economy_, given_.tiers)].value;
  }
  for (std::size_t n = 0; n < merged_.economy.needs.size(); ++n) {
    const Need& need = merged_.economy.needs[n];
    const auto ways = merged_.economy.alternatives_of(need);
    double kept = -slack.coverage * merged_.economy.asked(need);
    for (std::size_t a = 0; a < ways.size(); ++a) kept += ways[a].rate * merged_plan_.needs[n].deliveries[a];
    if (kept <= 0) continue;
    std::vector<Term> steps;
    for (std::size_t k = 0; k < program_->economy().ladder_of(program_->economy().needs[n]).size(); ++k) {
      steps.push_back({production_.coverage_columns[n] + static_cast<std::int32_t>(k), 1});
    }
    programme.add_row(steps, kept, infinity);
  }
  programme.clear_costs();
  lp_ = programme.build();
  start_ = programme.extended(std::move(start_));
}

double NearOptimal::loss_of(const Plan& other) const {
  const auto relative = [](double now, double then) { return (then - now) / std::max(1.0, std::fabs(now)); };
  if (given_.tiers.empty()) return relative(given_.certificate.objective, other.certificate.objective);
  const certificate::NettedRecipes recipes(economy_);
  const certificate::Balances now = certificate::balances_of(economy_, recipes, given_);
  const certificate::Balances then = certificate::balances_of(economy_, recipes, other);
  certificate::TierWalk walk(economy_, recipes);
  double most = -std::numeric_limits<double>::infinity();
  for (const TierResult& result : given_.tiers) {
    if (walk.done()) break;
    most = std::max(most, relative(certificate::value_of(walk.goal(), economy_, now, given_),
                                   certificate::value_of(walk.goal(), economy_, then, other)));
    walk.hold(result.held_at, result.settled);
  }
  return most;
}

// What recipes of no valued output are worth is the work that they take.
void NearOptimal::add_recipes(const Plan& plan) {
  NetFlows net(economy_);
  for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
    const Recipe& recipe = economy_.recipes[r];
    double made = 0, greatest = 0, work = 0;
    Index main = no_index;
    for (const Flow& flow : net.of(recipe)) {
      const double worth = flow.amount * std::fabs(plan.products[flow.index].valuation);
      if (flow.amount <= 0) continue;
      made += worth;
      if (main == no_index || worth > greatest) main = flow.index;
      greatest = std::max(greatest, worth);
    }
    for (const Flow& labour : economy_.flows_of(recipe.labour)) work += labour.amount;
    const std::string serves = main == no_index ? "" : "product:" + economy_.products[main].id;
    doings_.push_back(
        {"recipe:" + recipe.id, static_cast<std::size_t>(production_.recipe_columns[r]), serves, std::max(made, work)});
  }
}

void NearOptimal::add_stocks(const Plan& plan) {
  for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
    if (production_.stock_columns[s] == no_index) continue;
    const Index product = economy_.stocks[s].product;
    const std::string& id = economy_.products[product].id;
    doings_.push_back({"stock:" + id, static_cast<std::size_t>(production_.stock_columns[s]), "product:" + id,
                       std::fabs(plan.products[product].valuation)});
  }
}

void NearOptimal::add_variants(const Plan& plan) {
  for (std::size_t n = 0; n < merged_.economy.needs.size(); ++n) {
    if (production_.delivery_columns[n] == no_index) continue;
    const Need& need = merged_.economy.needs[n];
    std::size_t a = 0;
    for (const Alternative& way : merged_.economy.alternatives_of(need)) {
      doings_.push_back({"delivery:" + need.id + ":" + economy_.products[way.product].id,
                         static_cast<std::size_t>(production_.delivery_columns[n]) + a++, "need:" + need.id,
                         std::fabs(plan.products[way.product].valuation)});
    }
  }
}

LinearProgram NearOptimal::with(const std::vector<double>& costs) const {
  LinearProgram lp = lp_;
  lp.objective.assign(lp.objective.size(), 0.0);
  std::copy(costs.begin(), costs.end(), lp.objective.begin());
  return lp;
}

std::vector<double> NearOptimal::levels(const PrimalDual& point) const {
  std::vector<double> values;
  for (const Doing& doing : doings_) values.push_back(std::max(0.0, point.primal[doing.column]));
  return values;
}

// With the given plan's valuations, which prove how good any plan can be.
Plan NearOptimal::plan_at(const PrimalDual& point) const {
  PrimalDual own = point;
  own.primal.resize(columns());
  own.dual.resize(production_.row_origins.size());
  Plan plan = share_out(economy_, merged_, recover_plan(program_->economy(), production_, own));
  certificate::set_valuations(certificate::valuations_of(given_), plan);
  complete(economy_, plan);
  plan.record = given_.record;
  plan.record.method = "alternatives";
  plan.status = plan.certificate.executable() ? Status::feasible : Status::numerical_trouble;
  plan.reason = "nearly as good as another plan";
  return plan;
}

std::vector<double> NearOptimal::costs_of(const Quantity& quantity) const {
  std::vector<double> costs(columns(), 0.0);
  if (quantity.kind == Quantity::Kind::recipe)
    costs[static_cast<std::size_t>(production_.recipe_columns[quantity.index])] = 1;
  if (quantity.kind == Quantity::Kind::need) {
    const Index group = merged_.group_of[quantity.index];
    const Need& need = merged_.economy.needs[group];
    const Economy& economy = program_->economy();  // its ladders are cut where tiers ask for it
    for (std::size_t k = 0; k < economy.ladder_of(economy.needs[group]).size(); ++k) {
      costs[static_cast<std::size_t>(production_.coverage_columns[group]) + k] = 1 / merged_.economy.asked(need);
    }
  }
  if (quantity.kind == Quantity::Kind::labour_kind) {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& labour : economy_.flows_of(economy_.recipes[r].labour)) {
        if (labour.index == quantity.index)
          costs[static_cast<std::size_t>(production_.recipe_columns[r])] += labour.amount;
      }
    }
  }
  return costs;
}

}  // namespace planwerk
