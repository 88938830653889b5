#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <cuda_runtime.h>
#include <cusolverDn.h>

#include "kernels/detail/execution.hpp"
#include "kernels/device.hpp"

namespace planwerk::backend {

struct WarpTeam {
  __device__ std::int64_t rank() const { return threadIdx.x; }
  __device__ std::int64_t size() const { return 32; }
  __device__ void wait() const { __syncwarp(); }
};

template <class F>
__global__ void __launch_bounds__(32) visit_by_warp(F f) {
  f(static_cast<std::int64_t>(blockIdx.x), WarpTeam{});
}

template <class F>
void for_each_index_by_team(Execution& execution, std::int64_t n, std::int64_t /*work*/, const F& f) {
  if (n == 0) return;
  visit_by_warp<<<static_cast<unsigned>(n), 32, 0, execution.stream()>>>(f);
  check_cuda(cudaGetLastError());
}

inline void check_cusolver(cusolverStatus_t status) {
  if (status == CUSOLVER_STATUS_SUCCESS) return;
  if (status == CUSOLVER_STATUS_ALLOC_FAILED) throw DeviceOutOfMemory("no room for cuSOLVER on the CUDA device");
  throw DeviceError("cuSOLVER: status " + std::to_string(static_cast<int>(status)));
}

// cuSOLVER's interface of 64-bit sizes. Opened at the first factorisation: its handle takes memory of its own.
class DenseFactor {
 public:
  static constexpr bool available = true;
  explicit DenseFactor(Execution& execution) : execution_(execution) {}
  DenseFactor(const DenseFactor&) = delete;
  DenseFactor& operator=(const DenseFactor&) = delete;
  ~DenseFactor() {
    if (parameters_ != nullptr) cusolverDnDestroyParams(parameters_);
    if (handle_ != nullptr) cusolverDnDestroy(handle_);
    cudaFree(info_);
  }

  bool factorize(std::int64_t m, double* a) {
    if (m == 0) return true;
    open();
    std::size_t device_bytes = 0, host_bytes = 0;
    check_cusolver(cusolverDnXpotrf_bufferSize(handle_, parameters_, upper, m, CUDA_R_64F, a, m, CUDA_R_64F,
                                               &device_bytes, &host_bytes));
    host_work_.resize(host_bytes);
    check_cusolver(cusolverDnXpotrf(handle_, parameters_, upper, m, CUDA_R_64F, a, m, CUDA_R_64F,
                                    work_.reserve(device_bytes, execution_.stream()), device_bytes, host_work_.data(),
                                    host_bytes, info_));
    int info = 0;
    check_cuda(cudaMemcpyAsync(&info, info_, sizeof(int), cudaMemcpyDeviceToHost, execution_.stream()));
    execution_.synchronize();
    return info == 0;
  }

  void solve(std::int64_t m, const double* u, double* x) {
    if (m == 0) return;
    open();
    check_cusolver(cusolverDnXpotrs(handle_, parameters_, upper, m, 1, CUDA_R_64F, u, m, CUDA_R_64F, x, m, info_));
  }

 private:
  static constexpr cublasFillMode_t upper = CUBLAS_FILL_MODE_UPPER;

  void open() {
    if (info_ != nullptr) return;
    check_cusolver(cusolverDnCreate(&handle_));
    check_cusolver(cusolverDnSetStream(handle_, execution_.stream()));
    check_cusolver(cusolverDnCreateParams(&parameters_));
    check_cuda_memory(cudaMalloc(&info_, sizeof(int)), sizeof(int));
  }

  Execution& execution_;
  cusolverDnHandle_t handle_ = nullptr;
  cusolverDnParams_t parameters_ = nullptr;
  int* info_ = nullptr;
  ScratchMemory work_;
  std::vector<char> host_work_;
};

}  // namespace planwerk::backend
