#pragma once

#include <istream>
#include <ostream>
#include <string_view>
#include <vector>

#include "host/base/problem.hpp"
#include "host/base/status.hpp"
#include "host/lp/certificate.hpp"
#include "host/lp/linear_program.hpp"

namespace planwerk {

// An answer to a linear programme as a file states it, or is to state it. Signs and objective are those of the
// minimisation, as everywhere inside; the file has them for the problem as written.
struct StatedSolution {
  Status status = Status::numerical_trouble;
  double objective = 0;               // offset included; infinite where there is no point
  PrimalDual point;                   // both empty where there is none
  std::vector<double> activities;     // A x, per row; with the point
  std::vector<double> reduced_costs;  // c - A'y, per column; with the point
  std::vector<double> ray;            // infeasible: over rows; unbounded: over columns; else empty
};

// Adds objective, activities and reduced costs to a point and a ray. Without a point the objective is infinite: upwards
// for infeasible, downwards for unbounded, else upwards.
StatedSolution stated_solution(const LinearProgram& lp, Status status, PrimalDual point, std::vector<double> ray);

// Text, one word or number after the other:
//   status STATUS objective VALUE
//   column NAME VALUE REDUCED_COST     one per column, if there is a point
//   row NAME ACTIVITY DUAL             one per row, if there is a point
//   ray NAME VALUE                     rows (infeasible) or columns (unbounded); those not named are zero
// Names as the MPS writer spells them; numbers read back exactly; lines that begin with # are comments. If the
// programme is to be maximised, objective, reduced costs and duals have the signs of the maximisation; rays do not
// depend on it.
void write_solution(const LinearProgram& lp, const StatedSolution& solution, std::ostream& stream);

// Problems are named by line; a name that is missing, unknown or repeated is an error.
Outcome<StatedSolution> read_solution(const LinearProgram& lp, std::istream& stream);
Outcome<StatedSolution> read_solution(const LinearProgram& lp, std::string_view text);

// Whether an answer is what it states: every number that can be recomputed agrees to working precision, and the
// certificate bears the status out: optimal: norm-wise KKT (2-norm and inf-norm) within the tolerance; infeasible and
// unbounded: the ray proves it. Anything else is a problem named by row, column or line.
struct SolutionVerdict {
  LpCertificate certificate;  // of the point, where there is one
  FarkasCheck farkas;         // of the ray, where the status is infeasible
  RayCheck ray;               // of the ray, where the status is unbounded
  Problems problems;

  bool holds() const { return !problems.has_errors(); }
};
SolutionVerdict verify_solution(const LinearProgram& lp, const StatedSolution& solution, double tolerance);

}  // namespace planwerk
