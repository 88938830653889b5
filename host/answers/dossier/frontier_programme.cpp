#include "host/answers/dossier/frontier_programme.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/answers/dossier/programme.hpp"
#include "host/lp/accurate_sum.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

constexpr double executable_within = 1e-9;

double hours_offered(const Economy& economy, Index kind) {
  double hours = 0;
  for (const LabourOffer& offer : economy.labour_offers) {
    if (kind != no_index && offer.kind != kind) continue;
    for (const LabourStep& step : economy.steps_of(offer)) hours += step.hours;
  }
  return hours;
}

double full_worth(const Economy& economy, const Need& need) {
  double worth = 0;
  for (const CoverageStep& step : economy.ladder_of(need)) worth += step.value * step.width;
  return worth * need.weight * economy.cohorts[need.cohort].size;
}

double people_asking(const Economy& economy) {
  double people = 0;
  for (const Need& need : economy.needs) people += economy.cohorts[need.cohort].size;
  return people;
}

double total_worth(const Economy& economy) {
  double worth = 0;
  for (const Need& need : economy.needs) worth += full_worth(economy, need);
  return worth;
}

}  // namespace

double worth_of(const Economy& economy, const Plan& plan) {
  AccurateSum reached;
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    double left = plan.needs[n].coverage;
    for (const CoverageStep& step : economy.ladder_of(need)) {
      const double filled = std::clamp(left, 0.0, step.width);
      reached.add_product(filled * step.value, need.weight * economy.cohorts[need.cohort].size);
      left -= filled;
    }
  }
  const double all = total_worth(economy);
  return all > 0 ? reached.value() / all : 0;
}

double mean_coverage_of(const Economy& economy, const Plan& plan) {
  AccurateSum covered;
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    covered.add_product(plan.needs[n].coverage, economy.cohorts[economy.needs[n].cohort].size);
  }
  const double all = people_asking(economy);
  return all > 0 ? covered.value() / all : 0;
}

FrontierProgramme::FrontierProgramme(const Economy& economy, const Means& means, Measure measure)
    : economy_(economy),
      means_(means),
      measure_(measure),
      merged_(merge_needs(economy)),
      production_(build_lp(merged_.economy)) {
  burden_.assign(production_.column_origins.size(), 0.0);
  for (std::size_t j = 0; j < burden_.size(); ++j) {
    const ColumnKind kind = production_.column_origins[j].kind;
    if (kind == ColumnKind::labour || kind == ColumnKind::recipe) burden_[j] = production_.lp.objective[j];
  }
  bound_means();
  price_measure();
}

void FrontierProgramme::bound_means() {
  use_.assign(production_.column_origins.size(), 0.0);
  ExtendedProgram programme(production_.lp);
  if (means_.kind == Means::Kind::work || means_.kind == Means::Kind::labour_kind) {
    std::vector<Term> hours;
    for (std::size_t j = 0; j < use_.size(); ++j) {
      const ColumnOrigin& origin = production_.column_origins[j];
      if (origin.kind != ColumnKind::labour) continue;
      const Index kind = merged_.economy.labour_offers[origin.index].kind;
      if (means_.kind == Means::Kind::labour_kind && kind != means_.index) continue;
      hours.push_back({static_cast<std::int32_t>(j), 1});
      use_[j] = 1;
    }
    row_ = programme.add_row(hours, -infinity, infinity);
    most_ = hours_offered(economy_, means_.kind == Means::Kind::work ? no_index : means_.index);
    present_ = most_;
    open_ = programme.build();
    return;
  }
  const bool capacity = means_.kind == Means::Kind::capacity;
  row_ = capacity ? production_.capacity_rows[means_.index] : production_.limit_rows[means_.index];
  const double lower = production_.lp.row_lower[row_], upper = production_.lp.row_upper[row_];
  sign_ = upper == infinity && lower > -infinity ? -1 : 1;
  const double bound = sign_ > 0 ? upper : lower;
  if (std::isfinite(bound)) present_ = sign_ * bound;
  programme.set_row_bounds(row_, sign_ > 0 ? lower : -infinity, infinity);
  open_ = programme.build();
  const SparseMatrix& a = open_.matrix;
  for (auto k = a.row_offsets[row_]; k < a.row_offsets[row_ + 1]; ++k) use_[a.column_indices[k]] = sign_ * a.values[k];
}

// In hours, so that costs, prices and tolerances are of the size that they have in a plan: all coverage together is
// worth all hours offered.
void FrontierProgramme::price_measure() {
  if (measure_ == Measure::objective) return;
  const Economy& economy = merged_.economy;
  scale_ = 1 / std::max(1.0, hours_offered(economy, no_index));
  const double all = measure_ == Measure::worth ? total_worth(economy) : people_asking(economy);
  std::fill(open_.objective.begin(), open_.objective.end(), 0.0);
  open_.objective_offset = 0;
  for (std::size_t j = 0; j < production_.column_origins.size(); ++j) {
    const ColumnOrigin& origin = production_.column_origins[j];
    if (origin.kind != ColumnKind::coverage || all <= 0) continue;
    const Need& need = economy.needs[origin.index];
    const double people = measure_ == Measure::worth
                              ? need.weight * economy.ladder_of(need)[static_cast<std::size_t>(origin.part)].value
                              : 1;
    open_.objective[j] = -people / need.amount_per_head / all / scale_;
  }
}

LinearProgram FrontierProgramme::with(double means) const {
  LinearProgram lp = open_;
  (sign_ > 0 ? lp.row_upper : lp.row_lower)[row_] = sign_ * means;
  return lp;
}

LinearProgram FrontierProgramme::least_use() const {
  return with_costs(with(infinity), use_);
}

LinearProgram FrontierProgramme::with_costs(LinearProgram lp, const std::vector<double>& costs) const {
  lp.objective = costs;
  lp.objective_offset = 0;
  return lp;
}

double FrontierProgramme::slope_of(const std::vector<double>& dual) const {
  return -sign_ * dual[row_] * scale_;
}

double FrontierProgramme::means_of(const std::vector<double>& primal) const {
  AccurateSum sum;
  for (std::size_t j = 0; j < use_.size(); ++j) sum.add_product(use_[j], primal[j]);
  return sum.value();
}

Economy FrontierProgramme::economy_with(double means) const {
  Economy economy = economy_;
  if (means_.kind == Means::Kind::capacity) economy.capacities[means_.index].amount = means;
  if (means_.kind == Means::Kind::limit) {
    Limit& limit = economy.limits[means_.index];
    (sign_ > 0 ? limit.upper : limit.lower) = sign_ * means;
  }
  return economy;
}

Plan FrontierProgramme::plan_at(double means, const PrimalDual& point) const {
  PrimalDual own = point;  // without what the bound on hours has added
  own.primal.resize(production_.column_origins.size());
  own.dual.resize(production_.row_origins.size());
  Plan plan = share_out(economy_, merged_, recover_plan(merged_.economy, production_, own));
  complete(economy_with(means), plan);
  double hours = 0;
  for (std::size_t k = 0; k < plan.labour_kinds.size(); ++k) {
    if (means_.kind == Means::Kind::work || static_cast<Index>(k) == means_.index) hours += plan.labour_kinds[k].used;
  }
  const bool of_hours = means_.kind == Means::Kind::work || means_.kind == Means::Kind::labour_kind;
  const bool within = !of_hours || hours <= means + executable_within * std::max(std::fabs(means), 1e-3 * most_);
  plan.status = plan.certificate.executable() && within ? Status::feasible : Status::numerical_trouble;
  plan.reason = "the best for its bound, as a point of a frontier";
  return plan;
}

std::string name_of(const Economy& economy, const Means& means) {
  const auto named = [](const auto& thing) { return thing.name.empty() ? thing.id : thing.name; };
  switch (means.kind) {
    case Means::Kind::work:
      return "work of all kinds";
    case Means::Kind::labour_kind:
      return named(economy.labour_kinds[means.index]);
    case Means::Kind::capacity:
      return named(economy.capacities[means.index]);
    case Means::Kind::limit:
      return named(economy.limits[means.index]);
  }
  return {};
}

std::string unit_of(const Economy& economy, const Means& means) {
  if (means.kind == Means::Kind::capacity) return economy.capacities[means.index].unit;
  if (means.kind == Means::Kind::limit) return economy.limits[means.index].unit;
  return "h";
}

}  // namespace planwerk
