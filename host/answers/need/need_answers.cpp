#include "host/answers/need/need_answers.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "host/answers/need/cover_questions.hpp"
#include "host/answers/need/study.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/certificate/tiers.hpp"
#include "host/plan/merged_plan.hpp"
#include "host/plan/recover_plan.hpp"
#include "host/plan/report/words.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr std::size_t batch = 64;       // of needs that are traced at a time
constexpr double least_loss = 1e-9;     // coverage lost per coverage gained that is told, by people,
constexpr double least_worth = 1e-10;   // or what is lost, of the whole cost: little coverage may be worth much
constexpr double costs_nothing = 1e-9;  // of a tier, per coverage of the need: another tier holds the need back

class Answerer {
 public:
  Answerer(const Economy& economy, Plan& plan, const AnswerSettings& settings, Device& device)
      : economy_(economy),
        plan_(plan),
        settings_(settings),
        device_(device),
        merged_(merge_needs(economy)),
        merged_plan_(merged_plan(economy, merged_, plan)),
        groups_(merged_.economy.needs.size()) {}

  void run() {
    plan_.answers.clear();
    std::vector<Index> needs = settings_.needs;
    if (needs.empty()) needs = worst_short_needs(plan_, plan_.explanations.size());
    if (plan_.tiers.empty()) {
      study_weighted(groups_of(needs));
    } else {
      study_tiers(groups_of(needs));
    }
    for (const Index need : needs) plan_.answers.push_back(answer(need));
    if (settings_.labour) ask_for_labour();
  }

 private:
  // What another group loses per unit, and what that is worth in the programme.
  struct GroupLoss {
    Index group = no_index;
    double amount = 0, worth = 0;
  };

  // What all needs of a group have in common.
  struct GroupAnswer {
    std::optional<MarginalStep> step;  // without its prices
    Study::Trace trace;
    std::vector<GroupLoss> losses;
    std::vector<ExtraHours> hours;
    std::size_t result = 0;  // of tiers, that it is about
  };

  std::vector<Index> groups_of(const std::vector<Index>& needs) {
    std::vector<Index> wanted;
    for (const Index need : needs) {
      auto& group = groups_[merged_.group_of[need]];
      if (group) continue;
      group.emplace();
      wanted.push_back(merged_.group_of[need]);
    }
    return wanted;
  }

  StudySettings study_settings() const { return {settings_.exact, settings_.pivot_limit}; }

  void study_weighted(const std::vector<Index>& wanted) {
    Study study(merged_.economy, merged_plan_, study_settings(), device_);
    if (study.vertex() != nullptr && settings_.improve) improve_plan(study);
    study_groups(study, wanted);
  }

  // Each need by the first result that one unit more of it makes worse, among those that could hold it back.
  void study_tiers(std::vector<Index> wanted) {
    const certificate::NettedRecipes recipes(merged_.economy);
    certificate::TierWalk walk(merged_.economy, recipes);
    const std::size_t results = plan_.tiers.size();
    for (std::size_t k = 0; k < results && !walk.done() && !wanted.empty(); ++k) {
      const TierResult& result = merged_plan_.tiers[k];
      std::vector<Index> now;
      for (const Index group : wanted) {
        if (may_hold_back(k, group)) now.push_back(group);
      }
      if (!now.empty()) {
        Study study(merged_.economy, merged_plan_, walk.goal(), result.proof, study_settings(), device_);
        study_groups(study, now);
        for (const Index group : now) groups_[group]->result = k;
        std::erase_if(wanted, [&](Index group) {
          return std::find(now.begin(), now.end(), group) != now.end() && holds_back(*groups_[group], group);
        });
      }
      walk.hold(result.held_at, result.settled);
    }
  }

  // Floors that are not reached, levels at which the need cannot rise, and all from the one that prices the plan.
  bool may_hold_back(std::size_t k, Index group) const {
    const TierResult& result = merged_plan_.tiers[k];
    const Need& need = merged_.economy.needs[group];
    const Aim aim = merged_.economy.objective.tiers[result.tier].aim;
    if (aim == Aim::worst_off && std::binary_search(result.settled.begin(), result.settled.end(), group)) return true;
    if (aim == Aim::floors && coverage_of(group) < need.floor * full_coverage) return true;
    return k >= certificate::pricing_result(merged_.economy, merged_plan_.tiers);
  }

  bool holds_back(const GroupAnswer& found, Index group) const {
    return found.step && found.step->cost * merged_.economy.asked(merged_.economy.needs[group]) > costs_nothing;
  }

  double coverage_of(Index group) const {
    const Need& need = merged_.economy.needs[group];
    const auto ways = merged_.economy.alternatives_of(need);
    double delivered = 0;
    for (std::size_t a = 0; a < ways.size(); ++a) {
      delivered += ways[a].rate * merged_plan_.needs[group].deliveries[a];
    }
    return delivered / merged_.economy.asked(need);
  }

  // Steps come from one basis, a batch after the other; costs are traced behind them, on another thread where there is
  // one.
  void study_groups(Study& study, const std::vector<Index>& wanted) {
    const auto launch = device_.info().threads > 1 ? std::launch::async : std::launch::deferred;
    std::future<void> traces;
    for (std::size_t begin = 0; begin < wanted.size(); begin += batch) {
      const std::span<const Index> now(wanted.data() + begin, std::min(batch, wanted.size() - begin));
      auto steps = study.steps(now);
      if (traces.valid()) traces.get();
      traces = std::async(
          launch, [this, now, &study, steps = std::move(steps)]() mutable { follow(study, now, std::move(steps)); });
    }
    if (traces.valid()) traces.get();
  }

  void follow(Study& study, std::span<const Index> groups, std::vector<std::optional<MarginalStep>> steps) {
    std::vector<Study::Trace> traces = study.traces(groups, steps);
    for (std::size_t k = 0; k < groups.size(); ++k) {
      GroupAnswer& found = *groups_[groups[k]];
      found.trace = std::move(traces[k]);
      found.step = std::move(steps[k]);
      found.losses.clear();
      found.hours.clear();
      if (found.step) read_moves(study.production(), found);
    }
  }

  static void read_moves(const ProductionLp& production, GroupAnswer& found) {
    for (const Move& move : found.step->moves) {
      if (move.column >= std::ssize(production.column_origins)) continue;  // the level of the worst off
      const auto [kind, index, part] = production.column_origins[move.column];
      if (kind == ColumnKind::coverage) {
        found.losses.push_back({index, -move.by, production.lp.objective[move.column] * move.by});
      }
      if (kind == ColumnKind::labour) found.hours.push_back({index, part, move.by});
    }
    std::stable_sort(found.hours.begin(), found.hours.end(),
                     [](const ExtraHours& a, const ExtraHours& b) { return a.hours > b.hours; });
    found.step->prices.reset();  // large, and no longer needed
    found.step->moves = {};
  }

  // The vertex as the plan, where it is the better one by the certificate.
  void improve_plan(Study& study) {
    Plan vertex = recover_plan(merged_.economy, study.production(), *study.vertex());
    vertex = share_out(economy_, merged_, std::move(vertex));
    vertex.status = plan_.status;
    vertex.record = plan_.record;
    vertex.no_fall_through = plan_.no_fall_through;
    vertex.job_sha256 = plan_.job_sha256;
    complete(economy_, vertex);
    const PlanCertificate &now = plan_.certificate, &then = vertex.certificate;
    if (!then.executable() || then.objective > now.objective || then.safe_gap > now.safe_gap) return;
    plan_ = std::move(vertex);
    study.adopt_vertex();
  }

  NeedAnswer answer(Index need) const {
    const GroupAnswer& found = *groups_[merged_.group_of[need]];
    NeedAnswer answer;
    answer.need = need;
    answer.shortfall = std::max(0.0, economy_.asked(economy_.needs[need]) - plan_.needs[need].delivered);
    answer.exact = found.trace.exact;
    answer.marginal_cost = found.step ? found.step->cost : plan_.needs[need].marginal_cost;
    answer.marginal_doubt = found.trace.exact ? 0 : doubt(answer.shortfall);
    answer.bottlenecks = found.trace.cost.bottlenecks;
    answer.chain = found.trace.cost.chain;
    answer.hours = found.hours;
    if (found.step) answer.rivals = rivals(need, found);
    if (found.step) answer.holds_for = std::min(answer.shortfall, found.step->holds_for * merged_.share_of[need]);
    if (found.step) answer.unique = found.step->unique;
    if (!plan_.tiers.empty()) set_result(found, answer);
    return answer;
  }

  // Without a step it is the valuations that answer, which are those of one result.
  void set_result(const GroupAnswer& found, NeedAnswer& answer) const {
    const std::size_t k = found.step ? found.result : certificate::pricing_result(economy_, plan_.tiers);
    answer.tier = plan_.tiers[k].tier;
    answer.level = plan_.tiers[k].level;
  }

  // docs/mathematics.md: within this of the valuation lies what the need costs at some level of coverage not further
  // away than the whole shortfall. Of a plan of tiers nothing is known: its gap is counted in other units.
  double doubt(double shortfall) const {
    if (!plan_.tiers.empty()) return std::numeric_limits<double>::infinity();
    const PlanCertificate& facts = plan_.certificate;
    const double gap = std::max(0.0, facts.objective - facts.safe_bound);
    return shortfall > 0 ? gap / shortfall : 0;
  }

  std::vector<Rival> rivals(Index need, const GroupAnswer& found) const {
    std::vector<GroupLoss> lost(groups_.size());
    for (const GroupLoss& loss : found.losses) {
      lost[loss.group].amount += loss.amount;
      lost[loss.group].worth += loss.worth;
    }
    const auto people = [&](Index n) { return economy_.cohorts[economy_.needs[n].cohort].size; };
    const double unit = people(need) / economy_.asked(economy_.needs[need]);  // coverage by people, of one unit
    std::vector<double> losses(economy_.needs.size(), 0.0);
    for (Index n = 0; n < std::ssize(losses); ++n) {
      const auto& [group, amount, worth] = lost[merged_.group_of[n]];
      const double asked = economy_.asked(economy_.needs[n]);
      const bool told = std::fabs(amount) * people(n) > least_loss * unit * asked ||
                        std::fabs(worth) > least_worth * std::fabs(found.step->cost);
      if (told) losses[n] = amount * merged_.share_of[n];
    }
    return ranked_rivals(economy_, losses);
  }

  void ask_for_labour() {
    CoverQuestions questions(economy_, plan_, settings_.solve, device_);
    std::vector<std::optional<std::optional<LabourAnswer>>> known(groups_.size());
    for (NeedAnswer& answer : plan_.answers) {
      auto& found = known[merged_.group_of[answer.need]];
      if (!found) found = questions.labour(answer.need);
      answer.labour = *found;
      answer.labour_unanswered = !answer.labour;
    }
  }

  const Economy& economy_;
  Plan& plan_;
  const AnswerSettings& settings_;
  Device& device_;
  const MergedNeeds merged_;
  const Plan merged_plan_;
  std::vector<std::optional<GroupAnswer>> groups_;
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
