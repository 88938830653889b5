#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

struct ConflictMember {
  std::string id;     // as NamedResidual::id
  std::string words;  // "Bread asks for at least 80.0 % of 40 t"
};

struct WayOut {
  Relaxation move;
  std::string words;  // "cover at least 21.6 % of Warm homes instead of 90.0 %"
};

// Why an infeasible job has no plan, and what would give it one.
struct ConflictAnswer {
  // Conditions of the job that contradict each other, given what can be made from what, even if there were a thousand
  // times as much of everything else; every part of them but the whole can be kept. Empty where the solves did not bear
  // the proof out.
  std::vector<ConflictMember> members;
  bool minimal = false;  // false: the work allowed ran out; the members contradict each other, some may be superfluous

  // Each alone: this member gives way by so much, and everything else of the job can be kept. Least relative change
  // first; none where the job has conflicts that share no member. Amounts are rounded up by one part in ten million, so
  // that they are enough.
  std::vector<WayOut> ways_out;

  // What people demand (floors, closing stocks, least activities, limits that doing nothing would break, waste that
  // must balance) gives way together, so that all there is can stay as it is: the cheapest combination, where giving
  // way costs the steps of the default ladder turned round (the first twentieth of a demand 1, the next 15 % 4, then
  // 16, the last half 64, per part of the whole), floors times the share of the people concerned. Largest relative
  // change first.
  std::vector<WayOut> compromise;

  int questions = 0;  // linear programmes solved
};

// `plan` is the infeasible plan of the economy: its valuations, the proof, are where the search starts.
// Deletion filter with elastic steps before it and prices to narrow it down: Chinneck & Dravnieks, Locating minimal
// infeasible constraint sets in linear programs, ORSA J. Comput. 3 (1991). Interrupt and limits of the settings count
// for each of the solves; warm start and tolerance are chosen here.
ConflictAnswer resolve_conflict(const Economy& economy, const Plan& plan, const SolveSettings& settings,
                                Device& device);

// Writes the answer into Plan::minimal_conflict (left empty where it is not minimal) and Plan::relaxations.
void note(const ConflictAnswer& answer, Plan& plan);

}  // namespace planwerk
