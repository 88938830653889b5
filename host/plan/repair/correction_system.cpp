#include "host/plan/repair/correction_system.hpp"

#include "host/plan/recover_plan.hpp"

namespace planwerk {
namespace {

// Drops the labour columns of a linear programme.
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
    collect_entries();
    return std::move(system_);
  }

 private:
  void add_columns() {
    const LinearProgram& lp = production_.lp;
    for (Index j = 0; j < lp.columns(); ++j) {
      const ColumnOrigin& origin = production_.column_origins[j];
      if (origin.kind == ColumnKind::labour) continue;
      column_of_[j] = columns();
      system_.column_origins.push_back(origin);
      system_.lower.push_back(lp.column_lower[j]);
      system_.upper.push_back(lp.column_upper[j]);
      system_.worth.push_back(origin.kind == ColumnKind::coverage ? -lp.objective[j] : 0);
    }
  }

  void bound_labour() {
    for (const LabourOffer& offer : economy_.labour_offers) {
      for (const LabourStep& step : economy_.steps_of(offer)) {
        system_.row_upper[production_.labour_rows[offer.kind]] += step.hours;
      }
    }
  }

  void collect_entries() {
    const SparseMatrix& matrix = production_.lp.matrix;
    SparseMatrix& kept = system_.by_rows;
    kept.rows = matrix.rows;
    kept.columns = columns();
    kept.row_offsets.reserve(matrix.row_offsets.size());
    kept.column_indices.reserve(matrix.column_indices.size());
    kept.values.reserve(matrix.values.size());
    for (Index i = 0; i < matrix.rows; ++i) {
      for (auto k = matrix.row_offsets[i]; k < matrix.row_offsets[i + 1]; ++k) {
        const Index column = column_of_[matrix.column_indices[k]];
        if (column == no_index) continue;
        kept.column_indices.push_back(column);
        kept.values.push_back(matrix.values[k]);
      }
      kept.row_offsets.push_back(kept.nonzeros());
    }
    system_.by_columns = transposed(kept);
  }

  Index columns() const { return static_cast<Index>(system_.column_origins.size()); }

  const Economy& economy_;
  const ProductionLp& production_;
  std::vector<Index> column_of_;  // per column of the linear programme
  CorrectionSystem system_;
};

}  // namespace

CorrectionSystem correction_system(const Economy& economy, const ProductionLp& production) {
  return Collector(economy, production).collect();
}

std::vector<double> levels_of(const CorrectionSystem& system, const Economy& economy, const Plan& plan) {
  return decisions_of(economy, system.column_origins, system.lower, system.upper, plan);
}

void set_levels(const CorrectionSystem& system, const Economy& economy, const std::vector<double>& levels, Plan& plan) {
  for (std::size_t j = 0; j < levels.size(); ++j) {
    const auto [kind, index, part] = system.column_origins[j];
    if (kind == ColumnKind::recipe) plan.activity[index] = levels[j];
    if (kind == ColumnKind::stock_draw) plan.drawn[index] = levels[j];
    if (kind == ColumnKind::delivery) plan.needs[index].deliveries[part] = levels[j];
    if (kind != ColumnKind::coverage) continue;
    const auto ways = economy.alternatives_of(economy.needs[index]);
    if (ways.size() > 1) continue;  // its deliveries have columns of their own
    double& amount = plan.needs[index].deliveries[0];
    amount = (part == 0 ? 0 : amount) + levels[j] / ways[0].rate;
  }
}

}  // namespace planwerk
