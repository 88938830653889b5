#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "host/solver/portfolio/method_run.hpp"

namespace planwerk {

// When to look for a vertex near a first-order point: once its error is small, and again when it has fallen to a tenth
// or when twice as much work has been done. The better the point, the likelier a search succeeds; and the more has been
// done in vain, the more a search may cost. docs/mathematics.md, "Vertex clean-up".
class VertexAttempts {
 public:
  // Where to look and what counts as found: a point of `lp` whose certificate in `units` is within `tolerance`.
  struct Target {
    const LinearProgram& lp;
    const ResidualUnits& units;
    double tolerance;
    double most_work = infinity;  // in matrix products, however much has been done in vain
  };

  struct Hooks {
    std::function<void(const std::string&)> on_log;
    std::function<bool()> stop;  // true: give up
  };

  // `products`: matrix products of the whole solve so far.
  bool due(const MethodRun& run, std::int64_t products) const;
  // Takes note of an attempt at this point. Returns the work it may take, in matrix products.
  double begin(const MethodRun& run, std::int64_t products);
  // A vertex near the best point of `run`, exact but for rounding, if a share of the work so far is enough to find it.
  std::optional<PrimalDual> attempt(const MethodRun& run, std::int64_t products, const Target& target, Device& device,
                                    const Hooks& hooks);

  std::int64_t matrix_products() const { return products_; }  // of all attempts, or work that takes as long

 private:
  double tried_error_ = infinity;  // at the last attempt
  std::int64_t tried_products_ = 0;
  std::int64_t products_ = 0;
};

}  // namespace planwerk
