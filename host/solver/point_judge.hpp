#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "host/lp/linear_program.hpp"
#include "host/solver/portfolio/portfolio.hpp"
#include "host/solver/residuals.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// Decides which point of a programme is the answer to a solve, and how well the reduced programme has to be solved so
// that one comes: each point that is refused asks more of the next. Keeps the best point that missed the tolerance.
// Programme and settings outlive it.
class PointJudge {
 public:
  PointJudge(const LinearProgram& lp, const SolveSettings& settings)
      : lp_(lp),
        settings_(settings),
        goal_{settings.tolerance, settings.accept != nullptr},
        target_(settings.tolerance) {}

  const Goal& goal() const { return goal_; }
  double target() const { return target_; }  // what the reduced programme is solved to
  // A point of the reduced programme far within the tolerance missed it on the one given: that one is to be reduced
  // less.
  bool is_let_down() const { return is_let_down_; }
  // So much has been done since the caller refused a point that is exact but for rounding that none will do.
  bool is_hopeless(std::int64_t products) const { return products >= last_products_; }
  // A point of the reduced programme with these residuals, after so many matrix products, may be the answer.
  bool is_worth_a_look(const Residuals& residuals, std::int64_t products) const;

  // Another reduced programme begins, or another way through it: it need be solved no better than the one given.
  void begin_anew();
  // The point back where it is the answer. reduced_error: of the reduced programme's point that it was restored from.
  // products: done so far; none before the first method begins.
  std::optional<PrimalDual> answer(PrimalDual point, double reduced_error, std::optional<std::int64_t> products);

  // A point of the programme as given that is no answer.
  void remember(PrimalDual point);
  std::optional<PrimalDual> take_best_missed();

 private:
  void ask_for_better(std::optional<std::int64_t> products);
  double error_of(const PrimalDual& point) const;
  void remember(PrimalDual point, double error);

  const LinearProgram& lp_;
  const SolveSettings& settings_;
  const Goal goal_;
  double target_;
  bool is_let_down_ = false;
  std::int64_t next_look_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_products_ = std::numeric_limits<std::int64_t>::max();
  std::optional<PrimalDual> best_missed_;
  double best_missed_error_ = infinity;
};

}  // namespace planwerk
