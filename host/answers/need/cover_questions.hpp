#pragma once

#include <optional>
#include <vector>

#include "host/lp/extended_program.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Hours that nobody has offered count this many times the burden of the dearest hour offered of their kind (of an
// ordinary hour, where none is offered): they are asked for only where offered ones do not suffice.
inline constexpr double burden_of_unoffered_hours = 2;

// A need covered fully, all else as good as it can be.
struct WholeCover {
  bool possible = false;      // else others could give up all that they may, and it would not suffice
  double cost = 0;            // by which all else is worse, hours of burden
  std::vector<Rival> losses;  // for the whole shortfall; those who would lose most, by people and coverage, first
};

// What it would take to cover a need fully: each question a programme of its own, solved anew. A need stands for all
// who have the same need. Each is asked in
// two steps, how far the need can be covered at all, then at what cost: both have an answer, where the cost of covering
// what cannot be covered would be a search for a proof that there is none. Answers are absent where a limit of a solve
// comes first, that on work included. docs/mathematics.md, "Questions
// about a need".
class CoverQuestions {
 public:
  // All must outlive the questions; the plan is complete.
  CoverQuestions(const Economy& economy, const Plan& plan, SolveSettings settings, Device& device);

  // The labour question: this need full, no other coverage lower, least extra burden.
  std::optional<LabourAnswer> labour(Index need);
  // This need full, whoever loses.
  std::optional<WholeCover> whole(Index need);

 private:
  // How far a need can be covered, in the unit of the need; prices are of that unit.
  struct Reach {
    Solution solution;
    double covered = 0;
    bool whole = false;
  };
  Solution solve(const LinearProgram& lp, std::vector<double> primal) const;
  std::optional<Reach> reach(ExtendedProgram programme, Index group) const;
  std::vector<Index> steps_of(Index group) const;
  void hold_others(ExtendedProgram& programme) const;
  std::vector<Index> add_unoffered_hours(ExtendedProgram& programme) const;
  void cover_fully(ExtendedProgram& programme, Index group, const Reach& reach) const;
  LabourAnswer extra_labour(const LinearProgram& lp, const Solution& solution) const;
  LabourAnswer obstacles(Index group, const Reach& reach) const;
  double least_burden_now() const;

  const Economy& economy_;
  const Plan& plan_;
  const SolveSettings settings_;
  Device& device_;
  const MergedNeeds merged_;
  const ProductionLp production_;
  const PrimalDual point_;  // the plan
};

// Those who lose most first, by people and coverage; losses per need, negative: gains; none: 0.
std::vector<Rival> ranked_rivals(const Economy& economy, const std::vector<double>& losses);

}  // namespace planwerk
