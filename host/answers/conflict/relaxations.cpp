#include "host/answers/conflict/relaxations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace planwerk {
namespace {

// Amounts are rounded up by so much, to be enough.
constexpr double rounding_up = 1e-7;
// What gives way by less than this part of itself does not give way.
constexpr double least_relative = 1e-7;

// How everybody could give way is good to know, not worth many times the work of all other questions.
// Some 5,000 iterations at 5,000 goods.
constexpr double most_entries_together = 1e9;

double relative_to(double by, const std::optional<double>& side) {
  if (by == 0) return 0;
  return side && *side != 0 ? by / std::fabs(*side) : std::numeric_limits<double>::infinity();
}

Move move_of(const Condition& condition, std::size_t index, Sides moved) {
  Move move{index, moved, 0};
  move.by.least *= 1 + rounding_up;
  if (condition.kind != ConditionKind::limit) move.by.least = std::min(move.by.least, condition.least.value_or(0));
  move.by.greatest *= 1 + rounding_up;
  move.relative =
      std::max(relative_to(move.by.least, condition.least), relative_to(move.by.greatest, condition.greatest));
  return move;
}

// The default ladder turned round: the last part of coverage, worth least, is given up first.
std::vector<Stretch> ladder_of_giving_way() {
  std::vector<Stretch> stretches;
  for (const CoverageStep& step : default_ladder()) stretches.insert(stretches.begin(), {step.width, step.value});
  stretches.push_back({infinity, stretches.back().cost});
  return stretches;
}

// The part of all people with floors whom this one concerns.
std::vector<double> weights_by_people(const Economy& economy, const std::vector<Condition>& conditions) {
  std::set<Index> cohorts;
  for (const Condition& condition : conditions) {
    if (condition.kind == ConditionKind::need) cohorts.insert(economy.needs[condition.index].cohort);
  }
  double people = 0;
  for (const Index cohort : cohorts) people += economy.cohorts[cohort].size;
  std::vector<double> weights;
  for (const Condition& condition : conditions) {
    const bool floor = condition.kind == ConditionKind::need;
    weights.push_back(floor ? economy.cohorts[economy.needs[condition.index].cohort].size / people : 1);
  }
  return weights;
}

}  // namespace

std::optional<Move> least_move(ConflictProgram& program, std::size_t condition,
                               const std::vector<double>& scales_of_none) {
  std::vector<Stance> stances(program.size(), Stance::kept);
  stances[condition] = Stance::elastic;
  const ConflictReply reply = program.ask({std::move(stances), scales_of_none, {}});
  if (reply.status != Status::optimal) return std::nullopt;
  return move_of(program.conditions()[condition], condition, reply.moved[condition]);
}

std::vector<Move> compromise(const Economy& economy, ConflictProgram& program,
                             const std::vector<double>& scales_of_none) {
  const auto& conditions = program.conditions();
  std::vector<Stance> stances;
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    const bool measured = conditions[c].kind != ConditionKind::product || scales_of_none[c] > 0;
    stances.push_back(is_demand(conditions[c]) && measured ? Stance::elastic : Stance::kept);
  }
  const ConflictReply reply = program.ask({std::move(stances), scales_of_none, weights_by_people(economy, conditions),
                                           ladder_of_giving_way(), most_entries_together});
  std::vector<Move> moves;
  if (reply.status != Status::optimal) return moves;
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    Move move = move_of(conditions[c], c, reply.moved[c]);
    if (move.relative > least_relative) moves.push_back(move);
  }
  std::stable_sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.relative > b.relative; });
  return moves;
}

}  // namespace planwerk
