#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "host/lp/linear_program.hpp"
#include "host/solver/ray_search.hpp"
#include "host/solver/residuals.hpp"
#include "host/solver/scaled_program.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// One method at work on the reduced programme, a stretch at a time, so that the caller can look at limits and at other
// methods in between. Points are in the programme's own units.
class MethodRun {
 public:
  virtual ~MethodRun() = default;
  virtual std::string name() const = 0;  // as in Solution::method

  // Works up to its next check. False: `stop`, asked every fraction of a second, cut it short.
  virtual bool run_to_check(const std::function<bool()>& stop) = 0;
  // No more is to be had from it.
  virtual bool exhausted() const = 0;

  virtual const Residuals& residuals() const = 0;  // of the last check; infinite before the first
  virtual const Residuals& best_residuals() const = 0;
  virtual PrimalDual point() const = 0;
  virtual PrimalDual best_point() const = 0;
  // Where its points tend to vertices, so that the basis of one may be guessed from them: the scaling they come from.
  virtual std::optional<Scaling> vertex_scaling() const { return std::nullopt; }
  // Directions that may prove that there is no optimum; asked after each check, empty where none looks promising.
  virtual RayCandidate ray_candidate() = 0;

  virtual std::int64_t iterations() const = 0;
  virtual std::int64_t matrix_products() const = 0;  // products with A or A' so far
};

}  // namespace planwerk
