#pragma once

#include "host/base/status.hpp"
#include "host/lp/linear_program.hpp"
#include "host/lp/presolve.hpp"

namespace planwerk {

// Presolves, solves what is left by the reference and restores; the certificate of the programme as given must hold.
// That pair carried forward again must be optimal for what is left, at the same value. `value`: of an optimum. A
// programme of which the reference says infeasible may be called unbounded when it has such a ray too.
void expect_right_answer(const LinearProgram& lp, Status status, double value, PresolveDepth depth);

// The same against the reference's own answer.
void expect_the_references_answer(const LinearProgram& lp, PresolveDepth depth);

}  // namespace planwerk
