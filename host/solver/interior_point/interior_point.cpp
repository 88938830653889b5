#include "host/solver/interior_point/interior_point.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "host/solver/interior_point/directions.hpp"
#include "host/solver/interior_point/starting_point.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

// In the scaled programme's units, in which the norms of sides and costs are one.
constexpr double first_regularization = 1e-8;
constexpr double least_regularization = 1e-12;
constexpr double largest_regularization = 1e-3;
constexpr double regularization_rise = 100;  // after a breakdown
constexpr double regularization_fall = 0.1;  // after an iteration that went well
constexpr double boundary_fraction = 0.9995;
constexpr double trial_extension = 0.3;  // by how much a centrality corrector hopes to lengthen the steps
constexpr double worthwhile_extension = 0.01;
constexpr int corrector_limit = 6;
constexpr double correctors_per_solve = 8;  // worth of a factorisation that takes as long as one solve
constexpr double least_mu = 1e-24;          // of targets: far below what rounding lets through, far above underflow
constexpr double shortest_step = 1e-8;
constexpr double huge_bound = 1e8;  // of columns: as good as none
constexpr int patience = 30;        // iterations without a better point

// Distances to bounds that far away would drown all others. A solution beyond them is measured for what it is by
// whoever asked for it.
ScaledProgram without_huge_bounds(ScaledProgram scaled) {
  for (Vector* const bounds : {&scaled.program.column_lower, &scaled.program.column_upper}) {
    std::vector<double> values = bounds->to_host();
    for (double& bound : values)
      if (std::fabs(bound) >= huge_bound) bound = std::copysign(infinity, bound);
    bounds->upload(values);
  }
  return scaled;
}

// min(1, fraction of the way to the boundary)
StepLengths cut(double primal, double dual, double fraction) {
  return {std::min(1.0, fraction * primal), std::min(1.0, fraction * dual)};
}

// How much of a correction to add, and the steps that this allows.
struct Weighing {
  StepLengths weights, reached;
};

// The weights of the longest steps, primal and dual apart (Colombo & Gondzio 2008); the largest of equals.
Weighing weigh(const StepLimits& limits, double least_weight) {
  Weighing best{{1, 1}, cut(limits.primal.back(), limits.dual.back(), 1)};
  for (int k = StepLimits::weights - 2; k >= 0 && StepLimits::weight(k) >= least_weight; --k) {
    const double weight = StepLimits::weight(k);
    const StepLengths here =
        cut(limits.primal[static_cast<std::size_t>(k)], limits.dual[static_cast<std::size_t>(k)], 1);
    if (here.primal > best.reached.primal) best.reached.primal = here.primal, best.weights.primal = weight;
    if (here.dual > best.reached.dual) best.reached.dual = here.dual, best.weights.dual = weight;
  }
  return best;
}

// Centrality correctors save iterations at the price of solves: the dearer the factorisation beside them, the more.
int correctors_worth(std::int64_t factorization_work, std::int64_t solve_work) {
  const double solves =
      static_cast<double>(factorization_work) / static_cast<double>(std::max<std::int64_t>(1, solve_work));
  return 1 + static_cast<int>(std::min(corrector_limit - 1.0, correctors_per_solve * solves));
}

class MehrotraInteriorPoint final : public InteriorPoint {
 public:
  MehrotraInteriorPoint(const LinearProgram& lp, const ResidualUnits& units, const MakeKktSolver& make_kkt_solver,
                        Device& device, Scaling scaling)
      : device_(device),
        scaled_(without_huge_bounds(scale_program(lp, scaling, device))),
        base_(base_weights(scaled_, device)),
        target_(target_weights(scaled_, units, device)),
        solver_(make_kkt_solver(scaled_.program.matrix)),
        directions_(scaled_.program, *solver_, device),
        state_(scaled_.program, device),
        direction_(scaled_.program, device),
        correction_(scaled_.program, device),
        measured_(scaled_.program, device),
        best_(scaled_.program, device) {
    residuals_.primal = residuals_.dual = residuals_.gap = infinity;
    best_residuals_ = residuals_;
    upload_dual_bounds(lp);
  }

  void start_from(const PrimalDual& point) override;
  void heed(const std::function<bool()>& stop) override { solver_->heed(stop); }
  bool iterate() override;

  const Residuals& residuals() const override { return residuals_; }
  const Residuals& best_residuals() const override { return best_residuals_; }
  PrimalDual point() const override { return to_host(measured_); }
  PrimalDual best_point() const override { return to_host(best_); }
  PrimalDual ray_candidate() const override;
  std::int64_t iterations() const override { return iterations_; }
  std::int64_t work() const override { return solver_->work(); }

 private:
  // A point within its bounds, duals naming finite sides only: what is measured and handed out.
  struct Point {
    Point(const DeviceProgram& program, Device& device)
        : primal(device, program.objective.size()),
          dual(device, program.row_lower.size()),
          activity(device, program.row_lower.size()),
          transposed_product(device, program.objective.size()) {
      device.vectors().fill(primal, 0);
      device.vectors().fill(dual, 0);
    }
    Vector primal, dual, activity, transposed_product;
  };

  void upload_dual_bounds(const LinearProgram& lp);
  bool begin();
  bool find_direction();
  bool regularize_more();
  StepLengths weigh_in(const StepLengths& predictor);
  void improve_centrality(double mu, int correctors, StepLengths reached);
  void measure();
  PrimalDual to_host(const Point& point) const;

  Device& device_;
  ScaledProgram scaled_;
  ResidualWeights base_, target_;
  std::unique_ptr<KktSolver> solver_;
  Directions directions_;
  InteriorState state_;
  Direction direction_, correction_;
  Point measured_, best_;
  Vector dual_lower_, dual_upper_;
  Residuals residuals_, best_residuals_;
  Regularization regularization_{first_regularization, first_regularization};
  bool started_ = false;
  std::int64_t iterations_ = 0;
  std::int64_t best_iteration_ = 0;
};

void MehrotraInteriorPoint::upload_dual_bounds(const LinearProgram& lp) {
  std::vector<double> lower(lp.row_lower.size()), upper(lp.row_lower.size());
  for (std::size_t i = 0; i < lower.size(); ++i) {
    lower[i] = std::isfinite(lp.row_upper[i]) ? -infinity : 0;
    upper[i] = std::isfinite(lp.row_lower[i]) ? infinity : 0;
  }
  dual_lower_ = Vector(device_, std::span<const double>(lower));
  dual_upper_ = Vector(device_, std::span<const double>(upper));
}

void MehrotraInteriorPoint::start_from(const PrimalDual& point) {
  state_.columns.value.upload(point.primal);
  state_.dual.upload(point.dual);
  to_scaled(scaled_, state_.columns.value, state_.dual, device_);
  measure();
  const double objectives = std::fabs(residuals_.primal_objective) + std::fabs(residuals_.dual_objective);
  const double unit = scaled_.bound_factor * scaled_.objective_factor;
  start_warm(state_, residuals_.score * objectives * unit, std::min(1.0, residuals_.kkt()), device_);
  measure();
  started_ = true;
}

bool MehrotraInteriorPoint::begin() {
  if (started_) return true;
  started_ = start_cold(state_, directions_, device_);
  if (started_) measure();
  return started_;
}

// Mehrotra's iteration: a predictor, what centring and second-order terms it asks for, correctors for products that
// fell out of line, then as far as distances and multipliers stay positive.
bool MehrotraInteriorPoint::iterate() {
  const TraceRange range("interior-point iteration");
  if (!begin()) return false;
  while (!find_direction()) {
    if (!regularize_more()) return false;
  }
  const StepLimits limits = step_limits(state_, direction_, direction_, device_);
  const StepLengths length = cut(limits.primal[0], limits.dual[0], boundary_fraction);
  advance(state_, direction_, length, device_);
  ++iterations_;
  measure();
  regularization_.primal = std::max(least_regularization, regularization_fall * regularization_.primal);
  regularization_.dual = regularization_.primal;
  return std::max(length.primal, length.dual) > shortest_step && iterations_ - best_iteration_ < patience;
}

bool MehrotraInteriorPoint::find_direction() {
  const std::int64_t begin = work();
  if (!directions_.factorize(state_, regularization_)) return false;
  const std::int64_t factorized = work();
  if (!directions_.aim_at_optimum(state_, direction_)) return false;
  const std::int64_t solved = work();
  const Complementarity now = complementarity(state_, direction_, {0, 0}, device_);
  if (now.count == 0) return true;
  const StepLimits affine = step_limits(state_, direction_, direction_, device_);
  const StepLengths reached = cut(affine.primal[0], affine.dual[0], 1);
  const double share = complementarity(state_, direction_, reached, device_).sum / now.sum;
  const double mu = std::max(least_mu, share * share * share * now.sum / now.count);
  if (!directions_.correct_second_order(state_, direction_, mu, correction_)) return false;
  improve_centrality(mu, correctors_worth(factorized - begin, solved - factorized), weigh_in(reached));
  return true;
}

bool MehrotraInteriorPoint::regularize_more() {
  if (regularization_.dual >= largest_regularization) return false;
  regularization_.primal *= regularization_rise;
  regularization_.dual *= regularization_rise;
  return true;
}

// Adds the correction by as much as allows the longest steps, but at least by the product of those that the predictor
// reached.
StepLengths MehrotraInteriorPoint::weigh_in(const StepLengths& predictor) {
  const double least = std::max(StepLimits::weight(1), predictor.primal * predictor.dual);
  const Weighing found = weigh(step_limits(state_, direction_, correction_, device_), least);
  combine(correction_, found.weights, direction_, device_);
  return found.reached;
}

// Gondzio's correctors (1996), as long as each lengthens the steps by enough.
void MehrotraInteriorPoint::improve_centrality(double mu, int correctors, StepLengths reached) {
  for (int k = 0; k < correctors; ++k) {
    const StepLengths trial{std::min(1.0, reached.primal + trial_extension),
                            std::min(1.0, reached.dual + trial_extension)};
    if (!directions_.correct_outliers(state_, direction_, trial, mu, correction_)) return;
    const Weighing found = weigh(step_limits(state_, direction_, correction_, device_), 0);
    const double gain = found.reached.primal - reached.primal + found.reached.dual - reached.dual;
    if (gain < worthwhile_extension) return;
    combine(correction_, found.weights, direction_, device_);
    reached = found.reached;
  }
}

void MehrotraInteriorPoint::measure() {
  const DeviceProgram& lp = scaled_.program;
  measured_.primal.assign_from(state_.columns.value);
  measured_.dual.assign_from(state_.dual);
  device_.vectors().project(lp.column_lower, lp.column_upper, measured_.primal);
  device_.vectors().project(dual_lower_, dual_upper_, measured_.dual);
  device_.sparse().multiply(lp.matrix.by_rows, measured_.primal, measured_.activity);
  device_.sparse().multiply(lp.matrix.by_columns, measured_.dual, measured_.transposed_product);
  residuals_ =
      residuals_of(scaled_, {measured_.primal, measured_.dual, measured_.activity, measured_.transposed_product}, base_,
                   target_, device_);
  if (!(residuals_.kkt() < best_residuals_.kkt())) return;
  best_residuals_ = residuals_;
  best_iteration_ = iterations_;
  best_.primal.assign_from(measured_.primal);
  best_.dual.assign_from(measured_.dual);
}

PrimalDual MehrotraInteriorPoint::to_host(const Point& point) const {
  Vector primal(device_, point.primal.size()), dual(device_, point.dual.size());
  primal.assign_from(point.primal);
  dual.assign_from(point.dual);
  to_original(scaled_, primal, dual, device_);
  return {primal.to_host(), dual.to_host()};
}

// Iterates of a programme without a solution grow along a ray, and so do their steps. Of both, whichever comes closer.
PrimalDual MehrotraInteriorPoint::ray_candidate() const {
  const DeviceProgram& lp = scaled_.program;
  Point point(lp, device_), step(lp, device_);
  for (auto [ray, primal, dual] : {std::tuple(&point, &state_.columns.value, &state_.dual),
                                   std::tuple(&step, &direction_.columns.value, &direction_.dual)}) {
    ray->primal.assign_from(*primal);
    ray->dual.assign_from(*dual);
    device_.vectors().project(dual_lower_, dual_upper_, ray->dual);
    device_.sparse().multiply(lp.matrix.by_rows, ray->primal, ray->activity);
    device_.sparse().multiply(lp.matrix.by_columns, ray->dual, ray->transposed_product);
  }
  const auto worth = [](const RaySums& sums) { return sums.support / std::sqrt(sums.violation2); };
  const auto infeasible = [&](const Point& ray) {
    return worth(device_.pdhg().infeasibility_sums(lp, ray.dual, ray.transposed_product));
  };
  const auto unbounded = [&](const Point& ray) {
    return worth(device_.pdhg().unboundedness_sums(lp, ray.primal, ray.activity));
  };
  if (infeasible(step) > infeasible(point)) point.dual.swap(step.dual);
  if (unbounded(step) > unbounded(point)) point.primal.swap(step.primal);
  return to_host(point);
}

}  // namespace

std::unique_ptr<InteriorPoint> make_interior_point(const LinearProgram& lp, const ResidualUnits& units,
                                                   const MakeKktSolver& make_kkt_solver, Device& device,
                                                   Scaling scaling) {
  return std::make_unique<MehrotraInteriorPoint>(lp, units, make_kkt_solver, device, scaling);
}

}  // namespace planwerk
