#include "host/answers/need/need_answers.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "host/answers/need/cover_questions.hpp"
#include "host/answers/need/marginal_step.hpp"
#include "host/answers/need/merged_plan.hpp"
#include "host/answers/need/optimal_basis.hpp"
#include "host/answers/need/value_network.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/report/words.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double same_coverage = 1e-7;       // of plan and vertex, in parts of what is asked for
constexpr double loss_of_exact = 1e-7;       // of an idle recipe that counts as maker, at prices of a basis
constexpr double loss_of_valuations = 0.05;  // and at the plan's valuations
constexpr double exact_share = 1e-9;         // of the cost, by which shares may miss 1
constexpr std::size_t batch = 32;            // of needs that are traced at a time
constexpr double least_loss = 1e-9;          // coverage lost per coverage gained that is told

class Answerer {
 public:
  Answerer(const Economy& economy, Plan& plan, const AnswerSettings& settings, Device& device)
      : economy_(economy),
        plan_(plan),
        settings_(settings),
        merged_(merge_needs(economy)),
        production_(build_lp(merged_.economy)),
        device_(device),
        groups_(merged_.economy.needs.size()) {
    point_ = point_of(merged_.economy, production_, merged_plan(economy, merged_, plan));
    // A plan of tiers is the optimum of other programmes than this one.
    if (settings.exact && plan.tiers.empty())
      optimum_ = OptimalBasis::near(production_.lp, point_, {.pivot_limit = settings.pivot_limit}, device);
    if (optimum_) stepper_.emplace(*optimum_);
    if (optimum_ && settings.improve) improve_plan();
    network_.emplace(merged_.economy, production_, optimum_ ? optimum_->vertex().primal : point_.primal);
  }

  void run() {
    plan_.answers.clear();
    std::vector<Index> needs = settings_.needs;
    if (needs.empty()) {
      for (const NeedExplanation& entry : plan_.explanations) needs.push_back(entry.need);
    }
    study_groups(needs);
    for (const Index need : needs) plan_.answers.push_back(answer(need));
    if (settings_.labour) ask_for_labour();
  }

 private:
  void ask_for_labour() {
    CoverQuestions questions(economy_, plan_, settings_.solve, device_);
    std::vector<std::optional<std::optional<LabourAnswer>>> known(groups_.size());
    for (NeedAnswer& answer : plan_.answers) {
      auto& found = known[merged_.group_of[answer.need]];
      if (!found) found = questions.labour(answer.need);
      answer.labour = *found;
    }
  }

  // Steps come from one basis, one after the other; costs are traced behind them, a batch at a time, on another thread
  // where there is one.
  void study_groups(const std::vector<Index>& needs) {
    std::vector<Index> wanted;
    for (const Index need : needs) {
      auto& group = groups_[merged_.group_of[need]];
      if (group) continue;
      group.emplace();
      wanted.push_back(merged_.group_of[need]);
    }
    const auto launch = device_.info().threads > 1 ? std::launch::async : std::launch::deferred;
    std::future<void> traces;
    for (std::size_t begin = 0; begin < wanted.size(); begin += batch) {
      const std::span<const Index> now(wanted.data() + begin, std::min(batch, wanted.size() - begin));
      for (const Index group : now) {
        if (at_optimum(group)) groups_[group]->step = stepper_->step(steps_of(group));
      }
      if (traces.valid()) traces.get();
      traces = std::async(launch, [this, now] {
        for (const Index group : now) trace(group, *groups_[group]);
      });
    }
    if (traces.valid()) traces.get();
  }

  // What all needs of a group have in common.
  struct GroupAnswer {
    std::optional<MarginalStep> step;
    CostTrace trace;
    bool exact = false;
  };

  // The vertex as the plan, where it is the better one by the certificate.
  void improve_plan() {
    Plan vertex = recover_plan(merged_.economy, production_, optimum_->vertex());
    vertex = share_out(economy_, merged_, std::move(vertex));
    vertex.status = plan_.status;
    vertex.record = plan_.record;
    vertex.tiers = plan_.tiers;
    vertex.job_sha256 = plan_.job_sha256;
    complete(economy_, vertex);
    const PlanCertificate &now = plan_.certificate, &then = vertex.certificate;
    if (!then.executable() || then.objective > now.objective || then.safe_gap > now.safe_gap) return;
    plan_ = std::move(vertex);
    point_ = optimum_->vertex();
  }

  NeedAnswer answer(Index need) {
    const GroupAnswer& found = *groups_[merged_.group_of[need]];
    NeedAnswer answer;
    answer.need = need;
    answer.shortfall = std::max(0.0, economy_.asked(economy_.needs[need]) - plan_.needs[need].delivered);
    answer.exact = found.exact;
    answer.marginal_cost = found.step ? found.step->cost : plan_.needs[need].marginal_cost;
    answer.marginal_doubt = found.exact ? 0 : doubt(answer.shortfall);
    answer.bottlenecks = found.trace.bottlenecks;
    answer.chain = found.trace.chain;
    if (found.step) answer.rivals = rivals(need, *found.step);
    if (found.step) answer.holds_for = std::min(answer.shortfall, found.step->holds_for * merged_.share_of[need]);
    if (found.step) answer.unique = found.step->unique;
    if (found.step) answer.hours = hours(*found.step);
    return answer;
  }

  // docs/mathematics.md: within this of the valuation lies what the need costs at some level of coverage not further
  // away than the whole shortfall.
  // Of a plan of tiers nothing is known: its gap is counted in other units.
  double doubt(double shortfall) const {
    if (!plan_.tiers.empty()) return std::numeric_limits<double>::infinity();
    const PlanCertificate& facts = plan_.certificate;
    const double gap = std::max(0.0, facts.objective - facts.safe_bound);
    return shortfall > 0 ? gap / shortfall : 0;
  }

  void trace(Index group, GroupAnswer& result) {
    if (result.step) {
      const MarginalStep& step = *result.step;
      result.trace = network_->trace(group, step.prices, step.possible, loss_of_exact);
      result.exact = result.trace.open <= exact_share && result.trace.discrepancy <= loss_of_exact;
    } else {
      result.trace = network_->trace(group, point_.dual, true, loss_of_valuations);
    }
    if (result.step) result.step->prices = {};  // large, and no longer needed
  }

  // The need stands in the plan as it does at the vertex: what is found there holds for the plan.
  bool at_optimum(Index group) const {
    if (!optimum_) return false;
    const ColumnRange steps = steps_of(group);
    double difference = 0;
    for (std::int32_t j = steps.first; j < steps.first + steps.count; ++j) {
      difference += optimum_->vertex().primal[j] - point_.primal[j];
    }
    return std::fabs(difference) <= same_coverage * merged_.economy.asked(merged_.economy.needs[group]);
  }

  ColumnRange steps_of(Index group) const {
    const auto ladder = merged_.economy.ladder_of(merged_.economy.needs[group]);
    return {production_.coverage_columns[group], static_cast<std::int32_t>(ladder.size())};
  }

  std::vector<Rival> rivals(Index need, const MarginalStep& step) {
    lost_.assign(groups_.size(), 0.0);
    for (const Move& move : step.moves) {
      const auto [kind, index, part] = production_.column_origins[move.column];
      if (kind == ColumnKind::coverage) lost_[index] -= move.by;
    }
    std::vector<double> losses;
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      losses.push_back(lost_[merged_.group_of[n]] * merged_.share_of[n]);
    }
    const Need& own = economy_.needs[need];
    return ranked_rivals(economy_, losses, least_loss * economy_.cohorts[own.cohort].size / economy_.asked(own));
  }

  std::vector<ExtraHours> hours(const MarginalStep& step) const {
    std::vector<ExtraHours> result;
    for (const Move& move : step.moves) {
      const auto [kind, index, part] = production_.column_origins[move.column];
      if (kind == ColumnKind::labour) result.push_back({index, part, move.by});
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const ExtraHours& a, const ExtraHours& b) { return a.hours > b.hours; });
    return result;
  }

  const Economy& economy_;
  Plan& plan_;
  const AnswerSettings& settings_;
  const MergedNeeds merged_;
  const ProductionLp production_;
  Device& device_;
  PrimalDual point_;
  std::unique_ptr<OptimalBasis> optimum_;
  std::optional<MarginalStepper> stepper_;
  std::optional<ValueNetwork> network_;
  std::vector<std::optional<GroupAnswer>> groups_;
  std::vector<double> lost_;  // per group, of the step at hand
};

}  // namespace

std::vector<Index> worst_short_needs(const Plan& plan, std::size_t most) {
  std::vector<Index> needs;
  for (const NeedExplanation& entry : plan.explanations) {
    if (needs.size() == most) break;
    if (plan.needs[entry.need].coverage < full_coverage) needs.push_back(entry.need);
  }
  return needs;
}

void add_answers(const Economy& economy, Plan& plan, const AnswerSettings& settings, Device& device) {
  const TraceRange range("answers");
  Answerer(economy, plan, settings, device).run();
}

}  // namespace planwerk
