#include "host/plan/tiers/plan_program.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/recover_plan.hpp"
#include "host/plan/tiers/tier_ladders.hpp"

namespace planwerk {
namespace {

using certificate::CoveragePiece;
using certificate::DecisionCosts;
using certificate::TierGoal;

// Of what an earlier result may still be worsened by: left for rounding and repair.
constexpr double all_of_it = 1, nearly_all_of_it = 1 - 1e-9;  // coverage of a need
constexpr double kept_off_bound = 1e-12;

// All that is covered of a need, in its first step.
void gather_steps(const Economy& economy, const ProductionLp& production, std::vector<double>& primal) {
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const auto first = static_cast<std::size_t>(production.coverage_columns[n]);
    for (std::size_t k = 1; k < economy.ladder_of(economy.needs[n]).size(); ++k) {
      primal[first] += primal[first + k];
      primal[first + k] = 0;
    }
  }
}

// The rate charged in the middle of a range.
double rate_between(std::span<const CoveragePiece> pieces, double begin, double end) {
  for (const CoveragePiece& piece : pieces) {
    if ((begin + end) / 2 < piece.end) return piece.rate.value;
  }
  return 0;
}

}  // namespace

PlanProgram::PlanProgram(const Economy& economy) : economy_(economy), production_(build_lp(economy_)) {}

PlanProgram::PlanProgram(const Economy& economy, const TierGoal& goal)
    : own_economy_(economy_without_tiers(economy, goal, all_costs(economy, goal))),
      economy_(*own_economy_),
      production_(build_lp(economy_)) {
  ExtendedProgram program(production_.lp);
  program.clear_costs();
  add_earlier_rows(goal, program);
  if (goal.costs == nullptr) {
    add_least_coverage(goal, program);
  } else {
    set_costs(*goal.costs, program);
  }
  extended_ = program.build();
  if (goal.costs != nullptr) extended_->objective_offset = goal.costs->constant.value;
}

PlanProgram::PlanProgram(const Economy& economy, const TierGoal& goal, const TierStack& stack)
    : own_economy_(economy_without_tiers(economy, goal, all_costs(economy, stack))),
      economy_(*own_economy_),
      production_(build_lp(economy_)) {
  ExtendedProgram program(production_.lp);
  program.clear_costs();
  const bool is_of_stack = std::count(stack.costs.begin(), stack.costs.end(), goal.costs) > 0;
  is_question_ = goal.costs != nullptr && !is_of_stack;
  has_single_steps_ =
      stack.single_steps && !is_of_stack &&
      std::count(goal.earlier.begin(), goal.earlier.end(), nullptr) == static_cast<std::ptrdiff_t>(goal.earlier.size());
  if (goal.costs != nullptr && !has_single_steps_) set_costs(*goal.costs, program);
  if (has_single_steps_) take_single_steps(goal, program);
  add_stack_rows(goal, stack, program);
  extended_ = program.build();
  if (goal.costs != nullptr) extended_->objective_offset = goal.costs->constant.value;
}

PlanProgram::PlanProgram(const Economy& economy, TierGoal first, const TierStack& stack, const DecisionCosts& joint,
                         double level_worth)
    : own_economy_(economy_without_tiers(economy, first, all_costs(economy, stack))),
      economy_(*own_economy_),
      production_(build_lp(economy_)) {
  ExtendedProgram program(production_.lp);
  program.clear_costs();
  set_costs(joint, program);
  if (first.costs != nullptr) {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) first.open.push_back(static_cast<Index>(n));
    first.costs = nullptr;
  }
  add_stack_rows(first, stack, program);
  if (level_column_ != no_index) program.set_cost(level_column_, 0 - level_worth);
  extended_ = program.build();
  extended_->objective_offset = joint.constant.value;
}

void PlanProgram::set_costs(const DecisionCosts& costs, ExtendedProgram& program) const {
  const std::vector<double> values = column_costs(costs);
  for (std::size_t j = 0; j < values.size(); ++j) program.set_cost(static_cast<Index>(j), values[j]);
}

// From the need's floor to where the costs of a question end, at what they charge there.
void PlanProgram::take_single_steps(const TierGoal& goal, ExtendedProgram& program) {
  for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
    const Need& need = economy_.needs[n];
    const double asked = economy_.asked(need), floor = need.floor * asked;
    const Index first = production_.coverage_columns[n];
    double end = asked, rate = 0;
    for (const CoveragePiece& piece :
         goal.costs == nullptr ? std::span<const CoveragePiece>{} : goal.costs->coverage[n]) {
      if (piece.rate.value == 0) continue;
      rate = piece.rate.value;
      end = piece.end;
    }
    program.set_column_bounds(first, floor, std::max(floor, end));
    program.set_cost(first, rate);
    const auto steps = static_cast<Index>(economy_.ladder_of(need).size());
    for (Index k = 1; k < steps; ++k) program.set_column_bounds(first + k, 0, 0);
  }
}

void PlanProgram::add_stack_rows(const TierGoal& goal, const TierStack& stack, ExtendedProgram& program) {
  earlier_rows_.assign(goal.earlier.size(), no_index);
  for (const DecisionCosts* costs : stack.held) {
    const auto at = std::find(goal.earlier.begin(), goal.earlier.end(), costs);
    const auto k = static_cast<std::size_t>(at - goal.earlier.begin());
    const bool is_held = at != goal.earlier.end();
    const Index row = add_held_row(*costs, is_held ? goal.held_at[k] : infinity, program);
    if (is_held) earlier_rows_[k] = row;
    if (costs == goal.costs) own_row_ = row;
  }
  if (!stack.levels) return;
  TierGoal everybody = goal;
  everybody.open.clear();
  for (std::size_t n = 0; n < economy_.needs.size(); ++n) everybody.open.push_back(static_cast<Index>(n));
  add_least_coverage(everybody, program);
  program.set_column_bounds(level_column_, 0, stack.highest_level);
  std::vector<char> counts(economy_.needs.size());
  for (const Index n : goal.open) {
    counts[n] = goal.costs == nullptr;
  }
  for (std::size_t n = 0; n < counts.size(); ++n) {
    if (coverage_rows_[n] != no_index && !counts[n]) program.set_row_bounds(coverage_rows_[n], -infinity, infinity);
  }
  if (goal.costs != nullptr) program.set_cost(level_column_, 0);
}

std::vector<double> PlanProgram::column_costs(const DecisionCosts& costs) const {
  std::vector<double> values;
  values.reserve(production_.column_origins.size());
  double begin = 0;  // of the step at hand
  for (const auto [kind, index, part] : production_.column_origins) {
    if (kind == ColumnKind::recipe) values.push_back(costs.activity[index].value);
    if (kind == ColumnKind::delivery) values.push_back(costs.deliveries[index][part].value);
    if (kind == ColumnKind::labour) values.push_back(costs.labour[index][part].value);
    if (kind == ColumnKind::stock_draw) values.push_back(costs.drawn[index].value);
    if (kind != ColumnKind::coverage) continue;
    const Need& need = economy_.needs[index];
    if (part == 0) begin = 0;
    const double end = begin + economy_.ladder_of(need)[part].width * economy_.asked(need);
    double rate = rate_between(costs.coverage[index], begin, end);
    const auto ways = economy_.alternatives_of(need);
    if (ways.size() == 1) rate += costs.deliveries[index][0].value / ways[0].rate;  // has no column of its own
    values.push_back(rate);
    begin = end;
  }
  return values;
}

void PlanProgram::add_earlier_rows(const TierGoal& goal, ExtendedProgram& program) {
  for (std::size_t k = 0; k < goal.earlier.size(); ++k) {
    earlier_rows_.push_back(no_index);
    if (goal.earlier[k] == nullptr) continue;
    earlier_rows_[k] = add_held_row(*goal.earlier[k], goal.held_at[k], program);
  }
}

// costs <= upper.
Index PlanProgram::add_held_row(const DecisionCosts& costs, double upper, ExtendedProgram& program) const {
  const std::vector<double> values = column_costs(costs);
  std::vector<Term> terms;
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (values[j] != 0) terms.push_back({static_cast<Index>(j), values[j]});
  }
  const double at = upper - kept_off_bound * std::max(1.0, std::fabs(upper));
  return program.add_row(terms, -infinity, std::isinf(upper) ? upper : at - costs.constant.value);
}

void PlanProgram::add_least_coverage(const TierGoal& goal, ExtendedProgram& program) {
  coverage_rows_.assign(economy_.needs.size(), no_index);
  level_column_ = program.add_column(-1, 0, all_of_it);
  for (const Index n : goal.open) {
    const double asked = economy_.asked(economy_.needs[n]);
    if (!(asked > 0)) continue;
    std::vector<Term> terms;
    const auto steps = economy_.ladder_of(economy_.needs[n]).size();
    for (std::size_t k = 0; k < steps; ++k) {
      terms.push_back({production_.coverage_columns[n] + static_cast<Index>(k), 1 / asked});
    }
    terms.push_back({level_column_, -1});
    coverage_rows_[n] = program.add_row(terms, 0, infinity);
  }
}

PrimalDual PlanProgram::production_part(const PrimalDual& point) const {
  PrimalDual part = point;
  part.primal.resize(production_.column_origins.size());
  part.dual.resize(production_.row_origins.size());
  return part;
}

PrimalDual PlanProgram::point_of(const Plan& plan) const {
  PrimalDual point = planwerk::point_of(economy_, production_, plan);
  point.primal.resize(static_cast<std::size_t>(lp().columns()));
  point.dual.resize(static_cast<std::size_t>(lp().rows()));
  if (has_single_steps_) gather_steps(economy_, production_, point.primal);
  if (level_column_ == no_index) return point;
  double least = 1;
  for (std::size_t n = 0; n < coverage_rows_.size(); ++n) {
    if (coverage_rows_[n] == no_index || std::isinf(lp().row_lower[coverage_rows_[n]])) continue;
    double covered = 0;
    const auto ways = economy_.alternatives_of(economy_.needs[n]);
    for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[n].deliveries[a];
    least = std::min(least, covered / economy_.asked(economy_.needs[n]));
  }
  point.primal[level_column_] = std::max(0.0, least);
  return point;
}

PrimalDual PlanProgram::point_of(Plan plan, const TierProof& proof) const {
  certificate::set_valuations({proof.products, proof.labour_kinds, proof.capacities, proof.limits}, plan);
  PrimalDual point = point_of(plan);
  for (std::size_t k = 0; k < earlier_rows_.size(); ++k) {
    if (earlier_rows_[k] != no_index) point.dual[earlier_rows_[k]] = 0 - proof.earlier[k];
  }
  double weight = 0;
  for (const double w : proof.needs) weight += w;
  for (std::size_t n = 0; n < coverage_rows_.size() && weight > 0; ++n) {
    if (coverage_rows_[n] != no_index) point.dual[coverage_rows_[n]] = proof.needs[n] / weight;
  }
  return point;
}

std::vector<double> PlanProgram::earlier_multipliers(const std::vector<double>& dual) const {
  std::vector<double> multipliers(earlier_rows_.size());
  for (std::size_t k = 0; k < earlier_rows_.size(); ++k) {
    if (earlier_rows_[k] != no_index) multipliers[k] = std::max(0.0, 0 - dual[earlier_rows_[k]]);
  }
  return multipliers;
}

TierProof PlanProgram::multipliers_of(const TierGoal& goal, const PrimalDual& point) const {
  TierProof proof;
  proof.earlier = earlier_multipliers(point.dual);
  if (goal.costs != nullptr) return proof;
  proof.needs.resize(economy_.needs.size());
  // What the level's own bound takes of its price belongs to any need: none is covered further than that.
  double rest = point.primal[level_column_] >= nearly_all_of_it ? 1 : 0;
  double* any = nullptr;
  for (const Index n : goal.open) {
    if (coverage_rows_[n] == no_index) continue;
    any = &proof.needs[n];
    *any = std::max(0.0, point.dual[coverage_rows_[n]]);
    rest -= *any;
  }
  if (any != nullptr) *any += std::max(0.0, rest);
  return proof;
}

}  // namespace planwerk
