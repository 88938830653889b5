#pragma once

#include "host/lp/presolve/working_program.hpp"

namespace planwerk {

// Each looks at one row or column that is still there and takes out what it can. Sources: Andersen & Andersen,
// Presolving in linear programming, Math. Program. 71 (1995); Gondzio, Presolve analysis of linear programs prior to
// applying an interior point method, INFORMS J. Comput. 9 (1997).

// No entries: redundant, or a contradiction.
void reduce_empty_row(WorkingProgram& program, std::int32_t row);
// One entry: becomes bounds of its column.
void reduce_singleton_row(WorkingProgram& program, std::int32_t row);
// Sides that the bounds of the columns imply are dropped, rows without sides go. A row whose extreme activity just
// meets its side fixes all its columns; one that misses it proves infeasibility.
void reduce_by_activity(WorkingProgram& program, std::int32_t row);

// Bounds that meet, or no entries left: fixed.
void reduce_fixed_column(WorkingProgram& program, std::int32_t column);
void reduce_empty_column(WorkingProgram& program, std::int32_t column);
// One entry: if it costs nothing or can be made to, the column becomes slack of its row.
void reduce_singleton_column(WorkingProgram& program, std::int32_t column);
// Neither cost nor any row asks for more (or for less): fixed at the bound, where it is finite.
void reduce_dominated_column(WorkingProgram& program, std::int32_t column);

// These look at all that is left at once and return how many rows, columns or sides went.

// Rows that are multiples of each other become one.
std::int64_t reduce_duplicate_rows(WorkingProgram& program);
// Columns that are multiples of each other, cost included, become one. Where only the cost differs and the cheaper one
// has no limit, the dearer one goes to its bound.
std::int64_t reduce_duplicate_columns(WorkingProgram& program);
// Columns whose reduced cost keeps one sign for all multipliers that the other columns allow go to the bound that this
// sign asks for.
std::int64_t reduce_by_dual_bounds(WorkingProgram& program);
// Sides that hold for all values that the other rows leave to the columns are dropped, rows without sides go. Points
// that are feasible without them are feasible with them, and their multiplier is zero.
std::int64_t drop_redundant_sides(WorkingProgram& program);
// Columns between two bounds of which a row implies one lose it. Multipliers that suit the wider bounds suit the given
// ones, so there is nothing to undo.
void drop_implied_bounds(WorkingProgram& program);

}  // namespace planwerk
