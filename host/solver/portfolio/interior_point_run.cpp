#include "host/solver/portfolio/interior_point_run.hpp"

namespace planwerk {
namespace {

constexpr std::int64_t iterations_limit = 300;   // what takes longer does not converge
constexpr std::int64_t first_ray_iteration = 3;  // before, steps say nothing about rays
constexpr double ray_residual = 1e-6;            // a point this good is on its way to an optimum, not along a ray

}  // namespace

InteriorPointRun::InteriorPointRun(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start,
                                   std::string name, MakeKktSolver make_kkt_solver, Device& device)
    : lp_(lp),
      units_(units),
      device_(device),
      name_(std::move(name)),
      make_kkt_solver_(std::move(make_kkt_solver)),
      starts_({{Scaling::price_sweeps, false}, {Scaling::ruiz, false}}) {
  if (start != nullptr) starts_.push_back({Scaling::ruiz, true});
  begin_next(start);
}

// What is cut short says nothing about the start it went on from, which is kept.
bool InteriorPointRun::run_to_check(const std::function<bool()>& stop) {
  method_->heed(stop);
  const bool gets_on = method_->iterate() && method_->iterations() < iterations_limit;
  if (!gets_on && stop()) return false;
  if (!gets_on) exhausted_ = !begin_next(nullptr);
  return true;
}

// False where all starts have been tried.
bool InteriorPointRun::begin_next(const PrimalDual* point) {
  if (starts_.empty()) return false;
  if (method_ != nullptr) {
    earlier_iterations_ += method_->iterations();
    earlier_work_ += method_->work();
    method_.reset();  // its memory goes first
  }
  const Start start = starts_.back();
  starts_.pop_back();
  method_ = make_interior_point(lp_, units_, make_kkt_solver_, device_, start.scaling);
  if (start.warm) method_->start_from(*point);
  return true;
}

RayCandidate InteriorPointRun::ray_candidate() {
  if (method_->iterations() < first_ray_iteration || method_->residuals().kkt() < ray_residual) return {};
  PrimalDual candidate = method_->ray_candidate();
  return {std::move(candidate.dual), std::move(candidate.primal)};
}

}  // namespace planwerk
