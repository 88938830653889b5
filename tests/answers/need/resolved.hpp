#pragma once

#include <optional>

#include "host/answers/need/cover_questions.hpp"
#include "host/answers/need/need_answers.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A plan at the optimum, with answers.
Plan answered_plan(const Economy& economy, AnswerSettings settings = {});

// The economy planned again with one (merged) need held at an amount delivered, its own worth left out: another
// programme than the one that answers are computed from. Nothing where that amount cannot be had.
class HeldNeed {
 public:
  HeldNeed(const Economy& economy, Index need);
  struct Outcome {
    double cost = 0;                // of everything else
    std::vector<double> delivered;  // per merged need
  };
  std::optional<Outcome> at(double delivered) const;

 private:
  MergedNeeds merged_;
  ProductionLp production_;
  Index group_;
};

}  // namespace planwerk
