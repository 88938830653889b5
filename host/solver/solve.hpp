#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "host/base/status.hpp"
#include "host/lp/linear_program.hpp"
#include "host/solver/method.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// One line of progress, at most a few per second.
struct Progress {
  std::string phase;  // "presolve", "scaling", "pdhg", "repair"
  std::int64_t iteration = 0;
  std::int64_t matrix_products = 0;  // products with A or A' so far: the unit of work of a first-order method
  double primal_residual = 0;        // relative 2-norms in the units the tolerance is measured in
  double dual_residual = 0;
  double relative_gap = 0;
  double objective = 0;
  double elapsed_s = 0;
};

// Units in which norm-wise residuals are measured: row i's violation times row_units[i], column j's dual violation
// times column_units[j]. Empty means the programme's own units.
struct ResidualUnits {
  std::vector<double> row_units;
  std::vector<double> column_units;
};

struct SolveSettings {
  Method method = Method::automatic;
  double tolerance = 1e-6;  // on the largest of relative primal and dual residual, each in 2-norm and inf-norm, and gap
  double time_limit_s = infinity;
  std::int64_t iteration_limit = std::numeric_limits<std::int64_t>::max();
  // Of matrix products, or work that takes as long (Solution::matrix_products), whatever method does it; looked at
  // within long iterations too. Unlike seconds, it ends the same solve at the same point every time.
  std::int64_t work_limit = std::numeric_limits<std::int64_t>::max();
  bool presolve = true;
  // Where set, first order runs on the device of the call and interior point on this one, side by side, whatever
  // `method` says; the first answer is taken. Which one comes first may differ from run to run.
  Device* race_on = nullptr;
  ResidualUnits residual_units;
  std::optional<PrimalDual> warm_start;  // of the programme as given; of other sizes or no numbers: ignored
  // The warm start is close to an answer, as that of a programme that differs little: it and a vertex near it are
  // looked at before anything else.
  bool start_is_near = false;
  double work_near_start = 5000;  // that the search for the vertex may take, in matrix products
  std::function<void(const Progress&)> on_progress;
  std::function<void(const std::string&)> on_log;  // what was chosen and why, one line each
  const std::atomic<bool>* interrupt = nullptr;    // set from outside (Ctrl-C): the best point so far is returned
  // Asked with a point of the programme as given when the tolerance is reached, by norm-wise residuals or by a score
  // that is free of units (gap and priced violations relative to the objective); false: asked again at a tenth or when
  // half as much work again is done. This is how a plan's own certificate, after repair, decides when to stop.
  std::function<bool(const PrimalDual&)> accept;
  // Where set, looks for a vertex near a point of the programme as given, with work of at most so many matrix products,
  // whenever one would be looked for near a point of the reduced one. What it returns is the answer.
  std::function<std::optional<PrimalDual>(const PrimalDual& point, double work_limit)> find_vertex;
  // Offered at every check (tens of iterations, or one of interior points): `point` is the best so far, of the
  // programme as given, and costs a copy and presolve's way back only where it is called. A later solve may start
  // there. What it throws ends the solve and passes through. Races offer none.
  std::function<void(const std::function<PrimalDual()>& point)> on_checkpoint;
};

struct Solution {
  Status status = Status::numerical_trouble;
  PrimalDual point;         // of the programme as given; best so far where the solve stopped short
  std::vector<double> ray;  // infeasible: over rows; unbounded: over columns; else empty
  std::string method;       // what found the point: "pdhg", "ipm, dense Cholesky", ...; empty: presolve alone
  std::int64_t iterations = 0;
  std::int64_t matrix_products = 0;
  double elapsed_s = 0;
  std::string reason;  // one sentence where the status is not `optimal`
};

// Presolve, scale, solve, restore. Never throws for what the programme contains; DeviceError passes through, and so
// does what the settings' functions throw.
Solution solve(const LinearProgram& lp, const SolveSettings& settings, Device& device);

}  // namespace planwerk
