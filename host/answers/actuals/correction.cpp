#include "host/answers/actuals/correction.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/extended_program.hpp"
#include "host/model/net_flows.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/repair/primal_repair.hpp"

namespace planwerk {
namespace {

constexpr double solve_tolerance = 1e-9;
// By how much, relative to all there is to cover, the second step may fall behind the first: rounding.
constexpr double coverage_slack = 1e-9;
// Changes smaller than this part of what they change are rounding.
constexpr double least_change = 1e-6;

double delivered_of(const Economy& economy, const Need& need, const std::vector<double>& deliveries) {
  double delivered = 0;
  const auto ways = economy.alternatives_of(need);
  for (std::size_t a = 0; a < ways.size(); ++a) delivered += ways[a].rate * deliveries[a];
  return delivered;
}

class Corrector {
 public:
  Corrector(const Economy& economy, const Plan& plan, const Actuals& actuals, const SolveSettings& settings,
            Device& device)
      : whole_(economy),
        planned_(plan),
        settings_(settings),
        device_(device),
        account_(account_of(economy, plan, actuals)),
        rest_(remaining_job(economy, account_)),
        production_(build_lp(rest_.economy)) {
    settings_.tolerance = solve_tolerance;
    settings_.race_on = nullptr;
    settings_.warm_start.reset();
  }

  Correction correction() && {
    Correction result;
    result.plan = corrected_plan();
    if (result.plan.status == Status::feasible) {
      result.activities = activity_changes(result.plan);
      result.coverages = coverage_changes(result.plan);
    }
    result.account = std::move(account_);
    result.rest = std::move(rest_);
    return result;
  }

 private:
  Plan corrected_plan() {
    const LinearProgram coverage = coverage_program();
    const Solution closest = solve(coverage, settings_, device_);
    if (closest.status != Status::optimal) return without_answer(closest);
    const Solution gentlest = solve(gentle_program(coverage, closest), settings_, device_);
    if (gentlest.status != Status::optimal) return without_answer(gentlest);
    return plan_from(gentlest);
  }

  // Greatest worth of what is delivered, in people and steps of coverage, none of it beyond the plan. All worth
  // together is 1.
  LinearProgram coverage_program() const {
    LinearProgram lp = production_.lp;
    std::fill(lp.objective.begin(), lp.objective.end(), 0.0);
    lp.objective_offset = 0;
    double all = 0;
    for (std::size_t n = 0; n < rest_.economy.needs.size(); ++n) {
      const Need& need = rest_.economy.needs[n];
      const auto ladder = rest_.economy.ladder_of(need);
      double left = open_delivery(n);
      for (std::size_t k = 0; k < ladder.size(); ++k) {
        const auto j = static_cast<std::size_t>(production_.coverage_columns[n]) + k;
        lp.column_upper[j] = std::max(lp.column_lower[j], std::min(lp.column_upper[j], left));
        left = std::max(0.0, left - lp.column_upper[j]);
        lp.objective[j] = -ladder[k].value * need.weight / need.amount_per_head;
        all -= lp.objective[j] * lp.column_upper[j];
      }
    }
    if (all > 0) {
      for (double& cost : lp.objective) cost /= all;
    }
    return lp;
  }

  // What the plan promises to a need of the rest and has not delivered yet.
  double open_delivery(std::size_t n) const {
    const Need& need = whole_.needs[rest_.needs[n]];
    const double promised = delivered_of(whole_, need, planned_.needs[rest_.needs[n]].deliveries);
    return std::max(0.0, promised - delivered_of(whole_, need, account_.deliveries[rest_.needs[n]]));
  }

  double planned_activity(std::size_t recipe) const { return (1 - account_.elapsed) * planned_.activity[recipe]; }

  // Least change, coverage no worse than the closest.
  LinearProgram gentle_program(const LinearProgram& coverage, const Solution& closest) const {
    ExtendedProgram program(coverage);
    std::vector<Term> worth;
    double reached = 0;
    for (std::size_t j = 0; j < coverage.objective.size(); ++j) {
      if (coverage.objective[j] == 0) continue;
      worth.push_back({static_cast<std::int32_t>(j), coverage.objective[j]});
      reached += coverage.objective[j] * closest.point.primal[j];
    }
    program.clear_costs();
    if (!worth.empty()) program.add_row(worth, -infinity, reached + coverage_slack);
    const std::vector<double> weights = weights_of_change();
    for (std::size_t r = 0; r < weights.size(); ++r) {
      const std::int32_t less = program.add_column(weights[r], 0, infinity);
      const std::int32_t more = program.add_column(weights[r], 0, infinity);
      const double planned = planned_activity(r);
      program.add_row({{production_.recipe_columns[r], 1}, {less, 1}, {more, -1}}, planned, planned);
    }
    return program.build();
  }

  // What a unit of a recipe turns over at the plan's valuations, and its hours; all planned turnover together is 1.
  std::vector<double> weights_of_change() const {
    const std::vector<double> worth = worth_of_products(whole_, planned_);
    NetFlows net_flows(whole_);
    std::vector<double> weights;
    double all = 0;
    for (std::size_t r = 0; r < whole_.recipes.size(); ++r) {
      double weight = 0;
      for (const Flow& flow : net_flows.of(whole_.recipes[r])) weight += std::fabs(flow.amount * worth[flow.index]);
      for (const Flow& flow : whole_.flows_of(whole_.recipes[r].labour)) weight += flow.amount;
      weights.push_back(weight);
      all += weight * planned_activity(r);
    }
    double least = infinity;  // recipes of no value and no work are not to change for nothing
    for (const double weight : weights) least = weight > 0 ? std::min(least, weight) : least;
    for (double& weight : weights) {
      if (weight == 0) weight = std::isfinite(least) ? least : 1;
      if (all > 0) weight /= all;
    }
    return weights;
  }

  Plan plan_from(const Solution& solution) const {
    const Economy& economy = rest_.economy;
    PrimalDual point = solution.point;
    point.primal.resize(production_.column_origins.size());
    point.dual.assign(production_.row_origins.size(), 0.0);
    Plan plan = recover_plan(economy, production_, point);
    set_valuations(plan);
    plan.record = planned_.record;
    plan.record.method = "least change";
    complete(economy, plan);
    if (!plan.certificate.executable()) {
      PrimalRepair(economy, production_).repair(plan, point_of(economy, production_, plan).dual);
      complete(economy, plan);
    }
    plan.status = plan.certificate.executable() ? Status::feasible : Status::numerical_trouble;
    plan.reason = plan.certificate.executable() ? "it keeps to an earlier plan as far as possible"
                                                : "no executable plan was found near the solver's point";
    return plan;
  }

  // Those of the best plan of the rest, which says how much better it would be; where that is not known, or tiers price
  // the plan, the earlier plan's.
  void set_valuations(Plan& plan) const {
    if (rest_.economy.objective.tiers.empty()) {
      const Solution best = solve(production_.lp, settings_, device_);
      if (best.status == Status::optimal) return recover_valuations(rest_.economy, production_, best.point.dual, plan);
    }
    certificate::set_valuations(certificate::valuations_of(planned_), plan);
  }

  Plan without_answer(const Solution& solution) const {
    Plan plan;
    fit_to(rest_.economy, plan);
    plan.status = solution.status;
    plan.reason = solution.status == Status::infeasible ? "the hard demands on the rest of the period cannot be kept"
                                                        : solution.reason;
    return plan;
  }

  std::vector<ActivityChange> activity_changes(const Plan& plan) const {
    const std::vector<double> weights = weights_of_change();
    std::vector<ActivityChange> changes;
    for (std::size_t r = 0; r < plan.activity.size(); ++r) {
      const double before = planned_activity(r), now = plan.activity[r];
      if (std::fabs(now - before) <= least_change * std::max(before, now)) continue;
      changes.push_back({static_cast<Index>(r), before, now});
    }
    std::stable_sort(changes.begin(), changes.end(), [&](const ActivityChange& a, const ActivityChange& b) {
      return weights[a.recipe] * std::fabs(a.now - a.planned) > weights[b.recipe] * std::fabs(b.now - b.planned);
    });
    return changes;
  }

  std::vector<CoverageChange> coverage_changes(const Plan& plan) const {
    std::vector<double> delivered;
    for (std::size_t n = 0; n < whole_.needs.size(); ++n) {
      delivered.push_back(delivered_of(whole_, whole_.needs[n], account_.deliveries[n]));
    }
    for (std::size_t n = 0; n < rest_.needs.size(); ++n) delivered[rest_.needs[n]] += plan.needs[n].delivered;
    std::vector<CoverageChange> changes;
    for (std::size_t n = 0; n < whole_.needs.size(); ++n) {
      const Need& need = whole_.needs[n];
      const double asked = whole_.asked(need), now = std::min(1.0, delivered[n] / asked);
      const double planned = delivered_of(whole_, need, planned_.needs[n].deliveries) / asked;
      if (std::fabs(now - planned) <= least_change) continue;
      changes.push_back({static_cast<Index>(n), whole_.cohorts[need.cohort].size, planned, now});
    }
    std::stable_sort(changes.begin(), changes.end(), [](const CoverageChange& a, const CoverageChange& b) {
      return a.people * (a.planned - a.now) > b.people * (b.planned - b.now);
    });
    return changes;
  }

  const Economy& whole_;
  const Plan& planned_;
  SolveSettings settings_;
  Device& device_;
  Account account_;
  RemainingJob rest_;
  const ProductionLp production_;
};

}  // namespace

Correction correct(const Economy& economy, const Plan& plan, const Actuals& actuals, const SolveSettings& settings,
                   Device& device) {
  return Corrector(economy, plan, actuals, settings, device).correction();
}

}  // namespace planwerk
