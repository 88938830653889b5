#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "host/solver/vertex_basis.hpp"

namespace planwerk {

// Bounded simplex pivots from a basis that is nearly right: dual ones until the vertex is feasible, then primal ones
// until it is optimal. Where solves with the basis take several steps, primal pivots are chosen by the round, so that
// their systems are solved together (suboptimisation: Rosander 1971). docs/mathematics.md, "Vertex clean-up".
class VertexSimplex {
 public:
  struct Limits {
    std::int64_t pivots = 0;
    std::int64_t work = 0;  // multiplications
    std::function<bool()> stop = {};
    // Else the search ends where dual pivots violate many more bounds than they began with, or where far more is to
    // mend than the limit on work allows for.
    bool may_stray = true;
    // Whether that is judged once more before primal pivots. How many reduced costs are wrong then says little: one
    // wrong price of labour makes thousands.
    bool judges_primal_pivots = true;
  };

  // `values`: of all variables near the vertex looked for; non-basic ones move to their nearest bound. `reduced_costs`
  // likewise: what a variable is expected to have. The basis holds a factorised matrix.
  VertexSimplex(const SlackForm& form, VertexBasis& basis, std::vector<double> values,
                std::vector<double> expected_reduced_costs, Limits limits);

  enum class Outcome { optimal, limit, astray, infeasible, unbounded, inaccurate };
  Outcome run();

  const std::vector<double>& values() const { return values_; }
  const std::vector<double>& duals() const { return duals_; }  // per row
  std::int64_t dual_pivots() const { return dual_pivots_; }
  std::int64_t primal_pivots() const { return primal_pivots_; }
  std::int64_t work() const { return basis_.work() + pricing_work_; }  // multiplications
  std::string summary() const;                                         // what there was to mend, and the pivots it took

  // How far the present vertex is from feasible and from optimal: counts beyond the tolerance.
  std::int64_t primal_violations() const;
  std::int64_t dual_violations() const;

 private:
  // Different for each variable, the same in every run: 1/2 ... 1.
  static double jitter(std::int32_t variable);
  static constexpr double smallest_pivot = 1e-7;

  bool recompute();
  bool refresh();
  void adopt_basis();
  bool limit_reached() const;
  bool hopeless(std::int64_t bounds, std::int64_t reduced_costs) const;
  bool is_fixed(std::int32_t variable) const { return lower_[variable] == upper_[variable]; }
  double bound_violation(std::int32_t variable) const;  // negative below the lower bound
  double dual_violation(std::int32_t variable, double reduced_cost) const;
  double dual_violation(std::int32_t variable) const { return dual_violation(variable, reduced_costs_[variable]); }

  void price_row(std::int32_t position, std::vector<double>& row, std::vector<double>& multipliers);
  std::vector<double> row_of(const std::vector<double>& multipliers);  // of B^-1 [A -I]
  std::vector<double> solved_column(std::int32_t variable);            // B^-1 times its column
  bool agree(double from_row, double from_column) const;
  void move_reduced_costs(const std::vector<double>& row, const std::vector<double>& multipliers, std::int32_t entering,
                          std::int32_t leaving);
  void move_basics(const std::vector<double>& column, double step);
  void exchange(std::int32_t position, std::int32_t entering, const std::vector<double>& column, double step,
                double leaving_value);

  Outcome dual_phase();
  void shift_costs();
  struct Violations {
    std::int64_t count = 0;
    std::int32_t worst = -1;  // position
  };
  Violations violations() const;
  std::int32_t choose_entering(const std::vector<double>& row, double violation);
  void flip_passed_bounds();
  void update_dual_weights(const std::vector<double>& column, std::int32_t position, std::int32_t entering);

  // A variable worth bringing in, with its column as it becomes while others of its round come in.
  struct EnteringCandidate {
    std::int32_t variable;
    double reduced_cost, weight;
    double priced;  // when it was chosen; negative: has had its turn
    std::vector<double> column;
  };
  struct Priced {
    std::int32_t variable;
    double priced;
  };
  struct PrimalPivot {
    std::int32_t position, leaving, entering;
    double pivot;  // as seen from its column
  };
  struct Leaving {
    std::int32_t position;
    double step;
    double bound;
  };
  Outcome primal_phase();
  void widen_bounds();
  void restore_bounds();
  std::vector<Priced> priced() const;
  std::vector<EnteringCandidate> candidates_of(std::vector<Priced> priced);
  EnteringCandidate* best_of(std::vector<EnteringCandidate>& candidates) const;
  std::vector<PrimalPivot> make_pivots(std::vector<EnteringCandidate>& candidates, bool& unbounded);
  void follow_exchange(const EnteringCandidate& entered, std::int32_t position,
                       std::vector<EnteringCandidate>& others) const;
  bool follow_with_reduced_costs(const std::vector<PrimalPivot>& pivots);
  Leaving choose_leaving(const std::vector<double>& column, double direction, double range) const;
  void update_primal_weights(const std::vector<double>& row, std::int32_t entering, std::int32_t leaving);

  const SlackForm& form_;
  VertexBasis& basis_;
  Limits limits_;
  double tolerance_;  // violation of a bound, reduced cost of the wrong sign: what counts as none
  std::vector<double> values_, expected_reduced_costs_;
  std::vector<double> lower_, upper_;  // wider than the programme's while primal pivots are stuck
  std::vector<double> cost_;           // shifted while dual pivots run
  std::vector<double> reduced_costs_;  // of all variables, zero for basic ones
  std::vector<double> duals_;
  std::vector<double> weight_;  // Devex reference weights, of whatever the phase prices
  std::vector<char> basic_;
  std::vector<std::int32_t> flips_;  // boxed variables that the last dual ratio test passed
  double work_of_pivot_ = 0;         // estimated
  std::int64_t first_primal_violations_ = 0, first_dual_violations_ = 0;
  int still_ = 0;  // primal pivots in a row that moved nothing
  std::int64_t dual_pivots_ = 0, primal_pivots_ = 0, pricing_work_ = 0;
};

const char* to_string(VertexSimplex::Outcome outcome);

}  // namespace planwerk
