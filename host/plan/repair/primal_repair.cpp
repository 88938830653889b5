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
// corrections die out. A plan that cannot be mended so is first moved towards one that can be carried out, the less the
// better: all that it violates becomes smaller in proportion, since what can be carried out is a convex set.
struct Attempt {
  double turnover_weight;
  double towards_safety;
};
constexpr std::array attempts = {Attempt{0.2, 0}, Attempt{2, 0}, Attempt{2, 1e-2}, Attempt{2, 0.3}, Attempt{2, 1}};
// Rounds of pricing and rippling per attempt, each linear in the size of the job. One suffices as a rule.
constexpr int rounds = 2;
constexpr std::int64_t sweeps_per_round = 60;

MoveCosts move_costs(const CorrectionSystem& system, const std::vector<double>& dual, double turnover_weight) {
  MoveCosts costs{std::vector<double>(system.columns()), system.worth, {}};
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

std::vector<double> moved(const CorrectionSystem& system, std::vector<double> from, const std::vector<double>& to,
                          double share) {
  if (share == 0) return from;
  for (std::size_t j = 0; j < from.size(); ++j) {
    from[j] = std::clamp((1 - share) * from[j] + share * to[j], system.lower[j], system.upper[j]);
  }
  return from;
}

}  // namespace

PrimalRepair::PrimalRepair(const Economy& economy, const ProductionLp& production)
    : economy_(economy), system_(correction_system(economy, production)), floors_(system_.lower) {
  for (std::size_t j = 0; j < production.column_origins.size(); ++j) {
    if (production.column_origins[j].kind != ColumnKind::labour) columns_.push_back(static_cast<Index>(j));
  }
}

void PrimalRepair::value_moves(const std::vector<double>& column_costs) {
  recipes_have_worth_ = false;
  for (std::int32_t j = 0; j < system_.columns(); ++j) {
    const double worth = 0 - column_costs[columns_[j]];
    const ColumnKind kind = system_.column_origins[j].kind;
    if (kind == ColumnKind::coverage) system_.worth[j] = std::max(0.0, worth);
    recipes_have_worth_ |= kind == ColumnKind::recipe && worth > 0;
  }
}

void PrimalRepair::keep_level(double coverage) {
  keeps_level_ = coverage > 0;
  double left = 0;  // of the need at hand, for its steps to come
  for (std::int32_t j = 0; j < system_.columns(); ++j) {
    const auto [kind, index, part] = system_.column_origins[j];
    if (kind != ColumnKind::coverage) continue;
    if (part == 0) left = coverage * economy_.asked(economy_.needs[index]);
    system_.lower[j] = std::clamp(left, floors_[j], system_.upper[j]);
    left -= system_.lower[j];
  }
}

void PrimalRepair::lower_idle_work(std::vector<double>& levels) const {
  if (!recipes_have_worth_) lower_unwanted(system_, levels);
}

bool PrimalRepair::repair(Plan& plan, const std::vector<double>& dual, const Plan* executable) const {
  const TraceRange range("primal repair");
  std::vector<double> start = levels_of(system_, economy_, plan);
  lower_idle_work(start);
  // What is idle can be carried out unless there are floors or closing stocks.
  const std::vector<double> safe =
      executable != nullptr ? levels_of(system_, economy_, *executable) : std::vector<double>(start.size());
  for (const Attempt& attempt : attempts) {
    if (keeps_level_ && attempt.towards_safety > 0) break;  // where nobody has that level
    std::vector<double> levels = moved(system_, start, safe, attempt.towards_safety);
    if (!restore_rows(move_costs(system_, dual, attempt.turnover_weight), levels)) continue;
    lower_idle_work(levels);
    deliver_surplus(system_, levels);
    set_levels(system_, economy_, levels, plan);
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
