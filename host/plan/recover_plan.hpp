#pragma once

#include "host/model/build_lp.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A point of the linear programme in the words of the economy it was built from: decisions inside their own bounds
// (whatever the point says), valuations from the duals with the signs of what one more unit would save. Sums and
// certificate are left to complete(). Sizes: point.primal: columns, point.dual: rows.
Plan recover_plan(const Economy& economy, const ProductionLp& production, const PrimalDual& point);

// The way back: the plan's decisions and valuations as a point of the programme, steps of coverage filled in order.
// With it a solve of the programme, or of one made from it, starts from the plan.
PrimalDual point_of(const Economy& economy, const ProductionLp& production, const Plan& plan);

// The plan's decisions as values of columns of such a programme, steps of coverage filled in order within their bounds.
// Sizes: lower, upper: as many as columns.
std::vector<double> decisions_of(const Economy& economy, const std::vector<ColumnOrigin>& columns,
                                 const std::vector<double>& lower, const std::vector<double>& upper, const Plan& plan);

// Valuations alone: products the row dual, labour kinds, capacities and limits its negative; none on a side that cannot
// bind.
void recover_valuations(const Economy& economy, const ProductionLp& production, const std::vector<double>& dual,
                        Plan& plan);

// Hours of each offer's steps for what the plan's recipes use, the least burden first, steps of equal burden in
// proportion to what they offer. What goes beyond all offers is not covered.
void recover_labour(const Economy& economy, Plan& plan);

// The plan of the merged economy for the original one: each need gets its share of its group's deliveries.
Plan share_out(const Economy& original, const MergedNeeds& merged, Plan plan);

}  // namespace planwerk
