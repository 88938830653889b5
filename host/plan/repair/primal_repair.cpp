#include "host/plan/repair/primal_repair.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "host/plan/recover_plan.hpp"
#include "host/plan/repair/ripple.hpp"
#include "host/plan/repair/use_surplus.hpp"

namespace planwerk {
namespace {

constexpr std::array shrinks = {0.0, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0};
constexpr std::array turnover_weights = {1e-2, 1.0};
constexpr std::int64_t sweeps_per_attempt = 100;

// What a unit more (`next`) or less of a need's delivery is worth at its present coverage, in hours of burden.
double marginal_worth(const Economy& economy, const Need& need, double covered, bool more) {
  const double asked = economy.asked(need);
  double end = 0, value = 0;
  for (const CoverageStep& step : economy.ladder_of(need)) {
    const double begin = end;
    end += step.width * asked;
    value = step.value;
    if (more ? covered < end : covered <= end && covered >= begin) break;
    if (more) value = 0;
  }
  return need.amount_per_head > 0 ? value * economy.objective.hours_per_coverage * need.weight / need.amount_per_head
                                  : 0;
}

// Prices of the correction system's moves at a dual point.
struct Prices {
  Ripple::Costs costs;
  std::vector<double> worth;  // per column: of one more unit delivered
};

Prices prices_at(const Economy& economy, const ProductionLp& production, const CorrectionSystem& system,
                 const Plan& plan, const std::vector<double>& dual) {
  Prices prices;
  Ripple::Costs& costs = prices.costs;
  for (const double y : dual) costs.row_price.push_back(std::fabs(y));
  for (std::int32_t j = 0; j < system.columns(); ++j) {
    const ColumnOrigin& origin = system.column_origins[j];
    double value_added = 0, turnover = 0;
    for (auto k = system.by_columns.row_offsets[j]; k < system.by_columns.row_offsets[j + 1]; ++k) {
      const std::int32_t i = system.by_columns.column_indices[k];
      // A need's row only adds up what is delivered.
      if (production.row_origins[i].kind == RowKind::need) continue;
      value_added += system.by_columns.values[k] * dual[i];
      turnover += std::fabs(system.by_columns.values[k] * dual[i]);
    }
    double worth_of_more = 0, worth_of_less = 0;
    if (origin.kind == ColumnKind::delivery) {
      const Need& need = economy.needs[origin.index];
      const auto ways = economy.alternatives_of(need);
      double covered = 0;
      for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[origin.index].deliveries[a];
      worth_of_more = marginal_worth(economy, need, covered, true) * ways[origin.part].rate;
      worth_of_less = marginal_worth(economy, need, covered, false) * ways[origin.part].rate;
    }
    costs.raise.push_back(std::max(0.0, -value_added - worth_of_more));
    costs.lower.push_back(std::max(0.0, value_added + worth_of_less));
    costs.turnover.push_back(turnover);
    prices.worth.push_back(worth_of_more);
  }
  return prices;
}

std::vector<double> shrunk(const CorrectionSystem& system, std::vector<double> levels, double delta) {
  for (std::size_t j = 0; j < levels.size(); ++j) {
    levels[j] = std::clamp((1 - delta) * levels[j], system.lower[j], system.upper[j]);
  }
  return levels;
}

// The weighted objective of a plan whose labour is recovered; sums in working precision suffice to compare attempts.
double objective_of(const Economy& economy, const Plan& plan) {
  double objective = 0;
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const auto steps = economy.steps_of(economy.labour_offers[o]);
    for (std::size_t k = 0; k < steps.size(); ++k) objective += steps[k].burden * plan.labour[o][k];
  }
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    double open = 0;
    const auto ways = economy.alternatives_of(need);
    for (std::size_t a = 0; a < ways.size(); ++a) open += ways[a].rate * plan.needs[n].deliveries[a];
    const double worth =
        need.amount_per_head > 0 ? economy.objective.hours_per_coverage * need.weight / need.amount_per_head : 0;
    for (const CoverageStep& step : economy.ladder_of(need)) {
      const double within = std::min(open, step.width * economy.asked(need));
      objective -= worth * step.value * within;
      open -= within;
    }
  }
  return objective;
}

}  // namespace

PrimalRepair::PrimalRepair(const Economy& economy, const ProductionLp& production)
    : economy_(economy), production_(production), system_(correction_system(economy, production)) {}

bool PrimalRepair::repair(Plan& plan, const std::vector<double>& dual) const {
  const Prices prices = prices_at(economy_, production_, system_, plan, dual);
  const std::vector<double> start = levels_of(system_, plan);
  std::optional<double> best;
  Plan candidate = plan;
  for (const double weight : turnover_weights) {
    RippleSettings settings;
    settings.turnover_weight = weight;
    settings.work_limit = sweeps_per_attempt * std::max<std::int64_t>(system_.by_rows.nonzeros(), 1);
    Ripple ripple(system_, prices.costs, settings);
    for (const double delta : shrinks) {
      std::vector<double> levels = shrunk(system_, start, delta);
      if (!ripple.run(levels)) continue;
      use_surplus(system_, prices.worth, levels);
      set_levels(system_, levels, candidate);
      recover_labour(economy_, candidate);
      const double objective = objective_of(economy_, candidate);
      // Shrinking further only costs more once it no longer helps.
      if (best && objective >= *best) break;
      best = objective;
      plan = candidate;
    }
  }
  if (!best) recover_labour(economy_, plan);
  return best.has_value();
}

}  // namespace planwerk
