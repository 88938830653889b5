#include "host/plan/tiers/joint_start.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "host/base/stopwatch.hpp"
#include "host/plan/tiers/held_coverage.hpp"
#include "host/plan/tiers/price_level.hpp"

namespace planwerk {
namespace {

constexpr double share_of_gap = 0.5;   // of the last goal's, that the joint one may use up
constexpr double share_of_time = 0.5;  // the goals one after the other are left with the rest
constexpr std::int64_t most_iterations = 30'000;
// Of the work that a search for a vertex may take in any solve: here a point that is better by a little costs far more.
constexpr double share_of_work = 2;
constexpr int most_searches =
    8;  // most of which end before they begin; then the goals are solved one after the other from nowhere
// A point with the best level of prices is near the vertex if its gap is no more than this share of the last goal; a
// search from there may take what pivots from one goal to the next may.
constexpr double near_by = 0.05;
constexpr double work_near_by = 25'000;
// Where the plan is so many times worse than it need be after some looks, it is the vertex that is waited for.
constexpr int enough_looks = 2;
constexpr double far_away = 100;

// A plan from the joint programme's points, judged by what the last goal allows.
class JointPlan {
 public:
  JointPlan(const PlanProgram& program, const certificate::TierGoal& goal, const JointGoal& joint,
            const PlanSettings& settings, Device& device)
      : best_(program, goal, settings.gap_tolerance, device.info().threads), joint_(joint), settings_(settings) {}

  bool accepts(const PrimalDual& point) {
    if (looks_++ >= enough_looks && excess() > far_away) return false;
    best_.offer(point);
    if (settings_.solve.on_log) {
      settings_.solve.on_log("all goals: the gap after repair is " + std::to_string(excess()) +
                             " times what the last goal allows");
    }
    return is_close();
  }
  bool is_close() const { return excess() <= 1; }

  std::optional<Plan> take() {
    if (!best_.executable()) return std::nullopt;
    return best_.take();
  }

 private:
  // The gap in units of what is allowed.
  double excess() const {
    if (!best_.executable()) return infinity;
    const double last = std::fabs(best_.value_of(joint_.last_costs())) * joint_.last_weight();
    return (best_.value() - best_.bound()) / (share_of_gap * settings_.gap_tolerance * last);
  }

  BestPlan best_;
  const JointGoal& joint_;
  const PlanSettings& settings_;
  int looks_ = 0;
};

// The answer at the best level of prices, if the point is near it.
struct AtPriceLevel {
  std::optional<PrimalDual> optimum;
  bool is_vertex = false;  // of the vertices
};

AtPriceLevel answer_at_price_level(const PlanProgram& program, const certificate::TierGoal& goal,
                                   const JointGoal& joint, const PrimalDual& point, const PlanSettings& settings,
                                   const SolveSettings& left, Device& device, TierVertices& vertices) {
  const auto levelled = at_best_price_level(program, goal, joint, point, settings.gap_tolerance);
  if (!levelled) return {};
  if (left.on_log) {
    left.on_log("all goals: at the best level of prices the gap is " + std::to_string(levelled->gap) +
                " of the last goal");
  }
  if (!(levelled->gap <= near_by)) return {};
  const Stopwatch watch;
  if (auto optimum = optimum_at_coverage_of(program, levelled->point, work_near_by, left, device)) return {optimum};
  SolveSettings still_left = left;
  still_left.time_limit_s -= watch.seconds();
  return {vertices.start_beside(program, levelled->point, still_left, {work_near_by, true}), true};
}

}  // namespace

JointStart solve_jointly(const PlanProgram& program, const certificate::TierGoal& first, const JointGoal& joint,
                         const PlanSettings& settings, Device& device, TierVertices& vertices) {
  certificate::TierGoal goal = first;
  goal.costs = &joint.costs();
  goal.open.clear();
  JointPlan plan(program, goal, joint, settings, device);
  JointStart start;
  SolveSettings solving = settings.solve;
  solving.method = Method::pdhg;  // other methods' points are near no vertex, and no plan either
  solving.warm_start.reset();
  solving.on_checkpoint = nullptr;
  solving.time_limit_s *= share_of_time;
  solving.iteration_limit = std::min(solving.iteration_limit, most_iterations);
  solving.tolerance = std::min(3 * settings.gap_tolerance, 1e-2);
  const Stopwatch watch;
  int searches = 0;
  bool optimal = false;
  solving.accept = [&](const PrimalDual& point) { return plan.accepts(point) || searches == most_searches; };
  solving.find_vertex = [&](const PrimalDual& point, double work_limit) -> std::optional<PrimalDual> {
    if (searches == most_searches) return std::nullopt;
    SolveSettings left = solving;
    left.time_limit_s -= watch.seconds();
    AtPriceLevel answer;
    if (searches++ == 0) {
      answer = answer_at_price_level(program, goal, joint, point, settings, left, device, vertices);
    }
    if (!answer.optimum) {
      answer = {vertices.start_beside(program, point, left, {share_of_work * work_limit}), true};
    }
    optimal = answer.optimum.has_value();
    start.vertex = optimal && answer.is_vertex;
    return std::move(answer.optimum);
  };
  start.solution = solve(program.lp(), solving, device);
  start.close = optimal || plan.is_close();
  if (optimal) {  // repaired plans may be better by the sum, in which levels do not count
    JointPlan at_vertex(program, goal, joint, settings, device);
    at_vertex.accepts(start.solution.point);
    start.plan = at_vertex.take();
  }
  if (!start.plan) start.plan = plan.take();
  start.dual = start.solution.point.dual;
  return start;
}

}  // namespace planwerk
