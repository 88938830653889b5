#include "host/answers/conflict/conflict_answer.hpp"

#include <algorithm>

#include "host/answers/conflict/conflict_words.hpp"
#include "host/answers/conflict/minimal_conflict.hpp"
#include "host/answers/conflict/relaxations.hpp"

namespace planwerk {
namespace {

WayOut way_out(const Economy& economy, const Condition& condition, const Move& move) {
  return {{condition.id, move.by.sum(), move.relative}, in_words(economy, condition, move)};
}

void add_ways_out(const Economy& economy, const MinimalConflict& conflict, ConflictProgram& program,
                  ConflictAnswer& answer) {
  std::vector<Move> moves;
  for (const std::size_t member : conflict.members) {
    if (const auto move = least_move(program, member, conflict.scales_of_none)) moves.push_back(*move);
  }
  std::stable_sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.relative < b.relative; });
  for (const Move& move : moves) {
    answer.ways_out.push_back(way_out(economy, program.conditions()[move.condition], move));
  }
}

// The scales of the economy's conditions for those of the one with merged needs, which has the same but for floors.
std::vector<double> scales_for(const ConflictProgram& merged, const ConflictProgram& original,
                               const MinimalConflict& conflict) {
  std::vector<double> of_product;
  for (std::size_t c = 0; c < original.size(); ++c) {
    const bool member = std::find(conflict.members.begin(), conflict.members.end(), c) != conflict.members.end();
    if (original.conditions()[c].kind == ConditionKind::product) {
      of_product.push_back(member ? conflict.scales_of_none[c] : 0);
    }
  }
  std::vector<double> scales;
  auto next = of_product.begin();
  for (const Condition& condition : merged.conditions()) {
    scales.push_back(condition.kind == ConditionKind::product ? *next++ : 1);
  }
  return scales;
}

// Identical needs give way alike, so they are merged, and each gives way in proportion to what its floor asks for.
void add_compromise(const Economy& economy, const MergedNeeds& merged, const MinimalConflict& conflict,
                    const ConflictProgram& original, ConflictProgram& program, ConflictAnswer& answer) {
  for (const Move& move : compromise(merged.economy, program, scales_for(program, original, conflict))) {
    const Condition& given = program.conditions()[move.condition];
    for (const Condition& condition : original.conditions()) {
      const bool same = condition.kind == given.kind &&
                        (condition.kind == ConditionKind::need ? merged.group_of[condition.index] == given.index
                                                               : condition.index == given.index);
      if (!same) continue;
      Move own = move;
      if (condition.kind == ConditionKind::need) own.by.least = move.relative * *condition.least;
      answer.compromise.push_back(way_out(economy, condition, own));
    }
  }
}

}  // namespace

ConflictAnswer resolve_conflict(const Economy& economy, const Plan& plan, const SolveSettings& settings,
                                Device& device) {
  ConflictAnswer answer;
  ConflictProgram program(economy, settings, device);
  const MinimalConflict conflict = minimal_conflict(economy, plan, program);
  answer.minimal = conflict.minimal;
  for (std::size_t k = 0; k < conflict.members.size(); ++k) {
    const Condition& condition = program.conditions()[conflict.members[k]];
    answer.members.push_back({condition.id, in_words(economy, condition, conflict.prices[k])});
  }
  answer.questions = program.questions();
  if (conflict.members.empty()) return answer;
  add_ways_out(economy, conflict, program, answer);
  const MergedNeeds merged = merge_needs(economy);
  ConflictProgram merged_program(merged.economy, settings, device);
  add_compromise(economy, merged, conflict, program, merged_program, answer);
  answer.questions = program.questions() + merged_program.questions();
  return answer;
}

void note(const ConflictAnswer& answer, Plan& plan) {
  plan.minimal_conflict.clear();
  plan.relaxations.clear();
  if (answer.minimal) {
    for (const ConflictMember& member : answer.members) plan.minimal_conflict.push_back(member.id);
  }
  for (const WayOut& way : answer.ways_out) plan.relaxations.push_back(way.move);
}

}  // namespace planwerk
