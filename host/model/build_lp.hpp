#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/lp/production_structure.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// What a row or column of the linear programme stands for.
enum class RowKind { product, need, labour_kind, capacity, limit };
enum class ColumnKind {
  recipe,      // activity level
  coverage,    // need `index`, step `part`: amount delivered within that step, unit of the need
  delivery,    // need `index`, alternative `part`: amount of that product (only where a need has several alternatives)
  labour,      // offer `index`, step `part`: hours
  stock_draw,  // stock `index`: amount drawn from the opening stock
};

struct RowOrigin {
  RowKind kind;
  Index index;
};
struct ColumnOrigin {
  ColumnKind kind;
  Index index;
  Index part = 0;
};

// The weighted programme of an economy (docs/mathematics.md):
//   min   sum burden e  +  sum strain * hours x
//         - hours_per_coverage * sum (weight / amount per head) (value s - regret * rate * delivery)
//   rows  product:  made - used - delivered + drawn  >= or =  closing stock     (none for FREE products)
//         need:     sum_a rate_a delivery_a - sum_k s_k = 0                     (only with several alternatives)
//         labour:   sum hours x - sum e <= 0;   capacity: sum use x <= amount;   limit: lower <= sum <= upper
// Floors are lower bounds on the first steps of a ladder, which the optimum fills in order anyway; none where a tier
// asks for floors. A need's only alternative has no delivery column: its regret is taken off the values of its steps.
struct ProductionLp {
  LinearProgram lp;
  ProductionStructure structure;
  std::vector<RowOrigin> row_origins;
  std::vector<ColumnOrigin> column_origins;
  // The way forth: first row or column of each thing, no_index where it has none.
  std::vector<Index> product_rows;      // per product
  std::vector<Index> need_rows;         // per need
  std::vector<Index> labour_rows;       // per labour kind
  std::vector<Index> capacity_rows;     // per capacity
  std::vector<Index> limit_rows;        // per limit
  std::vector<Index> recipe_columns;    // per recipe
  std::vector<Index> coverage_columns;  // per need: its first step; the others follow
  std::vector<Index> delivery_columns;  // per need: its first alternative; no_index with a single one
  std::vector<Index> labour_columns;    // per offer: its first step
  std::vector<Index> stock_columns;     // per stock; no_index where nothing can be drawn
};

// The economy must be free of errors (validate).
ProductionLp build_lp(const Economy& economy);

// Names for export, percent-encoded where a character would hurt MPS; steps and alternatives count from 0.
// Rows: `product:ID`, `need:ID`, `labour:KIND`, `capacity:ID`, `limit:ID`.
// Columns: `recipe:ID`, `coverage:NEED:STEP`, `delivery:NEED:ALTERNATIVE`, `offer:ID:STEP`, `stock:PRODUCT`.
std::string row_name(const Economy& economy, RowOrigin origin);
std::string column_name(const Economy& economy, ColumnOrigin origin);
// Writes all names into lp.row_names and lp.column_names.
void name_lp(const Economy& economy, ProductionLp& production);

// Indices of a need's alternatives by ascending product: what two identical needs that list them in another order have
// in common.
std::vector<Index> alternatives_by_product(const Economy& economy, const Need& need);

// One need per group of identical needs (same amount, alternatives with their regrets in whatever order, ladder,
// weight, floor), so that no tie favours whoever comes first; `share_of` gives each original need its part of the
// group's deliveries, by cohort size.
struct MergedNeeds {
  Economy economy;               // with merged needs; everything else as before
  std::vector<Index> group_of;   // per original need: index of the merged need
  std::vector<double> share_of;  // per original need: its part of the group, adds up to 1 in each group
};
MergedNeeds merge_needs(Economy economy);

}  // namespace planwerk
