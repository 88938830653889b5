#include "host/plan/tiers/solve_goal.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "host/plan/raise_needs.hpp"

namespace planwerk {
namespace {

// Where the solver first asks whether a point will do. A repaired plan is often better than the point it came from, so
// that asking a little early pays; the solver goes on to a tenth each time.
double first_tolerance(double gap_tolerance) {
  return std::min(3 * gap_tolerance, 1e-2);
}

// Times that the solver is sent on because a need of an otherwise good enough plan may fall through.
constexpr int most_rounds_for_needs = 4;

std::string short_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2e", value);
  return text.data();
}

// True where a vertex found from the one before closes the gap.
bool solve_by_vertices(const PlanProgram& program, const SolveSettings& settings, TierVertices& vertices,
                       BestPlan& best, Solution& solution) {
  if (!vertices.ready()) return false;
  const std::int64_t before = vertices.pivots();
  auto vertex = vertices.next(program, settings);
  if (!vertex) return false;
  best.offer(*vertex);
  if (settings.on_log) settings.on_log("at the vertex the gap to the safe bound is " + short_text(best.gap()));
  if (!best.closed()) return false;
  solution.status = Status::optimal;
  solution.point = std::move(*vertex);
  solution.method = "simplex";
  solution.iterations = vertices.pivots() - before;
  return true;
}

}  // namespace

GoalSolve solve_goal(const PlanProgram& program, const certificate::TierGoal& goal, const PlanSettings& settings,
                     Device& device, const Plan* held, TierVertices* vertices) {
  BestPlan best(program, goal, settings.gap_tolerance, device.info().threads, held);
  SolveSettings solving = settings.solve;
  solving.tolerance = first_tolerance(settings.gap_tolerance);
  // Close to the optimum of the weighted objective, its prices settle whether a need falls through.
  int rounds_left =
      goal.tier == no_index && program.economy().products.size() <= settled_products ? most_rounds_for_needs : 0;
  solving.accept = [&](const PrimalDual& point) {
    best.offer(point);
    if (solving.on_log) solving.on_log("after repair the gap to the safe bound is " + short_text(best.gap()));
    return best.closed() && (rounds_left-- <= 0 || best.fall_through() <= no_rise);
  };
  if (goal.tier != no_index) {  // checkpoints are of the weighted programme
    solving.warm_start.reset();
    solving.on_checkpoint = nullptr;
  }
  if (held != nullptr) solving.warm_start = program.point_of(*held);

  GoalSolve answer;
  const bool by_vertices = vertices != nullptr && solve_by_vertices(program, solving, *vertices, best, answer.solution);
  if (!by_vertices) answer.solution = solve(program.lp(), solving, device);
  if (!answer.infeasible() && !best.closed()) best.offer(answer.solution.point);
  if (!answer.infeasible() && !by_vertices && vertices != nullptr) {
    if (const auto vertex = vertices->start(program, answer.solution.point, settings.solve)) best.offer(*vertex);
  }
  answer.executable = best.executable();
  answer.value = best.value();
  answer.bound = best.bound();
  answer.proof = best.proof();
  answer.plan = best.take();
  return answer;
}

}  // namespace planwerk
