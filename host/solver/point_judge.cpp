#include "host/solver/point_judge.hpp"

#include <algorithm>
#include <utility>

#include "host/solver/judge.hpp"

namespace planwerk {
namespace {

constexpr double tightening = 0.1;        // of the error at which the caller is asked again, having refused a point;
constexpr double look_growth = 1.5;       // or the products by then, whichever comes first
constexpr double inner_tightening = 0.5;  // of the reduced programme's, where the given one is not there yet
// A point of the reduced programme so much better than the tolerance is let down by presolve's way back: rounding grows
// on it.
constexpr double let_down = 1e-3;
// Once the caller has refused a point that is exact but for rounding, better ones can hardly come: so many times the
// work until then, and so many products, and it is given up.
constexpr double rounding = 1e-12;
constexpr double growth_after_exact = 10;
constexpr std::int64_t work_after_exact = 50'000;

std::int64_t grown(std::int64_t products, double growth) {
  return static_cast<std::int64_t>(growth * static_cast<double>(products));
}

}  // namespace

// Where the caller judges points, norm-wise residuals say little: one balance of large amounts that nobody pays for
// keeps them high. The score is free of units.
bool PointJudge::is_worth_a_look(const Residuals& residuals, std::int64_t products) const {
  const double error = goal_.error(residuals);
  return error <= target_ || (settings_.accept && error <= settings_.tolerance && products >= next_look_);
}

void PointJudge::begin_anew() {
  target_ = settings_.tolerance;
  is_let_down_ = false;
}

std::optional<PrimalDual> PointJudge::answer(PrimalDual point, double reduced_error,
                                             std::optional<std::int64_t> products) {
  if (settings_.accept) {
    if (settings_.accept(point)) return point;
    ask_for_better(products);
    return std::nullopt;
  }
  const double error = error_of(point);
  if (error <= settings_.tolerance) return point;
  remember(std::move(point), error);
  target_ *= inner_tightening;
  is_let_down_ = reduced_error < let_down * settings_.tolerance;
  return std::nullopt;
}

void PointJudge::ask_for_better(std::optional<std::int64_t> products) {
  target_ *= tightening;
  if (!products) return;
  next_look_ = grown(*products, look_growth);
  if (target_ < rounding) {
    last_products_ = std::min(last_products_, grown(*products, growth_after_exact) + work_after_exact);
  }
}

void PointJudge::remember(PrimalDual point) {
  const double error = error_of(point);
  remember(std::move(point), error);
}

void PointJudge::remember(PrimalDual point, double error) {
  if (!(error < best_missed_error_)) return;
  best_missed_error_ = error;
  best_missed_ = std::move(point);
}

double PointJudge::error_of(const PrimalDual& point) const {
  return certify_in(settings_.residual_units, lp_, point).kkt();
}

std::optional<PrimalDual> PointJudge::take_best_missed() {
  return std::exchange(best_missed_, std::nullopt);
}

}  // namespace planwerk
