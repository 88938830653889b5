#pragma once

#include <cstdlib>
#include <cstring>

#include "kernels/memory.hpp"
#include "tests/kernels/reference_dense_kernels.hpp"
#include "tests/kernels/reference_interior_point_kernels.hpp"
#include "tests/kernels/reference_matching_kernels.hpp"
#include "tests/kernels/reference_pdhg_kernels.hpp"
#include "tests/kernels/reference_scaling_kernels.hpp"
#include "tests/kernels/reference_sparse_kernels.hpp"
#include "tests/kernels/reference_vector_kernels.hpp"

namespace planwerk::tests {

class ReferenceMemory final : public Memory {
 public:
  void* allocate(std::size_t bytes) override { return std::malloc(bytes == 0 ? 1 : bytes); }
  void deallocate(void* pointer) noexcept override { std::free(pointer); }
  void upload(void* device, const void* host, std::size_t bytes) override { copy(device, host, bytes); }
  void download(void* host, const void* device, std::size_t bytes) override { copy(host, device, bytes); }
  void copy(void* to, const void* from, std::size_t bytes) override {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }
};

// Every group of kernels as plain sequential loops, each written as its declaration reads. Slow and obvious: it judges
// all backends.
class ReferenceDevice final : public Device {
 public:
  const DeviceInfo& info() const override { return info_; }
  Memory& memory() override { return memory_; }
  VectorKernels& vectors() override { return vectors_; }
  SparseKernels& sparse() override { return sparse_; }
  ScalingKernels& scaling() override { return scaling_; }
  PdhgKernels& pdhg() override { return pdhg_; }
  InteriorPointKernels& interior_point() override { return interior_point_; }
  DenseKernels& dense() override { return dense_; }
  MatchingKernels& matching() override { return matching_; }
  void synchronize() override {}

 private:
  DeviceInfo info_{DeviceKind::cpu, "reference", 0, 1};
  ReferenceMemory memory_;
  ReferenceVectorKernels vectors_;
  ReferenceSparseKernels sparse_{*this};
  ReferenceScalingKernels scaling_;
  ReferencePdhgKernels pdhg_;
  ReferenceInteriorPointKernels interior_point_;
  ReferenceDenseKernels dense_;
  ReferenceMatchingKernels matching_{*this};
};

}  // namespace planwerk::tests
