#pragma once

#include "host/answers/dossier/concave_curve.hpp"
#include "host/lp/linear_program.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Solves a programme that differs little from one whose optimum is `start` (of this programme's sizes, or empty): first
// by a vertex from that point, then in full. Tolerance: norm-wise KKT, as everywhere.
Solution solve_near(const LinearProgram& lp, const PrimalDual& start, const SolveSettings& settings, Device& device);

// The programme of all optima of `lp`, given one of them: what has a price there stays where it is (complementary
// slackness). Costs are for the caller to set.
LinearProgram optimal_face(const LinearProgram& lp, const PrimalDual& optimum);

// c'x + offset.
double value_of(const LinearProgram& lp, const std::vector<double>& primal);

}  // namespace planwerk
