#include "host/model/lp_matrix.hpp"

#include "host/model/net_flows.hpp"

namespace planwerk {
namespace {

// Terms of limits by what they are about (a product or a recipe).
class TermsBySubject {
 public:
  struct Term {
    Index row;
    double coefficient;
  };

  // subject: LimitTerm -> index, or no_index where the term is about something else.
  template <class Subject>
  TermsBySubject(const Economy& economy, const std::vector<Index>& limit_rows, std::size_t subjects, Subject subject) {
    begin_.assign(subjects + 1, 0);
    for_each_term(economy, [&](const LimitTerm& term, std::size_t) {
      if (subject(term) != no_index) ++begin_[subject(term) + 1];
    });
    for (std::size_t k = 0; k < subjects; ++k) begin_[k + 1] += begin_[k];
    terms_.resize(static_cast<std::size_t>(begin_.back()));
    auto next = begin_;
    for_each_term(economy, [&](const LimitTerm& term, std::size_t limit) {
      if (subject(term) != no_index) terms_[next[subject(term)]++] = {limit_rows[limit], term.coefficient};
    });
  }

  std::span<const Term> of(Index subject) const {
    return {terms_.data() + begin_[subject], static_cast<std::size_t>(begin_[subject + 1] - begin_[subject])};
  }

 private:
  template <class Visit>
  static void for_each_term(const Economy& economy, Visit visit) {
    for (std::size_t limit = 0; limit < economy.limits.size(); ++limit) {
      for (const LimitTerm& term : economy.terms_of(economy.limits[limit])) visit(term, limit);
    }
  }

  std::vector<std::int64_t> begin_;
  std::vector<Term> terms_;
};

// The entries of each column, each row at most once.
class ColumnEntries {
 public:
  ColumnEntries(const Economy& economy, const ProductionLp& layout)
      : economy_(economy),
        layout_(layout),
        product_terms_(economy, layout.limit_rows, economy.products.size(), [](auto& term) { return term.product; }),
        recipe_terms_(economy, layout.limit_rows, economy.recipes.size(), [](auto& term) { return term.recipe; }),
        net_flows_(economy),
        bounded_rows_(layout.row_origins.size()) {}

  // visit(row, value)
  template <class Visit>
  void visit(const ColumnOrigin& column, Visit visit) {
    switch (column.kind) {
      case ColumnKind::recipe:
        return visit_recipe(column.index, visit);
      case ColumnKind::coverage:
        return visit_coverage(column.index, visit);
      case ColumnKind::delivery:
        return visit_delivery(column, visit);
      case ColumnKind::labour:
        return visit(layout_.labour_rows[economy_.labour_offers[column.index].kind], -1.0);
      case ColumnKind::stock_draw:
        return visit_product(economy_.stocks[column.index].product, 1.0, visit);
    }
  }

 private:
  template <class Visit>
  void visit_product(Index product, double value, Visit visit) const {
    if (const Index row = layout_.product_rows[product]; row != no_index) visit(row, value);
  }

  template <class Visit>
  void visit_recipe(Index index, Visit visit) {
    const Recipe& recipe = economy_.recipes[index];
    for (const auto& term : recipe_terms_.of(index)) bounded_rows_.add(term.row, term.coefficient);
    for (const Flow& net : net_flows_.of(recipe)) {
      visit_product(net.index, net.amount, visit);
      for (const auto& term : product_terms_.of(net.index)) bounded_rows_.add(term.row, term.coefficient * net.amount);
    }
    add_uses(recipe.labour, layout_.labour_rows);
    add_uses(recipe.capacities, layout_.capacity_rows);
    for (const Flow& entry : bounded_rows_.take()) visit(entry.index, entry.amount);
  }

  void add_uses(Slice uses, const std::vector<Index>& rows) {
    for (const Flow& use : economy_.flows_of(uses)) bounded_rows_.add(rows[use.index], use.amount);
  }

  template <class Visit>
  void visit_coverage(Index need, Visit visit) const {
    if (const Index row = layout_.need_rows[need]; row != no_index) return visit(row, -1.0);
    const Alternative& only = economy_.alternatives_of(economy_.needs[need]).front();
    visit_product(only.product, -1.0 / only.rate, visit);
  }

  template <class Visit>
  void visit_delivery(const ColumnOrigin& column, Visit visit) const {
    const Alternative& alternative = economy_.alternatives_of(economy_.needs[column.index])[column.part];
    visit_product(alternative.product, -1.0, visit);
    visit(layout_.need_rows[column.index], alternative.rate);
  }

  const Economy& economy_;
  const ProductionLp& layout_;
  TermsBySubject product_terms_;
  TermsBySubject recipe_terms_;
  NetFlows net_flows_;
  SparseSum bounded_rows_;  // labour, capacities, limits of the recipe at hand
};

}  // namespace

SparseMatrix production_matrix(const Economy& economy, const ProductionLp& layout) {
  SparseMatrix matrix;
  matrix.rows = static_cast<Index>(layout.row_origins.size());
  matrix.columns = static_cast<Index>(layout.column_origins.size());
  matrix.row_offsets.assign(layout.row_origins.size() + 1, 0);
  ColumnEntries entries(economy, layout);

  auto& offsets = matrix.row_offsets;
  for (const ColumnOrigin& column : layout.column_origins) {
    entries.visit(column, [&](Index row, double) { ++offsets[row + 1]; });
  }
  for (Index row = 0; row < matrix.rows; ++row) offsets[row + 1] += offsets[row];

  matrix.column_indices.resize(static_cast<std::size_t>(offsets.back()));
  matrix.values.resize(matrix.column_indices.size());
  auto next = offsets;
  for (Index column = 0; column < matrix.columns; ++column) {
    entries.visit(layout.column_origins[column], [&](Index row, double value) {
      const auto place = next[row]++;
      matrix.column_indices[place] = column;
      matrix.values[place] = value;
    });
  }
  return matrix;
}

}  // namespace planwerk
