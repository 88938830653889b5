#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "host/lp/solution_file.hpp"

namespace planwerk::cli {

// What was found about an answer to a linear programme, for people and for programs.
std::string to_text(const LinearProgram& lp, Status stated, const SolutionVerdict& verdict);
nlohmann::ordered_json to_json(Status stated, const SolutionVerdict& verdict);

// An objective of the minimisation as the problem was written.
double as_written(const LinearProgram& lp, double objective);

}  // namespace planwerk::cli
