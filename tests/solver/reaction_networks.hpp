#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// Flux balance of a metabolism: max one flow (as a minimisation)  s.t.  S v = 0,  lower <= v <= upper.
// `folder`: S.csv.gz (row, col, coefficient) and reactions.csv.gz (..., lower_bound, upper_bound, objective).
LinearProgram flux_balance(const std::filesystem::path& folder);

// The balanced, current reactions of ModelSEED as recipes that run forwards, backwards or both ways, each a column >=
// 0; a row per compound that is not in the medium.
struct Biochemistry {
  SparseMatrix matrix;            // compounds x directed reactions
  std::int32_t reactions = 0;     // before directions are told apart
  std::int64_t coefficients = 0;  // of the reactions
  std::int32_t compounds = 0;     // the medium included
};
Biochemistry model_seed(const std::filesystem::path& folder);

// max sum of t  s.t.  net output - t >= 0,  0 <= t <= 1, v >= 0: a compound can be made on balance if its t is 1 (the
// feasible v form a cone). Columns: v, then t.
LinearProgram what_can_be_made(const Biochemistry& chemistry);
// min sum of v  s.t.  net output >= demand,  v >= 0.
LinearProgram least_total_flux(const Biochemistry& chemistry, const std::vector<double>& demand);

}  // namespace planwerk
