#include "tests/answers/need/resolved.hpp"

#include <numeric>

#include "host/lp/certificate.hpp"
#include "host/lp/extended_program.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

Device& device() {
  static const std::unique_ptr<Device> device = open_device(DeviceChoice::cpu, 1);
  return *device;
}

}  // namespace

Plan answered_plan(const Economy& economy, AnswerSettings settings) {
  Plan plan = plan_of(economy, 1e-10);
  settings.solve.time_limit_s = 60;
  add_answers(economy, plan, settings, device());
  return plan;
}

HeldNeed::HeldNeed(const Economy& economy, Index need)
    : merged_(merge_needs(economy)), production_(build_lp(merged_.economy)), group_(merged_.group_of[need]) {}

std::optional<HeldNeed::Outcome> HeldNeed::at(double delivered) const {
  ExtendedProgram programme(production_.lp);
  const auto steps = static_cast<Index>(merged_.economy.ladder_of(merged_.economy.needs[group_]).size());
  std::vector<Term> terms;
  for (Index k = 0; k < steps; ++k) {
    const Index column = production_.coverage_columns[group_] + k;
    programme.set_cost(column, 0);
    terms.push_back({column, 1});
  }
  programme.add_row(terms, delivered, delivered);
  const LinearProgram lp = programme.build();
  SolveSettings settings;
  settings.tolerance = 1e-10;
  settings.time_limit_s = 60;
  const Solution solution = solve(lp, settings, device());
  if (solution.status != Status::optimal) return std::nullopt;
  Outcome outcome;
  outcome.cost = certify(lp, solution.point.primal, solution.point.dual).primal_objective;
  outcome.delivered.assign(merged_.economy.needs.size(), 0.0);
  for (std::size_t j = 0; j < production_.column_origins.size(); ++j) {
    const auto [kind, index, part] = production_.column_origins[j];
    if (kind == ColumnKind::coverage) outcome.delivered[index] += solution.point.primal[j];
  }
  return outcome;
}

}  // namespace planwerk
