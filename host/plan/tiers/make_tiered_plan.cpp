#include "host/plan/tiers/make_tiered_plan.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "host/base/stopwatch.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/plan_ending.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/tiers/joint_goal.hpp"
#include "host/plan/tiers/joint_start.hpp"
#include "host/plan/tiers/leximin.hpp"
#include "host/plan/tiers/scarce_need.hpp"
#include "host/plan/tiers/solve_goal.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

using certificate::TierGoal;

constexpr double held_as_it_is = 1e-9;   // room for rounding
constexpr double between_levels = 1e-7;  // gap of a level on which others are to follow

bool is_exact(const GoalSolve& reached) {
  return reached.value - reached.bound <= held_as_it_is * std::max(1.0, std::fabs(reached.value));
}

// Solves goal after goal on the merged economy.
class TieredPlanner {
 public:
  TieredPlanner(const Economy& economy, const PlanSettings& settings, Device& device)
      : original_(economy),
        settings_(settings),
        device_(device),
        merged_(merge_needs(economy)),
        bound_(merged_.economy),
        walk_(merged_.economy, bound_.recipes()),
        stack_(stack_of(merged_.economy, walk_)),
        joint_(merged_.economy, walk_, bound_),
        vertices_(device) {}

  Plan run() {
    while (!walk_.done() && !stopped_) reach_next_goal();
    if (conflict_) return finished(std::move(*conflict_));
    Plan plan;
    if (plan_) {
      plan = std::move(*plan_);
    } else {
      fit_to(merged_.economy, plan);
    }
    plan.tiers = std::move(results_);
    return finished(std::move(plan));
  }

 private:
  const Tier& tier() const { return merged_.economy.objective.tiers[walk_.goal().tier]; }

  // Whether no result is asked for after this one.
  bool is_last(const TierGoal& goal) const {
    return goal.tier + 1 == std::ssize(merged_.economy.objective.tiers) && walk_.ends_tier(-1);
  }

  void reach_next_goal() {
    const TierGoal& goal = walk_.goal();
    if (goal.costs == nullptr && goal.level == 0) {
      if (auto unsupplied = needs_without_supply(bound_, goal)) return hold(-0.0, std::move(*unsupplied));
    }
    if (!begun_) begin();
    if (stopped_) return;
    const TraceRange range("tier");
    log("tier " + tier().id + (goal.costs == nullptr ? ", level " + std::to_string(goal.level) : ""));
    const bool more = goal.costs == nullptr && !walk_.ends_tier(-1);
    const double gap = more ? std::min(settings_.gap_tolerance, between_levels) : settings_.gap_tolerance;
    const PlanProgram program(merged_.economy, goal, stack_);
    GoalSolve reached = solve(program, goal, gap, plan_ ? &*plan_ : nullptr);
    if (reached.infeasible() && !plan_) {
      conflict_ = conflicting_plan(program, reached.solution.ray);
      stopped_ = true;
      return;
    }
    stopped_ = stopped_short(reached.solution.status) || !reached.executable;
    if (!reached.executable) {
      if (!plan_) plan_ = std::move(reached.plan);
      return;
    }
    Level level{reached.proof, reached.bound, {}};
    if (goal.costs == nullptr) level = settled_level(goal, reached);
    plan_ = std::move(reached.plan);
    hold(reached.value, std::move(level), reached.at_start || is_exact(reached));
  }

  // All goals at once, where nobody asks for more than one level.
  void begin() {
    begun_ = true;
    const auto& tiers = merged_.economy.objective.tiers;
    const bool deep =
        std::any_of(tiers.begin(), tiers.end(), [](const Tier& t) { return t.aim == Aim::worst_off && t.depth > 1; });
    if (tiers.size() < 2 || joint_.empty() || deep) return;
    if (walk_.goal().costs == nullptr) {
      const double bound = certificate::bound_of(walk_.goal(), bound_, proof_by_supply(bound_, walk_.goal()));
      stack_.highest_level = std::clamp(0 - bound, 0.0, 1.0);
    }
    const TraceRange range("joint start");
    const PlanProgram program(merged_.economy, walk_.goal(), stack_, joint_.costs(), joint_.level_weight());
    start_ = solve_jointly(program, walk_.goal(), joint_, limited(settings_.gap_tolerance), device_, vertices_);
    count(start_->solution);
    if (start_->solution.status == Status::infeasible) {
      conflict_ = conflicting_plan(program, start_->solution.ray);
      stopped_ = true;
    }
    stack_.single_steps = !start_->vertex;
    if (start_->plan) plan_ = start_->plan;
  }

  Level settled_level(const TierGoal& goal, const GoalSolve& reached) {
    const SolveGoal ask = [this](const TierGoal& question, double gap, const Plan& held) {
      const PlanProgram program(merged_.economy, question, stack_);
      if (program.has_single_steps()) {
        if (auto answer = answer_at_vertex(program, question, limited(gap), vertices_)) return std::move(*answer);
      }
      return solve(PlanProgram(merged_.economy, question), question, gap, &held, false);
    };
    return settle(bound_, goal, reached, stopped_ || walk_.ends_tier(reached.value), ask);
  }

  // What is held is looser by its tolerance than what was reached, so that later goals have that room. Where nobody has
  // asked for more room than rounding needs, a plan for all goals, or one that is proved exactly, is held to itself:
  // the prices at hand prove that later goals cannot have anything better as it stands; what a millionth more room
  // would bring costs hundreds of pivots, and their proof as much as earlier results are worth in the unit of later
  // ones.
  void hold(double value, Level level, bool as_it_is = false) {
    TierResult result;
    result.tier = walk_.goal().tier;
    result.level = walk_.goal().level;
    result.value = value;
    result.bound = level.bound;
    const double tolerance = certificate::held_tolerance(tier());
    const bool counts = walk_.goal().costs != nullptr || value < -tolerance;
    const bool tightly = as_it_is && counts && tolerance <= Tier{}.tolerance;
    result.held_at = value + (tightly ? held_as_it_is : tolerance) * std::max(1.0, std::fabs(value));
    result.settled = std::move(level.settled);
    result.proof = std::move(level.proof);
    walk_.hold(result.held_at, result.settled);
    results_.push_back(std::move(result));
  }

  // of_stack: whether the programme is one of stack_.
  GoalSolve solve(const PlanProgram& program, const TierGoal& goal, double gap, const Plan* held,
                  bool of_stack = true) {
    std::optional<PrimalDual> near;
    if (of_stack && start_ && start_->plan && start_->close && (!start_->vertex || vertices_.is_beside())) {
      near = joint_.seen_from(program, goal, *start_->plan, start_->dual);
    }
    GoalSolve answer = solve_goal(program, goal, limited(gap), device_,
                                  {.held = held,
                                   .vertices = of_stack ? &vertices_ : nullptr,
                                   .others_follow = !is_last(goal),
                                   .near = near ? &*near : nullptr});
    count(answer.solution);
    return answer;
  }

  // What is left of time and iterations.
  PlanSettings limited(double gap) const {
    PlanSettings settings = settings_;
    settings.gap_tolerance = gap;
    settings.solve.time_limit_s -= watch_.seconds();
    settings.solve.iteration_limit -= std::min(settings.solve.iteration_limit, spent_.iterations);
    return settings;
  }

  void count(const Solution& solution) {
    spent_.iterations += solution.iterations;
    spent_.matrix_products += solution.matrix_products;
    spent_.status = solution.status;
    spent_.reason = solution.reason;
    if (!solution.method.empty()) spent_.method = solution.method;
  }

  // In the words of the original economy, with proofs and settled needs of all that were merged.
  Plan finished(Plan plan) {
    spent_.elapsed_s = watch_.seconds();
    for (TierResult& result : plan.tiers) share_out_result(result);
    if (!plan.tiers.empty()) {
      const TierProof& proof = plan.tiers[certificate::pricing_result(original_, plan.tiers)].proof;
      certificate::set_valuations(
          certificate::clipped(original_, {proof.products, proof.labour_kinds, proof.capacities, proof.limits}), plan);
    }
    plan = share_out(original_, merged_, std::move(plan));
    plan.record = record_of(spent_, settings_, device_);
    complete(original_, plan);
    settle_status(original_, spent_, plan);
    return plan;
  }

  void share_out_result(TierResult& result) const {
    std::vector<char> is_settled(merged_.economy.needs.size());
    for (const Index n : result.settled) is_settled[n] = 1;
    result.settled.clear();
    std::vector<double> weights;
    for (std::size_t n = 0; n < original_.needs.size(); ++n) {
      const Index group = merged_.group_of[n];
      if (is_settled[group]) result.settled.push_back(static_cast<Index>(n));
      if (!result.proof.needs.empty()) weights.push_back(result.proof.needs[group] * merged_.share_of[n]);
    }
    result.proof.needs = std::move(weights);
  }

  void log(const std::string& line) const {
    if (settings_.solve.on_log) settings_.solve.on_log(line);
  }

  const Economy& original_;
  const PlanSettings& settings_;
  Device& device_;
  const Stopwatch watch_;
  const MergedNeeds merged_;
  const certificate::EconomyBound bound_;
  certificate::TierWalk walk_;
  TierStack stack_;
  const JointGoal joint_;
  std::optional<JointStart> start_;
  TierVertices vertices_;
  std::optional<Plan> plan_;      // holds all results so far
  std::optional<Plan> conflict_;  // proves that hard demands contradict each other
  std::vector<TierResult> results_;
  Solution spent_;  // work of all solves, ending of the last
  bool begun_ = false;
  bool stopped_ = false;
};

}  // namespace

Plan make_tiered_plan(const Economy& economy, const PlanSettings& settings, Device& device) {
  return TieredPlanner(economy, settings, device).run();
}

}  // namespace planwerk
