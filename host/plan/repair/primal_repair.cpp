#include "host/plan/repair/primal_repair.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "host/plan/recover_plan.hpp"
#include "host/plan/repair/potentials.hpp"
#include "host/plan/repair/ripple.hpp"
#include "host/plan/repair/use_surplus.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

// What a move turns over is part of its cost by this weight: the larger, the shorter the chains, and the sooner
// corrections die out. A plan that cannot be mended so is shrunk first, the less the better; what is idle can be
// carried out unless there are floors or closing stocks.
struct Attempt {
  double turnover_weight;
  double shrink;
};
constexpr std::array attempts = {Attempt{0.2, 0}, Attempt{2, 0}, Attempt{2, 1e-2}, Attempt{2, 0.3}, Attempt{2, 1}};
// Rounds of pricing and rippling per attempt, each linear in the size of the job. One suffices as a rule.
constexpr int rounds = 2;
constexpr std::int64_t sweeps_per_round = 60;

// What a unit more (`more`) or less of a need's delivery is worth at its present coverage, in hours of burden.
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

// Per column: what one more or one less unit delivered is worth; 0 for other columns.
struct Worth {
  std::vector<double> of_more, of_less;
};

Worth worth_at(const Economy& economy, const CorrectionSystem& system, const Plan& plan) {
  Worth worth{std::vector<double>(system.columns()), std::vector<double>(system.columns())};
  for (std::int32_t j = 0; j < system.columns(); ++j) {
    const ColumnOrigin& origin = system.column_origins[j];
    if (origin.kind != ColumnKind::delivery) continue;
    const Need& need = economy.needs[origin.index];
    const auto ways = economy.alternatives_of(need);
    double covered = 0;
    for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[origin.index].deliveries[a];
    worth.of_more[j] = marginal_worth(economy, need, covered, true) * ways[origin.part].rate;
    worth.of_less[j] = marginal_worth(economy, need, covered, false) * ways[origin.part].rate;
  }
  return worth;
}

MoveCosts move_costs(const CorrectionSystem& system, const std::vector<double>& worth_of_less,
                     const std::vector<double>& dual, double turnover_weight) {
  MoveCosts costs{std::vector<double>(system.columns()), worth_of_less, {}};
  for (std::int32_t j = 0; j < system.columns(); ++j) {
    double turnover = 0;
    for (auto k = system.by_columns.row_offsets[j]; k < system.by_columns.row_offsets[j + 1]; ++k) {
      turnover += std::fabs(system.by_columns.values[k] * dual[system.by_columns.column_indices[k]]);
    }
    costs.raising[j] += turnover_weight * turnover;
    costs.lowering[j] += turnover_weight * turnover;
  }
  for (const double value : dual) costs.worth_of_row.push_back(std::fabs(value));
  return costs;
}

std::vector<double> shrunk(const CorrectionSystem& system, std::vector<double> levels, double delta) {
  for (std::size_t j = 0; j < levels.size(); ++j) {
    levels[j] = std::clamp((1 - delta) * levels[j], system.lower[j], system.upper[j]);
  }
  return levels;
}

}  // namespace

PrimalRepair::PrimalRepair(const Economy& economy, const ProductionLp& production)
    : economy_(economy), system_(correction_system(economy, production)) {}

bool PrimalRepair::repair(Plan& plan, const std::vector<double>& dual) const {
  const TraceRange range("primal repair");
  const Worth worth = worth_at(economy_, system_, plan);
  std::vector<double> start = levels_of(system_, plan);
  lower_unwanted(system_, start);
  for (const Attempt& attempt : attempts) {
    std::vector<double> levels = shrunk(system_, start, attempt.shrink);
    if (!restore_rows(move_costs(system_, worth.of_less, dual, attempt.turnover_weight), levels)) continue;
    lower_unwanted(system_, levels);
    deliver_surplus(system_, worth.of_more, levels);
    set_levels(system_, levels, plan);
    recover_labour(economy_, plan);
    return true;
  }
  recover_labour(economy_, plan);
  return false;
}

// Potentials say which chains of moves to follow; what runs out of room on the way changes them.
bool PrimalRepair::restore_rows(const MoveCosts& costs, std::vector<double>& levels) const {
  RippleSettings settings;
  settings.work_limit = sweeps_per_round * std::max<std::int64_t>(system_.by_rows.nonzeros(), 1);
  Ripple ripple(system_, settings);
  for (int round = 0; round < rounds; ++round) {
    const Room room = room_to_move(system_, levels);
    const TraceRange range("ripple");
    Potentials potentials(system_, levels, costs, room);
    if (ripple.run(levels, potentials) == Ripple::End::kept) return true;
  }
  return false;
}

}  // namespace planwerk
