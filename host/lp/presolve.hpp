#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "host/base/status.hpp"
#include "host/lp/linear_program.hpp"

namespace planwerk {

// A reduced programme and the way back. Reductions are undone in reverse order, primal and dual alike, so that an
// optimal pair of the reduced programme becomes an optimal pair of the original one (Andersen & Andersen 1995).
class Presolved {
 public:
  virtual ~Presolved() = default;
  virtual const LinearProgram& reduced() const = 0;
  // optimal: solved outright; infeasible or unbounded: proved, see ray(); feasible: there is something left to solve.
  virtual Status status() const = 0;
  // The numbers that the reduced programme's rows and columns have in the original one.
  virtual std::vector<std::int32_t> rows_left() const = 0;
  virtual std::vector<std::int32_t> columns_left() const = 0;
  virtual const std::vector<double>& ray() const = 0;  // over the original rows (infeasible) or columns (unbounded)
  virtual PrimalDual restore(const PrimalDual& reduced_point) const = 0;
  // A point of the original programme as a starting point of the reduced one.
  virtual PrimalDual reduce(const PrimalDual& original_point) const = 0;
  // Rays of the reduced programme, extended by what the removed rows and columns do.
  virtual std::vector<double> restore_infeasibility_ray(const std::vector<double>& reduced_ray) const = 0;
  virtual std::vector<double> restore_unboundedness_ray(const std::vector<double>& reduced_ray) const = 0;
};

// light: empty, singleton, redundant, forcing and duplicate rows; fixed, empty, dominated and slack columns; equations
// of two columns. full: also columns that ranges of the duals keep at a bound, rows and bounds that other rows imply,
// duplicate columns, and free columns (implied ones too) where substituting them adds few entries; three to six times
// the work of the light one.
enum class PresolveDepth { light, full };

struct PresolveSettings {
  bool enabled = true;
  PresolveDepth depth = PresolveDepth::light;
};

// Linear in time but for the sorting of columns by direction. Keeps a reference to the programme. Where nothing can be
// taken out, reduced() is the programme itself. Rays that presolve itself reports have passed the checks of
// certificate.hpp.
std::unique_ptr<Presolved> presolve(const LinearProgram& lp, const PresolveSettings& settings = {});

}  // namespace planwerk
