#pragma once

#include <optional>

#include "host/solver/solve.hpp"

namespace planwerk {

// Answers a programme without matrix entries, whose columns can be chosen one by one; nothing for any other.
std::optional<Solution> solve_separable(const LinearProgram& lp);

}  // namespace planwerk
