#pragma once

#include <vector>

#include "host/lp/sparse_matrix.hpp"
#include "host/model/build_lp.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// The hard part of a plan as  row_lower <= A x <= row_upper,  lower <= x <= upper  over what repair may move: activity
// levels, deliveries and draws from stock. Labour is not a decision here (a row bounds what is offered in all steps
// together), nor are coverage steps (deliveries fill them in order). Rows keep the order of the linear programme's.
struct CorrectionSystem {
  SparseMatrix by_rows;     // rows x columns
  SparseMatrix by_columns;  // its transpose
  std::vector<double> row_lower, row_upper;
  std::vector<double> lower, upper;          // per column
  std::vector<RowKind> kinds;                // per row
  std::vector<ColumnOrigin> column_origins;  // recipe, delivery (of every need, also with one alternative), stock_draw

  std::int32_t rows() const { return by_rows.rows; }
  std::int32_t columns() const { return by_rows.columns; }
};

CorrectionSystem correction_system(const Economy& economy, const ProductionLp& production);

// Between a plan's decisions and the columns of its correction system.
std::vector<double> levels_of(const CorrectionSystem& system, const Plan& plan);
void set_levels(const CorrectionSystem& system, const std::vector<double>& levels, Plan& plan);

}  // namespace planwerk
