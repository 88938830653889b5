#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Other plans that are nearly as good as a given one, and how far any quantity can move among them.

// Which plans count as nearly as good.
struct Slack {
  double objective = 0.01;  // the weighted objective, or the value of any tier, may be worse by this part of its size
  double coverage = 0.01;   // no need may be covered less by more than this, in points of coverage (0.01: one per cent)
};

struct AlternativeSettings {
  Slack slack;
  int count = 3;
  double least_difference = 1e-3;  // plans that differ less from every one before are not told
  SolveSettings solve;             // tolerance: norm-wise KKT of each solve
};

// What one plan does otherwise than the given one, in value turned over: amounts times what the products are worth to
// the given plan, in hours of burden.
struct Shift {
  std::string id;    // `recipe:bake`, `stock:flour`, `delivery:drink:coffee` (a variant of a need)
  double from = 0;   // activity, amount drawn or delivered
  double to = 0;     //
  double worth = 0;  // of |to - from|
};

// Recipes or sources given up in part, and what took their place: others of the same product, or variants of one need.
struct Swap {
  std::string of;                       // `product:bread`, `need:drink`
  std::vector<std::string> less, more;  // ids as in Shift, the largest first
  double worth = 0;                     // of what is made or brought otherwise
};

struct AlternativePlan {
  Plan plan;                  // certified, labour recovered
  double loss = 0;            // of the weighted objective, relative to the given plan's, or of the tier that loses most
  double worst_loss = 0;      // of coverage of any need, in points of coverage
  double difference = 0;      // to the given plan: 0 the same, 1 nothing in common (Bray & Curtis 1957)
  double nearest = 0;         // to the nearest of the plans before it, the given one included
  std::vector<Shift> shifts;  // largest first
  std::vector<Swap> swaps;    // largest first
};

struct Alternatives {
  Status status = Status::optimal;     // else how the solve that stopped short ended
  std::vector<AlternativePlan> plans;  // fewer than asked for where no other differs enough
  int solves = 0;
};

// Plan after plan that is executable, within the slack, and as different as can be found from the given one and all
// before it. Each time several directions are tried, and the plan farthest from its nearest predecessor is taken:
//   all      least value turned over by what any plan so far uses, counted as often as it was used (hop, skip, jump:
//            Brill, Chang & Hopkins, Modeling to generate alternatives, Manage. Sci. 28, 1982)
//   last     the same of the last plan alone
//   parts    the same of a fixed half of what is used: each thing belongs to a half by a hash of its place
// What no plan uses yet counts for a hundredth, so that nothing runs for nothing. The economy must be free of errors,
// the plan one of its plans that can be carried out.
Alternatives alternatives(const Economy& economy, const Plan& plan, const AlternativeSettings& settings,
                          Device& device);

// What a range is asked of.
struct Quantity {
  enum class Kind { recipe, need, labour_kind };
  Kind kind = Kind::recipe;
  Index index = no_index;
};

struct QuantityRange {
  Status status = Status::optimal;
  double present = 0;  // activity, coverage, or hours
  double least = 0, greatest = 0;
  Plan least_plan, greatest_plan;
};

// The least and the greatest value of a quantity among the plans within the slack.
QuantityRange range_of(const Economy& economy, const Plan& plan, const Quantity& quantity, const Slack& slack,
                       const SolveSettings& solve, Device& device);

// 0: the same recipes at the same levels from the same sources; 1: nothing in common; by the value they turn over.
double difference_of(const std::vector<double>& worths, const std::vector<double>& one,
                     const std::vector<double>& other);

}  // namespace planwerk
