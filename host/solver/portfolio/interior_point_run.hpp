#pragma once

#include "host/solver/interior_point/interior_point.hpp"
#include "host/solver/portfolio/method_run.hpp"

namespace planwerk {

// The interior-point method with one of its linear solvers; a check is one iteration. Where it is stuck it begins
// again: after a start from a point, which may mislead when far from the central path, from nowhere; then in units of
// value.
class InteriorPointRun final : public MethodRun {
 public:
  // `name`: as in Solution::method. `start`: where to begin, or null. Throws as make_interior_point.
  InteriorPointRun(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start, std::string name,
                   MakeKktSolver make_kkt_solver, Device& device);

  std::string name() const override { return name_; }
  bool run_to_check(const std::function<bool()>& stop) override;
  bool exhausted() const override { return exhausted_; }
  const Residuals& residuals() const override { return method_->residuals(); }
  const Residuals& best_residuals() const override { return method_->best_residuals(); }
  PrimalDual point() const override { return method_->point(); }
  PrimalDual best_point() const override { return method_->best_point(); }
  RayCandidate ray_candidate() override;
  std::int64_t iterations() const override { return earlier_iterations_ + method_->iterations(); }
  std::int64_t matrix_products() const override { return earlier_work_ + method_->work(); }

 private:
  struct Start {
    Scaling scaling;
    bool warm;
  };
  bool begin_next(const PrimalDual* point);

  const LinearProgram& lp_;
  const ResidualUnits& units_;
  Device& device_;
  std::string name_;
  MakeKktSolver make_kkt_solver_;
  std::unique_ptr<InteriorPoint> method_;
  std::vector<Start> starts_;                               // still to be tried, the last first
  std::int64_t earlier_iterations_ = 0, earlier_work_ = 0;  // of starts that were given up
  bool exhausted_ = false;
};

}  // namespace planwerk
