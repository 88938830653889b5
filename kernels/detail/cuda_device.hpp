#pragma once

#include <string>

#include <cuda_runtime.h>

#include "kernels/detail/execution.hpp"
#include "kernels/memory.hpp"

namespace planwerk::backend {

inline int hardware_threads() {
  return 1;
}

// Memory of the card, by plain cudaMalloc. Copies keep the stream's order.
class DeviceMemory final : public Memory {
 public:
  explicit DeviceMemory(Execution& execution) : execution_(execution) {}

  void* allocate(std::size_t bytes) override {
    if (bytes == 0) return nullptr;
    void* pointer = nullptr;
    check_cuda_memory(cudaMalloc(&pointer, bytes), bytes);
    return pointer;
  }
  void deallocate(void* pointer) noexcept override { cudaFree(pointer); }
  void upload(void* device, const void* host, std::size_t bytes) override {
    transfer(device, host, bytes, cudaMemcpyHostToDevice);
    execution_.synchronize();
  }
  void download(void* host, const void* device, std::size_t bytes) override {
    transfer(host, device, bytes, cudaMemcpyDeviceToHost);
    execution_.synchronize();
  }
  void copy(void* to, const void* from, std::size_t bytes) override {
    transfer(to, from, bytes, cudaMemcpyDeviceToDevice);
  }

 private:
  void transfer(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) {
    if (bytes > 0) check_cuda(cudaMemcpyAsync(to, from, bytes, kind, execution_.stream()));
  }
  Execution& execution_;
};

inline DeviceInfo describe(const Execution& execution) {
  DeviceInfo info;
  info.kind = DeviceKind::cuda;
  info.name = execution.properties().name;
  info.memory_bytes = execution.properties().totalGlobalMem;
  return info;
}

}  // namespace planwerk::backend
