#include "host/answers/need/cover_questions.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/answers/need/value_network.hpp"
#include "host/lp/accurate_sum.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

constexpr double solve_tolerance = 1e-9;
constexpr std::int64_t most_products = 100'000;  // of a solve; generated economies take up to 22,000
constexpr double least_told = 1e-9;              // of what is asked for or offered: less is told as nothing
constexpr double loss_of_makers = 1e-6;          // of idle recipes that count as makers, relative

double steps_value(const std::vector<double>& primal, const std::vector<double>& cost, Index first, std::size_t count) {
  AccurateSum sum;
  for (std::size_t k = 0; k < count; ++k) sum.add_product(primal[first + k], cost[first + k]);
  return sum.value();
}

}  // namespace

std::vector<Rival> ranked_rivals(const Economy& economy, const std::vector<double>& losses) {
  const auto people = [&](const Rival& rival) {
    const Need& need = economy.needs[rival.need];
    return economy.cohorts[need.cohort].size * rival.loss / economy.asked(need);
  };
  std::vector<Rival> rivals;
  for (std::size_t n = 0; n < losses.size(); ++n) {
    if (losses[n] == 0 || economy.asked(economy.needs[n]) <= 0) continue;
    rivals.push_back({static_cast<Index>(n), losses[n]});
  }
  std::stable_sort(rivals.begin(), rivals.end(), [&](const Rival& a, const Rival& b) { return people(a) > people(b); });
  return rivals;
}

CoverQuestions::CoverQuestions(const Economy& economy, const Plan& plan, SolveSettings settings, Device& device)
    : economy_(economy),
      plan_(plan),
      settings_([&] {
        settings.tolerance = solve_tolerance;
        settings.work_limit = std::min(settings.work_limit, most_products);
        settings.accept = nullptr;
        return std::move(settings);
      }()),
      device_(device),
      merged_(merge_needs(economy)),
      production_(build_lp(merged_.economy)),
      point_(point_of(merged_.economy, production_, merged_plan(economy, merged_, plan))) {}

// The answer is near the plan: a vertex is looked for from there first. A matching tells from both its amounts and its
// prices which vertex that is.
Solution CoverQuestions::solve(const LinearProgram& lp, std::vector<double> primal) const {
  SolveSettings settings = settings_;
  settings.warm_start = PrimalDual{std::move(primal), point_.dual};
  settings.start_is_near = true;
  return planwerk::solve(lp, settings, device_);
}

// Coverage no lower than now, and worth nothing: what is left are burdens.
void CoverQuestions::hold_others(ExtendedProgram& programme) const {
  const LinearProgram& lp = production_.lp;
  for (std::int32_t j = 0; j < lp.columns(); ++j) {
    if (production_.column_origins[j].kind != ColumnKind::coverage) continue;
    const double held = point_.primal[j] - least_told * lp.column_upper[j];
    programme.set_column_bounds(j, std::clamp(held, lp.column_lower[j], lp.column_upper[j]), lp.column_upper[j]);
    programme.set_cost(j, 0);
  }
}

std::vector<Index> CoverQuestions::steps_of(Index group) const {
  std::vector<Index> columns(merged_.economy.ladder_of(merged_.economy.needs[group]).size());
  std::iota(columns.begin(), columns.end(), production_.coverage_columns[group]);
  return columns;
}

// The greatest coverage within the programme's bounds. The plan itself is a point of it, so that there is an answer
// whatever is asked; a cost of covering fully would be sought in vain where that cannot be done. Costs of at least one,
// for tolerances are counted from there.
std::optional<CoverQuestions::Reach> CoverQuestions::reach(ExtendedProgram programme, Index group) const {
  const double asked = merged_.economy.asked(merged_.economy.needs[group]);
  programme.clear_costs();
  for (const Index column : steps_of(group)) programme.set_cost(column, -std::max(1.0, 1 / asked));
  Reach reach{solve(programme.build(), programme.extended(point_).primal)};
  if (reach.solution.status != Status::optimal) return std::nullopt;
  for (const Index column : steps_of(group)) reach.covered += reach.solution.point.primal[column];
  reach.whole = reach.covered >= (1 - 10 * least_told) * asked;
  return reach;
}

// With a little room, as for the others: a point to begin from is known to be there.
void CoverQuestions::cover_fully(ExtendedProgram& programme, Index group, const Reach& reach) const {
  for (const Index column : steps_of(group)) {
    const double full = production_.lp.column_upper[column];
    programme.set_column_bounds(column, std::clamp(reach.solution.point.primal[column] - least_told * full, 0.0, full),
                                full);
  }
}

std::vector<Index> CoverQuestions::add_unoffered_hours(ExtendedProgram& programme) const {
  std::vector<double> dearest(economy_.labour_kinds.size(), 0.0);
  for (const LabourOffer& offer : economy_.labour_offers) {
    for (const LabourStep& step : economy_.steps_of(offer)) {
      dearest[offer.kind] = std::max(dearest[offer.kind], step.burden);
    }
  }
  std::vector<Index> columns;
  for (std::size_t k = 0; k < dearest.size(); ++k) {
    const double burden = burden_of_unoffered_hours * (dearest[k] > 0 ? dearest[k] : 1);
    columns.push_back(programme.add_column(burden, 0, infinity, {{production_.labour_rows[k], -1}}));
  }
  return columns;
}

std::optional<LabourAnswer> CoverQuestions::labour(Index need) {
  const Index group = merged_.group_of[need];
  ExtendedProgram programme(production_.lp);
  hold_others(programme);
  add_unoffered_hours(programme);
  const auto reached = reach(programme, group);
  if (!reached) return std::nullopt;
  if (!reached->whole) return obstacles(group, *reached);
  cover_fully(programme, group, *reached);
  const LinearProgram lp = programme.build();
  const Solution solution = solve(lp, reached->solution.point.primal);
  if (solution.status != Status::optimal) return std::nullopt;
  return extra_labour(lp, solution);
}

// The plan's own hours at the same costs.
double CoverQuestions::least_burden_now() const {
  AccurateSum burden;
  for (std::size_t j = 0; j < production_.column_origins.size(); ++j) {
    if (production_.column_origins[j].kind == ColumnKind::coverage) continue;
    burden.add_product(production_.lp.objective[j], point_.primal[j]);
  }
  return burden.value();
}

LabourAnswer CoverQuestions::extra_labour(const LinearProgram& lp, const Solution& solution) const {
  LabourAnswer answer;
  answer.possible = true;
  answer.coverage = 1;
  answer.burden = steps_value(solution.point.primal, lp.objective, 0, lp.objective.size()) - least_burden_now();
  Plan then;
  for (const Index column : production_.recipe_columns) then.activity.push_back(solution.point.primal[column]);
  fit_to(economy_, then);
  recover_labour(economy_, then);  // steps of equal burden in proportion, as in every plan
  std::vector<double> missing(economy_.labour_kinds.size(), 0.0), offered(economy_.labour_kinds.size(), 0.0);
  for (std::size_t k = 0; k < missing.size(); ++k) {
    missing[k] = solution.point.primal[production_.lp.columns() + static_cast<std::int32_t>(k)];
  }
  for (std::size_t o = 0; o < then.labour.size(); ++o) {
    const LabourOffer& offer = economy_.labour_offers[o];
    for (std::size_t s = 0; s < then.labour[o].size(); ++s) {
      const double hours = then.labour[o][s] - plan_.labour[o][s];
      const double size = economy_.steps_of(offer)[s].hours;
      offered[offer.kind] += size;
      if (std::fabs(hours) <= 10 * least_told * size) continue;
      answer.hours.push_back({static_cast<Index>(o), static_cast<Index>(s), hours});
    }
  }
  std::stable_sort(answer.hours.begin(), answer.hours.end(),
                   [](const ExtraHours& a, const ExtraHours& b) { return a.hours > b.hours; });
  for (std::size_t k = 0; k < missing.size(); ++k) {
    if (missing[k] <= 10 * least_told * std::max(1.0, offered[k])) continue;
    answer.missing.push_back({"labour:" + economy_.labour_kinds[k].id, missing[k]});
  }
  return answer;
}

// No amount of work covers the need: how far it goes with all the work one could wish for, and what ends it there. The
// prices of that programme are a proof that nothing more is to be had.
LabourAnswer CoverQuestions::obstacles(Index group, const Reach& reach) const {
  LabourAnswer answer;
  answer.coverage = reach.covered / merged_.economy.asked(merged_.economy.needs[group]);
  const CostTrace trace = ValueNetwork(merged_.economy, production_, reach.solution.point.primal, {})
                              .trace_alone(group, reach.solution.point.dual, {}, loss_of_makers);
  for (const Bottleneck& bottleneck : trace.bottlenecks) answer.lack.push_back({bottleneck.id, bottleneck.share});
  return answer;
}

std::optional<WholeCover> CoverQuestions::whole(Index need) {
  const Index group = merged_.group_of[need];
  ExtendedProgram programme(production_.lp);
  const auto reached = reach(programme, group);
  if (!reached) return std::nullopt;
  if (!reached->whole) return WholeCover{};
  cover_fully(programme, group, *reached);
  const Solution solution = solve(programme.build(), reached->solution.point.primal);
  if (solution.status != Status::optimal) return std::nullopt;
  WholeCover cover;
  cover.possible = true;
  std::vector<double> lost(merged_.economy.needs.size(), 0.0);
  AccurateSum cost;
  for (std::size_t j = 0; j < production_.column_origins.size(); ++j) {
    const auto [kind, index, part] = production_.column_origins[j];
    const double less = point_.primal[j] - solution.point.primal[j];
    if (kind == ColumnKind::coverage && index == group) continue;
    if (kind == ColumnKind::coverage) lost[index] += less;
    cost.add_product(production_.lp.objective[j], -less);
  }
  cover.cost = cost.value();
  std::vector<double> losses;
  for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
    const double loss = lost[merged_.group_of[n]] * merged_.share_of[n];
    losses.push_back(std::fabs(loss) > 10 * least_told * economy_.asked(economy_.needs[n]) ? loss : 0);
  }
  cover.losses = ranked_rivals(economy_, losses);
  return cover;
}

}  // namespace planwerk
