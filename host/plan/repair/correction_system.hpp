#pragma once

#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// The hard part of a plan as  row_lower <= A x <= row_upper,  lower <= x <= upper  over what repair may move: activity
// levels, steps of coverage, deliveries and draws from stock. It is the linear programme less its labour columns: a row
// bounds what is offered in all steps together. Rows keep the programme's order.
struct CorrectionSystem {
  SparseMatrix by_rows;     // rows x columns
  SparseMatrix by_columns;  // its transpose
  std::vector<double> row_lower, row_upper;
  std::vector<double> lower, upper;          // per column
  std::vector<double> worth;                 // per column: what one unit of coverage is worth, hours of burden; else 0
  std::vector<RowKind> kinds;                // per row
  std::vector<ColumnOrigin> column_origins;  // recipe, coverage, delivery (of needs with alternatives), stock_draw

  std::int32_t rows() const { return by_rows.rows; }
  std::int32_t columns() const { return by_rows.columns; }
};

CorrectionSystem correction_system(const Economy& economy, const ProductionLp& production);

// Between a plan's decisions and the columns of its correction system. Steps of coverage are filled in order; where a
// need has one alternative, what is delivered is what its steps add up to.
std::vector<double> levels_of(const CorrectionSystem& system, const Economy& economy, const Plan& plan);
void set_levels(const CorrectionSystem& system, const Economy& economy, const std::vector<double>& levels, Plan& plan);

}  // namespace planwerk
