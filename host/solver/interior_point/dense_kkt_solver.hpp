#pragma once

#include <memory>

#include "host/solver/interior_point/kkt_solver.hpp"
#include "kernels/csr_matrix.hpp"
#include "kernels/device.hpp"

namespace planwerk {

// Dense Cholesky factors of the normal equations A D A' + E on the device: m^2 numbers, m^3 / 3 multiplications. The
// matrix must outlive the solver. Throws DeviceOutOfMemory where m^2 numbers do not fit, std::logic_error where the
// device cannot factorise (DenseKernels::can_factorize).
std::unique_ptr<KktSolver> make_dense_kkt_solver(const DeviceMatrix& matrix, Device& device);

}  // namespace planwerk
