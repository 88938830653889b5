#pragma once

#include <functional>
#include <memory>
#include <string>

#include "host/solver/interior_point/kkt_solver.hpp"
#include "kernels/csr_matrix.hpp"
#include "kernels/device.hpp"

namespace planwerk {

struct MatrixFreeSettings {
  int iteration_limit = 200;  // conjugate gradient steps of one solve
  std::function<void(const std::string&)> on_log = {};
};

// Conjugate gradients on the normal equations A D A' + E, preconditioned by B W B': B the columns of [A I] that a
// matching by the weights (D, E) chooses, W their weights. Near an optimum nearly all of A D A' + E lies in such a
// basis, so that steps become fewer where a factorisation would grow harder; far from it they are many. Solves with B
// go by an incomplete factorisation on the host (basis_solver.hpp). The basis is kept while it serves. Memory and work
// in proportion to the nonzeros of A. The matrix must outlive the solver. docs/mathematics.md, "Interior point".
std::unique_ptr<KktSolver> make_matrix_free_kkt_solver(const DeviceMatrix& matrix, Device& device,
                                                       const MatrixFreeSettings& settings = {});

}  // namespace planwerk
