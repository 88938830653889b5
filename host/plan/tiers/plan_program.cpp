#include "host/plan/tiers/plan_program.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

using certificate::CoveragePiece;
using certificate::DecisionCosts;
using certificate::TierGoal;

// Pieces narrower than this share of what is asked for are rounding.
constexpr double narrowest = 1e-12;
// Of what an earlier result may still be worsened by: left for rounding and repair.
constexpr double kept_back = 1e-12;

// Widths of the steps at whose ends any of the costs may change.
std::vector<double> step_widths(std::span<const CoveragePiece> pieces, double asked) {
  std::vector<double> widths;
  double begin = 0;
  for (const CoveragePiece& piece : pieces) {
    const double end = asked > 0 ? piece.end / asked : 1;
    if (end - begin <= narrowest || end >= 1 - narrowest) continue;
    widths.push_back(end - begin);
    begin = end;
  }
  widths.push_back(1 - begin);
  return widths;
}

// All costs a goal knows, each once.
DecisionCosts all_costs(const Economy& economy, const TierGoal& goal) {
  DecisionCosts sum = certificate::no_costs(economy);
  if (goal.costs != nullptr) sum.add(1, *goal.costs);
  for (const DecisionCosts* costs : goal.earlier) {
    if (costs != nullptr) sum.add(1, *costs);
  }
  return sum;
}

Economy economy_of(Economy economy, const TierGoal& goal) {
  const DecisionCosts costs = all_costs(economy, goal);
  economy.objective.tiers.clear();
  economy.tier_terms.clear();
  economy.steps.clear();
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    Need& need = economy.needs[n];
    need.floor = goal.least_coverage[n];
    need.steps.begin = static_cast<std::int64_t>(economy.steps.size());
    for (const double width : step_widths(costs.coverage[n], economy.asked(need))) economy.steps.push_back({width, 0});
    need.steps.end = static_cast<std::int64_t>(economy.steps.size());
  }
  return economy;
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
    : own_economy_(economy_of(economy, goal)), economy_(*own_economy_), production_(build_lp(economy_)) {
  ExtendedProgram program(production_.lp);
  program.clear_costs();
  add_earlier_rows(goal, program);
  if (goal.costs == nullptr) {
    add_least_coverage(goal, program);
  } else {
    const std::vector<double> costs = column_costs(*goal.costs);
    for (std::size_t j = 0; j < costs.size(); ++j) program.set_cost(static_cast<Index>(j), costs[j]);
  }
  extended_ = program.build();
  if (goal.costs != nullptr) extended_->objective_offset = goal.costs->constant.value;
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
    const std::vector<double> costs = column_costs(*goal.earlier[k]);
    std::vector<Term> terms;
    for (std::size_t j = 0; j < costs.size(); ++j) {
      if (costs[j] != 0) terms.push_back({static_cast<Index>(j), costs[j]});
    }
    const double at = goal.held_at[k] - kept_back * std::max(1.0, std::fabs(goal.held_at[k]));
    earlier_rows_[k] = program.add_row(terms, -infinity, at - goal.earlier[k]->constant.value);
  }
}

void PlanProgram::add_least_coverage(const TierGoal& goal, ExtendedProgram& program) {
  coverage_rows_.assign(economy_.needs.size(), no_index);
  level_column_ = program.add_column(-1, 0, infinity);
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
  const bool nobody =
      std::all_of(coverage_rows_.begin(), coverage_rows_.end(), [](Index row) { return row == no_index; });
  if (nobody) program.set_column_bounds(level_column_, 0, 1);
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
  if (level_column_ == no_index) return point;
  double least = 1;
  for (std::size_t n = 0; n < coverage_rows_.size(); ++n) {
    if (coverage_rows_[n] == no_index) continue;
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

TierProof PlanProgram::multipliers_of(const TierGoal& goal, const std::vector<double>& dual) const {
  TierProof proof;
  proof.earlier.resize(goal.earlier.size());
  for (std::size_t k = 0; k < earlier_rows_.size(); ++k) {
    if (earlier_rows_[k] != no_index) proof.earlier[k] = std::max(0.0, 0 - dual[earlier_rows_[k]]);
  }
  if (goal.costs != nullptr) return proof;
  proof.needs.resize(economy_.needs.size());
  for (const Index n : goal.open) {
    if (coverage_rows_[n] != no_index) proof.needs[n] = std::max(0.0, dual[coverage_rows_[n]]);
  }
  return proof;
}

}  // namespace planwerk
