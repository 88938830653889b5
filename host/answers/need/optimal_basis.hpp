#pragma once

#include <memory>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/solver/scaled_form.hpp"
#include "host/solver/vertex_basis.hpp"
#include "kernels/device.hpp"
#include "kernels/sparse_kernels.hpp"

namespace planwerk {

struct BasisSettings {
  double tolerance = 1e-9;          // on the certificate of the vertex, relative
  std::int64_t pivot_limit = 2000;  // from the basis that the point suggests to an optimal one
  double work_limit = 50000;        // in matrix products
};

// An optimal basis of a programme, factorised: what questions about small changes of an optimum are answered with.
// Vectors are in the units of `scaled`, over the columns followed by the rows' activities (SlackForm).
class OptimalBasis {
 public:
  // The basis that a matching finds at the point, after as many simplex pivots as it takes to make it optimal. Null
  // where the limits do not suffice or the vertex does not meet the tolerance by its own certificate.
  static std::unique_ptr<OptimalBasis> near(const LinearProgram& lp, const PrimalDual& point,
                                            const BasisSettings& settings, Device& device);
  OptimalBasis(const OptimalBasis&) = delete;
  OptimalBasis& operator=(const OptimalBasis&) = delete;

  // A point of the same optimum that is not the vertex takes its place, as far as it is there: in variables that cost
  // nothing to move. What differs by less than `tolerance` (scaled) is the same.
  void stand_at(const PrimalDual& point, double tolerance);

  const ScaledForm& scaled() const { return scaled_; }
  const SlackForm& form() const { return scaled_.form; }
  VertexBasis& basis() { return basis_; }
  const std::vector<double>& values() const { return values_; }
  const std::vector<double>& duals() const { return duals_; }  // per row
  const std::vector<double>& reduced_costs() const { return reduced_costs_; }
  const PrimalDual& vertex() const { return vertex_; }  // in the programme's own units

 private:
  OptimalBasis(ScaledForm scaled, Device& device);
  bool reach(const LinearProgram& lp, const PrimalDual& point, const BasisSettings& settings);

  ScaledForm scaled_;
  DeviceMatrix matrix_;
  VertexBasis basis_;
  std::vector<double> values_, duals_, reduced_costs_;
  PrimalDual vertex_;
};

}  // namespace planwerk
