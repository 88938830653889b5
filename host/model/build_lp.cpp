#include "host/model/build_lp.hpp"

#include <algorithm>

#include "host/model/lp_matrix.hpp"
#include "host/model/objective.hpp"

namespace planwerk {
namespace {

// Floor 0.8 less widths 0.5 and 0.3 is not quite zero.
constexpr double rounding_of_widths = 1e-12;

// Lays out rows and columns with their bounds, costs and origins; the entries come afterwards.
class Layout {
 public:
  explicit Layout(const Economy& economy) : economy_(economy) {}

  ProductionLp build() && {
    add_product_rows();
    add_need_rows();
    add_labour_rows();
    add_capacity_rows();
    add_limit_rows();
    add_recipe_columns();
    add_coverage_columns();
    add_delivery_columns();
    add_labour_columns();
    add_stock_columns();
    result_.lp.name = economy_.name;
    result_.lp.objective_name = "burden";
    result_.lp.matrix = production_matrix(economy_, result_);
    return std::move(result_);
  }

 private:
  // What a positive entry of a row means: something made or delivered, or something used up.
  enum class Positive : std::int8_t { output = 1, input = -1 };

  Index add_row(RowKind kind, std::size_t index, double lower, double upper, Positive positive) {
    result_.row_origins.push_back({kind, static_cast<Index>(index)});
    result_.lp.row_lower.push_back(lower);
    result_.lp.row_upper.push_back(upper);
    result_.structure.row_orientation.push_back(static_cast<std::int8_t>(positive));
    return static_cast<Index>(result_.row_origins.size()) - 1;
  }

  Index add_column(ColumnKind kind, std::size_t index, std::size_t part, double upper, double cost, double lower = 0) {
    result_.column_origins.push_back({kind, static_cast<Index>(index), static_cast<Index>(part)});
    result_.lp.column_lower.push_back(lower);
    result_.lp.column_upper.push_back(upper);
    result_.lp.objective.push_back(cost);
    return static_cast<Index>(result_.column_origins.size()) - 1;
  }

  void add_product_rows() {
    std::vector<double> closing(economy_.products.size(), 0);
    for (const Stock& stock : economy_.stocks) closing[stock.product] += stock.closing;
    result_.product_rows.assign(economy_.products.size(), no_index);
    for (std::size_t k = 0; k < economy_.products.size(); ++k) {
      const BalanceRule rule = economy_.products[k].balance;
      if (rule == BalanceRule::free) continue;
      const double upper = rule == BalanceRule::exact ? closing[k] : infinity;
      result_.product_rows[k] = add_row(RowKind::product, k, closing[k], upper, Positive::output);
    }
  }

  void add_need_rows() {
    result_.need_rows.assign(economy_.needs.size(), no_index);
    for (std::size_t k = 0; k < economy_.needs.size(); ++k) {
      if (economy_.needs[k].alternatives.size() < 2) continue;
      result_.need_rows[k] = add_row(RowKind::need, k, 0, 0, Positive::output);
    }
  }

  void add_labour_rows() {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      result_.labour_rows.push_back(add_row(RowKind::labour_kind, k, -infinity, 0, Positive::input));
    }
  }

  void add_capacity_rows() {
    for (std::size_t k = 0; k < economy_.capacities.size(); ++k) {
      const double amount = economy_.capacities[k].amount;
      result_.capacity_rows.push_back(add_row(RowKind::capacity, k, -infinity, amount, Positive::input));
    }
  }

  void add_limit_rows() {
    for (std::size_t k = 0; k < economy_.limits.size(); ++k) {
      const Limit& limit = economy_.limits[k];
      const Positive positive = limit.upper == infinity ? Positive::output : Positive::input;
      result_.limit_rows.push_back(add_row(RowKind::limit, k, limit.lower, limit.upper, positive));
    }
  }

  void add_recipe_columns() {
    for (std::size_t k = 0; k < economy_.recipes.size(); ++k) {
      const Recipe& recipe = economy_.recipes[k];
      result_.recipe_columns.push_back(
          add_column(ColumnKind::recipe, k, 0, recipe.upper_activity, strain_of(recipe), recipe.lower_activity));
    }
  }

  // Burden of a unit of activity beyond that of the hours it takes.
  double strain_of(const Recipe& recipe) const {
    double hours = 0;
    for (const Flow& labour : economy_.flows_of(recipe.labour)) hours += labour.amount;
    return recipe.strain * hours;
  }

  // Hours of burden that a unit of a need (in its own unit) is worth at step value 1.
  double hours_per_unit(const Need& need) const {
    return economy_.objective.hours_per_coverage * need.weight / need.amount_per_head;
  }

  // The floor is met by filling the first steps; a step's lower bound is the part of it that lies below the floor.
  void add_coverage_columns() {
    for (std::size_t k = 0; k < economy_.needs.size(); ++k) {
      const Need& need = economy_.needs[k];
      const double asked = economy_.asked(need);
      const double regret = has_delivery_columns(k) ? 0 : economy_.alternatives_of(need).front().regret;
      const auto ladder = economy_.ladder_of(need);
      result_.coverage_columns.push_back(next_column());
      double floor_left = floors_are_hard_ ? need.floor : 0;
      for (std::size_t step = 0; step < ladder.size(); ++step) {
        const double below_floor = floor_left > rounding_of_widths ? std::min(floor_left, ladder[step].width) : 0;
        floor_left -= below_floor;
        add_column(ColumnKind::coverage, k, step, ladder[step].width * asked,
                   -(ladder[step].value - regret) * hours_per_unit(need), below_floor * asked);
      }
    }
  }

  // More of one product than would cover the whole need alone is never delivered.
  void add_delivery_columns() {
    result_.delivery_columns.assign(economy_.needs.size(), no_index);
    for (std::size_t k = 0; k < economy_.needs.size(); ++k) {
      if (!has_delivery_columns(k)) continue;
      const Need& need = economy_.needs[k];
      const auto alternatives = economy_.alternatives_of(need);
      const double asked = economy_.asked(need);
      result_.delivery_columns[k] = next_column();
      for (std::size_t part = 0; part < alternatives.size(); ++part) {
        const auto& [product, rate, regret] = alternatives[part];
        add_column(ColumnKind::delivery, k, part, asked / rate, regret * rate * hours_per_unit(need));
      }
    }
  }

  void add_labour_columns() {
    for (std::size_t k = 0; k < economy_.labour_offers.size(); ++k) {
      const auto steps = economy_.steps_of(economy_.labour_offers[k]);
      result_.labour_columns.push_back(next_column());
      for (std::size_t step = 0; step < steps.size(); ++step) {
        add_column(ColumnKind::labour, k, step, steps[step].hours, steps[step].burden);
      }
    }
  }

  void add_stock_columns() {
    for (std::size_t k = 0; k < economy_.stocks.size(); ++k) {
      const Stock& stock = economy_.stocks[k];
      const bool of_use = stock.opening > 0 && result_.product_rows[stock.product] != no_index;
      result_.stock_columns.push_back(of_use ? add_column(ColumnKind::stock_draw, k, 0, stock.opening, 0) : no_index);
    }
  }

  bool has_delivery_columns(std::size_t need) const { return result_.need_rows[need] != no_index; }

  Index next_column() const { return static_cast<Index>(result_.column_origins.size()); }

  const Economy& economy_;
  const bool floors_are_hard_ = floors_are_hard(economy_);
  ProductionLp result_;
};

}  // namespace

ProductionLp build_lp(const Economy& economy) {
  return Layout(economy).build();
}

}  // namespace planwerk
