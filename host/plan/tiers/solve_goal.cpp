#include "host/plan/tiers/solve_goal.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "host/base/stopwatch.hpp"
#include "host/plan/raise_needs.hpp"
#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

// Where the solver first asks whether a point will do. A repaired plan is often better than the point it came from, so
// that asking a little early pays; the solver goes on to a tenth each time.
double first_tolerance(double gap_tolerance) {
  return std::min(3 * gap_tolerance, 1e-2);
}

// Times that the solver is sent on because a need of an otherwise good enough plan may fall through.
constexpr int most_rounds_for_needs = 4;
constexpr double on_face_tolerance = 1e-7;

std::string short_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2e", value);
  return text.data();
}

// With what a watch leaves of the time.
SolveSettings left_of(SolveSettings settings, const Stopwatch& watch) {
  settings.time_limit_s -= watch.seconds();
  return settings;
}

// From vertex to vertex of a stack: by pivots, or where they do not reach, by a solve among the optima of the goals
// before that ends near the vertex.
class VertexWay {
 public:
  VertexWay(const PlanProgram& program, const SolveSettings& settings, Device& device, TierVertices& vertices,
            BestPlan& best)
      : program_(program), settings_(settings), device_(device), vertices_(vertices), best_(best) {}

  // True where the gap is closed.
  bool solve(Solution& solution) {
    if (vertices_.ready()) {
      const std::int64_t before = vertices_.pivots();
      pivot(solution);
      solution.iterations += vertices_.pivots() - before;
    }
    if (!best_.closed() && vertices_.has_face()) solve_on_face(solution);
    return best_.closed();
  }

  bool at_start() const { return at_start_; }  // what it began with was good enough

 private:
  void offer(PrimalDual vertex, const std::string& method, Solution& solution) {
    best_.offer(vertex);
    if (settings_.on_log) settings_.on_log("at the vertex the gap to the safe bound is " + short_text(best_.gap()));
    if (!best_.closed()) return;
    solution.status = Status::optimal;
    solution.point = std::move(vertex);
    solution.method = method;
  }

  // Within the face the proof takes what it lacks from the proof before, which loses as much as that is held loosely;
  // if that is too much, the pivots go on beyond the face.
  void pivot(Solution& solution) {
    const bool from_beside = vertices_.is_beside();
    const SolveSettings left = left_of(settings_, watch_);
    if (!vertices_.next(program_, left)) return;
    if (from_beside && prove(vertices_.vertex(), solution)) return;
    offer(vertices_.vertex(), "simplex", solution);
    if (best_.closed()) return vertices_.accept();
    if (auto vertex = vertices_.leave_face(program_, left_of(settings_, watch_)))
      offer(std::move(*vertex), "simplex", solution);
  }

  // The plan for all goals, if it is good enough for this one: the next goal begins near it again.
  bool prove(const PrimalDual& vertex, Solution& solution) {
    best_.offer_bound(vertex);
    if (settings_.on_log)
      settings_.on_log("of the plan for all goals the gap to the safe bound is " + short_text(best_.gap()));
    if (!best_.closed()) return false;
    solution.status = Status::optimal;
    solution.method = "simplex";
    vertices_.return_beside();
    at_start_ = true;
    return true;
  }

  // Points among those optima prove nothing of others: what counts is the vertex near them.
  void solve_on_face(Solution& solution) {
    if (settings_.on_log) settings_.on_log("solving among the optima of the goals before");
    SolveSettings solving = left_of(settings_, watch_);
    solving.tolerance = on_face_tolerance;
    solving.accept = nullptr;
    Solution found = planwerk::solve(vertices_.on_face(program_), solving, device_);
    solution.iterations += found.iterations;
    solution.matrix_products += found.matrix_products;
    if (found.status != Status::optimal) return;
    if (auto vertex = vertices_.start(program_, found.point, left_of(settings_, watch_))) {
      offer(std::move(*vertex), found.method + ", simplex", solution);
    }
  }

  const PlanProgram& program_;
  const SolveSettings& settings_;
  const Stopwatch watch_;
  Device& device_;
  TierVertices& vertices_;
  BestPlan& best_;
  bool at_start_ = false;
};

bool accept_near(const PrimalDual& point, BestPlan& best, const SolveSettings& settings) {
  best.offer(point);
  if (settings.on_log) {
    settings.on_log("of the plan for all goals the gap to the safe bound is " + short_text(best.gap()));
  }
  return best.closed();
}

}  // namespace

std::optional<GoalSolve> answer_at_vertex(const PlanProgram& program, const certificate::TierGoal& goal,
                                          const PlanSettings& settings, TierVertices& vertices) {
  if (!vertices.ready() || !vertices.next(program, settings.solve)) return std::nullopt;
  const PrimalDual point = vertices.vertex();
  vertices.accept();
  GoalSolve answer;
  answer.solution.status = Status::optimal;
  answer.plan = recover_plan(program.economy(), program.production(), program.production_part(point));
  answer.proof = program.multipliers_of(goal, point);
  const certificate::Valuations prices = certificate::valuations_of(answer.plan);
  answer.proof.products = prices.products;
  answer.proof.labour_kinds = prices.labour_kinds;
  answer.proof.capacities = prices.capacities;
  answer.proof.limits = prices.limits;
  return answer;
}

GoalSolve solve_goal(const PlanProgram& program, const certificate::TierGoal& goal, const PlanSettings& settings,
                     Device& device, const GoalStart& start) {
  const Stopwatch watch;
  BestPlan best(program, goal, settings.gap_tolerance, device.info().threads, start.held);
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
  if (start.held != nullptr) solving.warm_start = program.point_of(*start.held);

  GoalSolve answer;
  bool done = false;
  if (start.near != nullptr) {
    done = accept_near(*start.near, best, solving);
    if (done) answer.solution.status = Status::optimal;
    answer.at_start = done;
  }
  bool by_vertices = false;
  if (!done && start.vertices != nullptr) {
    const SolveSettings left = left_of(solving, watch);
    VertexWay way(program, left, device, *start.vertices, best);
    by_vertices = way.solve(answer.solution);
    answer.at_start = way.at_start();
  }
  done |= by_vertices;
  if (!done) {
    const Solution tried = std::move(answer.solution);
    answer.solution = solve(program.lp(), left_of(solving, watch), device);
    answer.solution.iterations += tried.iterations;
    answer.solution.matrix_products += tried.matrix_products;
  }
  if (!answer.infeasible() && !best.closed()) best.offer(answer.solution.point);
  if (!answer.infeasible() && !done && start.vertices != nullptr && (start.others_follow || !best.closed())) {
    if (const auto vertex = start.vertices->start(program, answer.solution.point, left_of(settings.solve, watch)))
      best.offer(*vertex);
  }
  answer.executable = best.executable();
  answer.value = best.value();
  answer.bound = best.bound();
  answer.proof = best.proof();
  answer.plan = best.take();
  return answer;
}

}  // namespace planwerk
