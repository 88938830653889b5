#include "host/solver/solve_watch.hpp"

namespace planwerk {
namespace {

constexpr double progress_interval_s = 0.3;

}  // namespace

bool SolveWatch::interrupted() const {
  return settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed);
}

std::optional<EarlyEnd> SolveWatch::limit_reached(std::int64_t iterations, std::int64_t products) const {
  if (interrupted()) return EarlyEnd{Status::interrupted, "interrupted"};
  if (out_of_time()) return EarlyEnd{Status::time_limit, "the time limit is reached"};
  if (iterations >= settings_.iteration_limit) {
    return EarlyEnd{Status::iteration_limit, "the iteration limit is reached"};
  }
  if (products >= settings_.work_limit) return EarlyEnd{Status::iteration_limit, "the limit on work is reached"};
  return std::nullopt;
}

void SolveWatch::report_progress(const Portfolio& portfolio, const MethodRun& run) {
  const double now = elapsed_s();
  if (!settings_.on_progress || now - last_progress_s_ < progress_interval_s) return;
  last_progress_s_ = now;
  const Residuals& r = run.residuals();
  settings_.on_progress({.phase = run.name(),
                         .iteration = portfolio.iterations(),
                         .matrix_products = portfolio.matrix_products(),
                         .primal_residual = r.primal,
                         .dual_residual = r.dual,
                         .relative_gap = r.gap,
                         .objective = r.primal_objective,
                         .elapsed_s = now});
}

}  // namespace planwerk
