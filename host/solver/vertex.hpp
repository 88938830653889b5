#pragma once

#include <functional>
#include <optional>
#include <string>

#include "host/lp/linear_program.hpp"
#include "host/solver/scaled_program.hpp"

namespace planwerk {

struct VertexSettings {
  double tolerance = 1e-8;  // that the vertex's certificate must meet: kkt_2() in `units`
  std::int64_t pivot_limit = 2000;
  double work_limit = 50000;              // in matrix products, 2 nonzeros each
  Scaling scaling = Scaling::log_prices;  // units of values in which distances to bounds are compared
  ResidualUnits units = {};
  std::function<void(const std::string&)> on_log = {};
  bool may_stray = true;            // go on where pivots violate many more bounds than they began with
  std::function<bool()> stop = {};  // asked at every pivot: true gives up
};

// A vertex near `point`: a basis by matching, its values and duals, then dual and primal simplex pivots within the
// limits. The programme's own units; returned only where `certify` finds the tolerance met. The same input gives the
// same bits. docs/mathematics.md, "Vertex clean-up". Throws DeviceOutOfMemory or std::bad_alloc where it does not fit.
struct VertexResult {
  std::optional<PrimalDual> point;
  std::int64_t pivots = 0;
  double work = 0;  // in matrix products
};
VertexResult clean_up_vertex(const LinearProgram& lp, const PrimalDual& point, const VertexSettings& settings,
                             Device& device);

}  // namespace planwerk
