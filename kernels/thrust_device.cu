#include "kernels/dense_kernels.hpp"
#include "kernels/detail/backend.hpp"
#include "kernels/detail/execution.hpp"
#include "kernels/detail/thrust_device.hpp"
#include "kernels/interior_point_kernels.hpp"
#include "kernels/matching_kernels.hpp"
#include "kernels/pdhg_kernels.hpp"
#include "kernels/scaling_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"

#if defined(__CUDACC__)
#include "kernels/detail/cuda_device.hpp"
#else
#include "kernels/detail/cpu_device.hpp"
#endif

namespace planwerk::backend {
namespace {

class ThrustDevice final : public Device {
 public:
  explicit ThrustDevice(int threads)
      : execution_(threads > 0 ? threads : hardware_threads()),
        info_(describe(execution_)),
        memory_(execution_),
        vectors_(make_vector_kernels(*this, execution_)),
        sparse_(make_sparse_kernels(*this, execution_)),
        scaling_(make_scaling_kernels(*this, execution_)),
        pdhg_(make_pdhg_kernels(*this, execution_)),
        interior_point_(make_interior_point_kernels(*this, execution_)),
        dense_(make_dense_kernels(*this, execution_)),
        matching_(make_matching_kernels(*this, execution_)) {}

  const DeviceInfo& info() const override { return info_; }
  Memory& memory() override { return memory_; }
  VectorKernels& vectors() override { return *vectors_; }
  SparseKernels& sparse() override { return *sparse_; }
  ScalingKernels& scaling() override { return *scaling_; }
  PdhgKernels& pdhg() override { return *pdhg_; }
  InteriorPointKernels& interior_point() override { return *interior_point_; }
  DenseKernels& dense() override { return *dense_; }
  MatchingKernels& matching() override { return *matching_; }
  void synchronize() override { execution_.synchronize(); }

 private:
  Execution execution_;
  DeviceInfo info_;
  DeviceMemory memory_;
  std::unique_ptr<VectorKernels> vectors_;
  std::unique_ptr<SparseKernels> sparse_;
  std::unique_ptr<ScalingKernels> scaling_;
  std::unique_ptr<PdhgKernels> pdhg_;
  std::unique_ptr<InteriorPointKernels> interior_point_;
  std::unique_ptr<DenseKernels> dense_;
  std::unique_ptr<MatchingKernels> matching_;
};

}  // namespace

std::unique_ptr<Device> open_thrust_device(int threads) {
  return std::make_unique<ThrustDevice>(threads);
}

}  // namespace planwerk::backend
