#pragma once

#include <memory>

#include "host/lp/presolve.hpp"

namespace planwerk {

// Presolve is a chain of stages, each of which maps a programme to a smaller one and back. A stage refers to the
// programme it was given, which must outlive it.

// Takes out rows and columns without changing an entry of the matrix.
std::unique_ptr<Presolved> reduce_rows_and_columns(const LinearProgram& lp, PresolveDepth depth);

// Equations of two columns,  a x_j + b x_k = r:  puts  x_j = (r - b x_k) / a  in everywhere. Each removes a row, a
// column and at least two entries. Takes as many as have no column in common; null where there are none, or so few that
// another copy of the programme is not worth it.
std::unique_ptr<Presolved> substitute_doubletons(const LinearProgram& lp);

// Columns that are free, or whose bounds the rest implies, in a row that is an equation or that some optimum keeps
// tight, such as the balance of a product with one producer: puts them in everywhere where this does not add entries.
// Null as above.
std::unique_ptr<Presolved> substitute_free_columns(const LinearProgram& lp);

// Whether so many substitutions are worth another copy of the programme.
bool is_worth_a_stage(std::size_t substitutions, const LinearProgram& lp);

}  // namespace planwerk
