#include "host/plan/tiers/held_coverage.hpp"

#include <algorithm>
#include <utility>

#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double exact = 1e-9;  // so that nothing but a vertex will do

LinearProgram with_coverage_of(const PlanProgram& program, const PrimalDual& point) {
  LinearProgram lp = program.lp();
  for (std::size_t j = 0; j < program.production().column_origins.size(); ++j) {
    if (program.production().column_origins[j].kind != ColumnKind::coverage) continue;
    lp.column_lower[j] = lp.column_upper[j] = std::clamp(point.primal[j], lp.column_lower[j], lp.column_upper[j]);
  }
  return lp;
}

}  // namespace

std::optional<PrimalDual> optimum_at_coverage_of(const PlanProgram& program, const PrimalDual& point, double work,
                                                 SolveSettings settings, Device& device) {
  const TraceRange range("held coverage");
  settings.warm_start = point;
  settings.start_is_near = true;
  settings.work_near_start = work;
  settings.iteration_limit = 0;  // near the point or not at all
  settings.tolerance = exact;
  settings.accept = nullptr;
  settings.find_vertex = nullptr;
  Solution found = solve(with_coverage_of(program, point), settings, device);
  if (found.status != Status::optimal) return std::nullopt;
  return std::move(found.point);
}

}  // namespace planwerk
