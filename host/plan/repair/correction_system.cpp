#include "host/plan/repair/correction_system.hpp"

#include <algorithm>

namespace planwerk {
namespace {

// Collects columns and entries row by row from the linear programme, dropping labour and coverage columns.
class Collector {
 public:
  Collector(const Economy& economy, const ProductionLp& production)
      : economy_(economy), production_(production), column_of_(production.lp.columns(), no_index) {}

  CorrectionSystem collect() && {
    add_columns();
    system_.row_lower = production_.lp.row_lower;
    system_.row_upper = production_.lp.row_upper;
    for (const RowOrigin& origin : production_.row_origins) system_.kinds.push_back(origin.kind);
    bound_labour();
    bound_needs();
    collect_entries();
    return std::move(system_);
  }

 private:
  void add_columns() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) keep(production_.recipe_columns[r]);
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const Need& need = economy_.needs[n];
      const double asked = economy_.asked(need);
      const auto ways = economy_.alternatives_of(need);
      for (std::size_t a = 0; a < ways.size(); ++a) {
        const bool alone = ways.size() == 1;
        const Index original = alone ? no_index : production_.delivery_columns[n] + static_cast<Index>(a);
        const Index row = production_.product_rows[ways[a].product];
        if (!alone) column_of_[original] = columns();
        if (alone && row != no_index) entries_.push_back({row, columns(), -1});
        add({ColumnKind::delivery, static_cast<Index>(n), static_cast<Index>(a)},
            alone ? need.floor * asked / ways[a].rate : 0, asked / ways[a].rate);
      }
    }
    for (const Index column : production_.stock_columns) {
      if (column != no_index) keep(column);
    }
  }

  void keep(Index original) {
    column_of_[original] = columns();
    add(production_.column_origins[original], production_.lp.column_lower[original],
        production_.lp.column_upper[original]);
  }

  void add(ColumnOrigin origin, double lower, double upper) {
    system_.column_origins.push_back(origin);
    system_.lower.push_back(lower);
    system_.upper.push_back(upper);
  }

  void bound_labour() {
    for (const LabourOffer& offer : economy_.labour_offers) {
      for (const LabourStep& step : economy_.steps_of(offer)) {
        system_.row_upper[production_.labour_rows[offer.kind]] += step.hours;
      }
    }
  }

  void bound_needs() {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const Index row = production_.need_rows[n];
      if (row == no_index) continue;
      const double asked = economy_.asked(economy_.needs[n]);
      system_.row_lower[row] = economy_.needs[n].floor * asked;
      system_.row_upper[row] = asked;
    }
  }

  void collect_entries() {
    const SparseMatrix& matrix = production_.lp.matrix;
    for (Index i = 0; i < matrix.rows; ++i) {
      for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
        const Index column = column_of_[matrix.column_indices[k]];
        if (column != no_index) entries_.push_back({i, column, matrix.values[k]});
      }
    }
    system_.by_rows = matrix_from_triplets(matrix.rows, columns(), std::move(entries_));
    system_.by_columns = transposed(system_.by_rows);
  }

  Index columns() const { return static_cast<Index>(system_.column_origins.size()); }

  const Economy& economy_;
  const ProductionLp& production_;
  std::vector<Index> column_of_;  // per column of the linear programme
  std::vector<Triplet> entries_;
  CorrectionSystem system_;
};

// The plan's number that a column stands for; const as the plan is.
template <class AnyPlan>
auto& level_in(AnyPlan& plan, const ColumnOrigin& origin) {
  switch (origin.kind) {
    case ColumnKind::recipe:
      return plan.activity[origin.index];
    case ColumnKind::stock_draw:
      return plan.drawn[origin.index];
    default:
      return plan.needs[origin.index].deliveries[origin.part];
  }
}

}  // namespace

CorrectionSystem correction_system(const Economy& economy, const ProductionLp& production) {
  return Collector(economy, production).collect();
}

std::vector<double> levels_of(const CorrectionSystem& system, const Plan& plan) {
  std::vector<double> levels;
  levels.reserve(system.column_origins.size());
  for (const ColumnOrigin& origin : system.column_origins) levels.push_back(level_in(plan, origin));
  return levels;
}

void set_levels(const CorrectionSystem& system, const std::vector<double>& levels, Plan& plan) {
  for (std::size_t j = 0; j < levels.size(); ++j) level_in(plan, system.column_origins[j]) = levels[j];
}

}  // namespace planwerk
