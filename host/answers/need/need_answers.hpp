#pragma once

#include <cstdint>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Largest job, in products, whose plans are answered for exactly without being asked to: 5,000 goods, and the emissions
// and resources that are counted beside them.
inline constexpr std::size_t exact_products = 6000;
// Needs whose answers plans and reports bring along, the worst covered ones.
inline constexpr std::size_t most_answers = 20;

struct AnswerSettings {
  std::vector<Index> needs;  // none: all short needs that the plan explains, worst covered first
  bool exact = true;         // look for an optimal basis at the plan; else the plan's valuations answer
  bool improve = false;      // where the plan is not at the optimum: the basis's vertex becomes the plan, if better
  bool labour = false;       // ask the labour question of each need
  SolveSettings solve;       // of labour questions: method, limits, log
  std::int64_t pivot_limit = 2000;  // from the plan to an optimal basis
};

// Those of the needs a plan explains that are truly short, worst covered first, at most `most`.
std::vector<Index> worst_short_needs(const Plan& plan, std::size_t most);

// Why needs are short, as the plan's answers: fills plan.answers. docs/needs.md says what each figure means,
// docs/mathematics.md, "Questions about a need", how it is computed. Needs that are the same in everything but who has
// them are one need here too: they are covered further together. The plan must be complete (complete(), make_plan).
void add_answers(const Economy& economy, Plan& plan, const AnswerSettings& settings, Device& device);

}  // namespace planwerk
