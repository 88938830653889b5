#include "host/solver/vertex.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "host/solver/basis_volume.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/scaled_form.hpp"
#include "host/solver/vertex_simplex.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double snap_distance = 1e-11;  // distance from a bound that is taken for none

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2g", value);
  return text;
}

// Basic variables of a degenerate vertex stand at bounds up to rounding. Left so, an amount of 1e-16 of something that
// nobody makes would look like a shortage.
std::vector<double> without_rounding(const SlackForm& form, std::vector<double> values) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (std::fabs(values[j] - form.lower[j]) < snap_distance) values[j] = form.lower[j];
    if (std::fabs(values[j] - form.upper[j]) < snap_distance) values[j] = form.upper[j];
  }
  return values;
}

}  // namespace

VertexResult clean_up_vertex(const LinearProgram& lp, const PrimalDual& point, const VertexSettings& settings,
                             Device& device) {
  const TraceRange range("vertex clean-up");
  const auto log = [&](const std::string& line) {
    if (settings.on_log) settings.on_log("vertex: " + line);
  };
  const ScaledForm scaled = scaled_form(lp, settings.scaling, device);
  const SlackForm& form = scaled.form;
  const DeviceMatrix matrix = device.sparse().upload(form.by_rows.span());
  ExpectedVertex expected = expected_vertex(form, scaled.to_scaled(point));
  const MatchingWeights weights = matching_weights(form, expected);
  VertexBasis basis(form, matrix.by_rows, device);
  if (!basis.match(weights) || !raise_volume(form, weights, basis)) {
    log("no basis to begin with");
    return {};
  }
  const double product = static_cast<double>(std::max<std::int64_t>(1, form.by_rows.nonzeros()));
  VertexSimplex simplex(form, basis, std::move(expected.values), std::move(expected.reduced_costs),
                        {settings.pivot_limit, static_cast<std::int64_t>(settings.work_limit * product), settings.stop,
                         settings.may_stray});
  const VertexSimplex::Outcome outcome = simplex.run();
  VertexResult result;
  result.pivots = simplex.dual_pivots() + simplex.primal_pivots();
  result.work = static_cast<double>(simplex.work()) / product;
  PrimalDual vertex = scaled.to_original(without_rounding(form, simplex.values()), simplex.duals());
  clamp_to_bounds(lp, vertex.primal);
  const double error = certify_in(settings.units, lp, vertex).kkt_2();
  log(std::string(to_string(outcome)) + " " + simplex.summary() + ", work of " + short_number(result.work) +
      " products, relative error " + short_number(error));
  if (error <= settings.tolerance) result.point = std::move(vertex);
  return result;
}

}  // namespace planwerk
