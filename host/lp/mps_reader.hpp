#pragma once

#include <istream>
#include <string_view>

#include "host/base/problem.hpp"
#include "host/lp/linear_program.hpp"

namespace planwerk {

// Reads a linear programme in MPS, free or fixed format (told apart line by line, so that names with spaces work in
// fixed columns). Problems are named by line. What the dialects differ in is read as most solvers do:
//  - the first free row (or the one named by OBJNAME) is the objective; further free rows are dropped with a warning
//  - the right-hand side of the objective is minus its constant
//  - RANGES R: on G rows [rhs, rhs + |R|], on L rows [rhs - |R|, rhs], on E rows [rhs, rhs + R] or, for negative R,
//    [rhs + R, rhs]
//  - an upper bound below zero without a lower bound opens the lower one to -infinity, with a warning
//  - numbers of 1e20 and more in bounds, ranges and right-hand sides are infinite
//  - integer columns become continuous, with a warning; semi-continuous ones are errors
//  - repeated entries are added up, with a warning; of several RHS, RANGES or BOUNDS sets only the first is read
// ROWS must come before COLUMNS, RHS and RANGES, COLUMNS before BOUNDS; ENDATA must close the file.
Outcome<LinearProgram> read_mps(std::istream& stream);
Outcome<LinearProgram> read_mps(std::string_view text);

}  // namespace planwerk
