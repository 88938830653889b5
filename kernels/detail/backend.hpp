#pragma once

#include <memory>

#include "kernels/device.hpp"

namespace planwerk::backend {

class Execution;

// One factory per group of kernels. A group keeps the references: it lives no longer than the device that owns it.
std::unique_ptr<VectorKernels> make_vector_kernels(Device& device, Execution& execution);
std::unique_ptr<SparseKernels> make_sparse_kernels(Device& device, Execution& execution);
std::unique_ptr<ScalingKernels> make_scaling_kernels(Device& device, Execution& execution);
std::unique_ptr<PdhgKernels> make_pdhg_kernels(Device& device, Execution& execution);
std::unique_ptr<InteriorPointKernels> make_interior_point_kernels(Device& device, Execution& execution);
std::unique_ptr<DenseKernels> make_dense_kernels(Device& device, Execution& execution);
std::unique_ptr<MatchingKernels> make_matching_kernels(Device& device, Execution& execution);

}  // namespace planwerk::backend
