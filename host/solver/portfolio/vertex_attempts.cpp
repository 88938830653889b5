#include "host/solver/portfolio/vertex_attempts.hpp"

#include <algorithm>

#include "host/solver/vertex.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double first_error = 1e-4;
constexpr double error_fall = 0.1;   // of the error, or
constexpr std::int64_t growth = 2;   // of the products done, until the next attempt
constexpr double share_of_work = 1;  // of the products so far, that an attempt may take

}  // namespace

bool VertexAttempts::due(const MethodRun& run, std::int64_t products) const {
  const double error = run.best_residuals().kkt();
  if (!run.vertex_scaling() || error > first_error) return false;
  return error <= error_fall * tried_error_ || products >= growth * tried_products_;
}

double VertexAttempts::begin(const MethodRun& run, std::int64_t products) {
  tried_error_ = run.best_residuals().kkt();
  tried_products_ = products;
  return share_of_work * static_cast<double>(products);
}

std::optional<PrimalDual> VertexAttempts::attempt(const MethodRun& run, std::int64_t products, const Target& target,
                                                  Device& device, const Hooks& hooks) {
  const TraceRange range("vertex");
  VertexSettings settings;
  settings.tolerance = target.tolerance;
  settings.work_limit = std::min(begin(run, products), target.most_work);
  settings.scaling = *run.vertex_scaling();
  settings.units = target.units;
  settings.on_log = hooks.on_log;
  settings.may_stray = false;  // a better point will be there to begin from
  settings.stop = hooks.stop;
  VertexResult vertex = clean_up_vertex(target.lp, run.best_point(), settings, device);
  products_ += static_cast<std::int64_t>(vertex.work);
  if (!vertex.point && vertex.pivots == 0) tried_error_ = 0;  // no basis: a better point alone gives none either
  return std::move(vertex.point);
}

}  // namespace planwerk
