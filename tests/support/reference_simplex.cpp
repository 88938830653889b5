#include "tests/support/reference_simplex.hpp"

#include <cmath>
#include <optional>

namespace planwerk {
namespace {

constexpr long double tolerance = 1e-11L;

// x_j = shift + sum of sign * z over its parts; all z >= 0.
struct ColumnParts {
  double shift = 0;
  std::vector<std::pair<std::size_t, int>> parts;
};

// An equation over z; `row` is the row of the programme it came from, or -1 for a column's upper bound.
struct Equation {
  std::vector<long double> coefficients;
  long double right = 0;
  int row = -1;
};

// min cost'z + constant  s.t.  equations,  z >= 0.
struct StandardForm {
  std::vector<ColumnParts> columns;
  std::vector<Equation> equations;
  std::vector<long double> cost;
  std::size_t variables = 0;
};

class Standardiser {
 public:
  explicit Standardiser(const LinearProgram& lp) : lp_(lp) {}

  StandardForm run() {
    for (std::int32_t j = 0; j < lp_.columns(); ++j) split_column(j);
    for (std::int32_t i = 0; i < lp_.rows(); ++i) add_row(i);
    for (auto& equation : form_.equations) equation.coefficients.resize(form_.variables, 0);
    form_.cost.resize(form_.variables, 0);
    for (std::int32_t j = 0; j < lp_.columns(); ++j) {
      for (const auto& [z, sign] : form_.columns[j].parts) form_.cost[z] += sign * lp_.objective[j];
    }
    return std::move(form_);
  }

 private:
  void split_column(std::int32_t j) {
    const double lower = lp_.column_lower[j], upper = lp_.column_upper[j];
    ColumnParts parts;
    const auto z = form_.variables++;
    if (std::isfinite(lower)) {
      parts = {lower, {{z, 1}}};
      if (std::isfinite(upper)) {
        std::vector<long double> coefficients(z + 1, 0);
        coefficients[z] = 1;
        add_equation(std::move(coefficients), static_cast<long double>(upper) - lower, 1, -1);
      }
    } else if (std::isfinite(upper)) {
      parts = {upper, {{z, -1}}};
    } else {
      parts = {0, {{z, 1}, {form_.variables++, -1}}};
    }
    form_.columns.push_back(std::move(parts));
  }

  void add_row(std::int32_t i) {
    std::vector<long double> coefficients(form_.variables, 0);
    long double shift = 0;
    for (auto k = lp_.matrix.row_offsets[i]; k < lp_.matrix.row_offsets[i + 1]; ++k) {
      const auto& column = form_.columns[lp_.matrix.column_indices[k]];
      shift += static_cast<long double>(lp_.matrix.values[k]) * column.shift;
      for (const auto& [z, sign] : column.parts) coefficients[z] += sign * lp_.matrix.values[k];
    }
    const double lower = lp_.row_lower[i], upper = lp_.row_upper[i];
    if (lower == upper) return add_equation(std::move(coefficients), lower - shift, 0, i);
    if (std::isfinite(lower)) add_equation(coefficients, lower - shift, -1, i);
    if (std::isfinite(upper)) add_equation(coefficients, upper - shift, 1, i);
  }

  void add_equation(std::vector<long double> coefficients, long double right, int slack_sign, int row) {
    if (slack_sign != 0) {
      coefficients.resize(form_.variables + 1, 0);
      coefficients[form_.variables++] = slack_sign;
    }
    form_.equations.push_back({std::move(coefficients), right, row});
  }

  const LinearProgram& lp_;
  StandardForm form_;
};

// Rows of the tableau: B^-1 [A | I | b], artificial columns included so that duals can be read off.
class Tableau {
 public:
  explicit Tableau(const StandardForm& form) : variables_(form.variables), count_(form.equations.size()) {
    for (std::size_t i = 0; i < count_; ++i) {
      const auto& equation = form.equations[i];
      const int sign = equation.right < 0 ? -1 : 1;
      signs_.push_back(sign);
      std::vector<long double> row(variables_ + count_ + 1, 0);
      for (std::size_t z = 0; z < variables_; ++z) row[z] = sign * equation.coefficients[z];
      row[variables_ + i] = 1;
      row.back() = sign * equation.right;
      rows_.push_back(std::move(row));
      basis_.push_back(variables_ + i);
    }
  }

  // Minimises cost'z from the present basis; artificial columns never enter. Returns the entering column along which
  // the cost falls without end, if there is one.
  std::optional<std::size_t> minimise(const std::vector<long double>& cost) {
    cost_ = cost;
    while (const auto entering = first_improving()) {
      const auto leaving = first_blocking(*entering);
      if (!leaving) return entering;
      pivot(*leaving, *entering);
    }
    return std::nullopt;
  }

  // Artificial variables that stayed basic at zero leave where any column can replace them.
  void drive_out_artificials() {
    for (std::size_t i = 0; i < count_; ++i) {
      if (basis_[i] < variables_) continue;
      for (std::size_t z = 0; z < variables_; ++z) {
        if (std::fabs(rows_[i][z]) > tolerance) {
          pivot(i, z);
          break;
        }
      }
    }
  }

  long double value() const {
    long double sum = 0;
    for (std::size_t i = 0; i < count_; ++i) sum += cost_[basis_[i]] * rows_[i].back();
    return sum;
  }

  std::vector<long double> solution() const {
    std::vector<long double> z(variables_, 0);
    for (std::size_t i = 0; i < count_; ++i) {
      if (basis_[i] < variables_) z[basis_[i]] = rows_[i].back();
    }
    return z;
  }

  // Multiplier of equation i as it was given: cost_B' B^-1 e_i.
  long double multiplier(std::size_t i) const {
    return signs_[i] * (cost_[variables_ + i] - reduced_cost(variables_ + i));
  }

  std::vector<long double> direction(std::size_t entering) const {
    std::vector<long double> z(variables_, 0);
    z[entering] = 1;
    for (std::size_t i = 0; i < count_; ++i) {
      if (basis_[i] < variables_) z[basis_[i]] -= rows_[i][entering];
    }
    return z;
  }

 private:
  long double reduced_cost(std::size_t z) const {
    long double sum = cost_[z];
    for (std::size_t i = 0; i < count_; ++i) sum -= cost_[basis_[i]] * rows_[i][z];
    return sum;
  }

  std::optional<std::size_t> first_improving() const {
    for (std::size_t z = 0; z < variables_; ++z) {
      if (reduced_cost(z) < -tolerance) return z;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> first_blocking(std::size_t entering) const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < count_; ++i) {
      if (rows_[i][entering] <= tolerance) continue;
      if (!best) {
        best = i;
        continue;
      }
      const long double difference =
          rows_[i].back() / rows_[i][entering] - rows_[*best].back() / rows_[*best][entering];
      if (difference < -tolerance || (difference <= tolerance && basis_[i] < basis_[*best])) best = i;
    }
    return best;
  }

  void pivot(std::size_t leaving, std::size_t entering) {
    auto& chosen = rows_[leaving];
    const long double divisor = chosen[entering];
    for (auto& entry : chosen) entry /= divisor;
    for (std::size_t i = 0; i < count_; ++i) {
      const long double factor = rows_[i][entering];
      if (i == leaving || factor == 0) continue;
      for (std::size_t z = 0; z < chosen.size(); ++z) rows_[i][z] -= factor * chosen[z];
    }
    basis_[leaving] = entering;
  }

  std::size_t variables_;
  std::size_t count_;
  std::vector<int> signs_;
  std::vector<std::vector<long double>> rows_;
  std::vector<std::size_t> basis_;
  std::vector<long double> cost_;  // variables, then artificials
};

std::vector<double> columns_from(const StandardForm& form, const std::vector<long double>& z, bool with_shift) {
  std::vector<double> x;
  for (const auto& column : form.columns) {
    long double value = with_shift ? column.shift : 0;
    for (const auto& [part, sign] : column.parts) value += sign * z[part];
    x.push_back(static_cast<double>(value));
  }
  return x;
}

std::vector<double> row_multipliers(const LinearProgram& lp, const StandardForm& form, const Tableau& tableau) {
  std::vector<long double> y(lp.rows(), 0);
  for (std::size_t e = 0; e < form.equations.size(); ++e) {
    if (form.equations[e].row >= 0) y[form.equations[e].row] += tableau.multiplier(e);
  }
  return {y.begin(), y.end()};
}

}  // namespace

ReferenceSolution reference_solve(const LinearProgram& lp) {
  const auto form = Standardiser(lp).run();
  Tableau tableau(form);
  const auto artificials = form.equations.size();
  std::vector<long double> phase_one(form.variables, 0), phase_two = form.cost;
  phase_one.resize(form.variables + artificials, 1);
  phase_two.resize(form.variables + artificials, 0);

  ReferenceSolution solution;
  tableau.minimise(phase_one);
  if (tableau.value() > 1e-8L) {
    solution.status = Status::infeasible;
    solution.ray = row_multipliers(lp, form, tableau);
    return solution;
  }
  tableau.drive_out_artificials();
  if (const auto falling = tableau.minimise(phase_two)) {
    solution.status = Status::unbounded;
    solution.ray = columns_from(form, tableau.direction(*falling), false);
    return solution;
  }
  solution.status = Status::optimal;
  solution.point = {columns_from(form, tableau.solution(), true), row_multipliers(lp, form, tableau)};
  solution.value = lp.objective_offset;
  for (std::int32_t j = 0; j < lp.columns(); ++j) solution.value += lp.objective[j] * solution.point.primal[j];
  return solution;
}

}  // namespace planwerk
