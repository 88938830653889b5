#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <cuda_runtime.h>
#include <thrust/execution_policy.h>
#include <thrust/for_each.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/transform_reduce.h>

#include "kernels/detail/cuda_check.hpp"
#include "kernels/detail/operators.hpp"

namespace planwerk::backend {

// Device memory that grows and is kept, for partial results: an allocation on every call would make the stream wait.
class ScratchMemory {
 public:
  ScratchMemory() = default;
  ScratchMemory(const ScratchMemory&) = delete;
  ScratchMemory& operator=(const ScratchMemory&) = delete;
  ~ScratchMemory() { cudaFree(data_); }

  void* reserve(std::size_t bytes, cudaStream_t stream) {
    if (bytes > bytes_) grow(bytes, stream);
    return data_;
  }

 private:
  void grow(std::size_t bytes, cudaStream_t stream) {
    check_cuda(cudaStreamSynchronize(stream));  // earlier work may still use the old memory
    check_cuda(cudaFree(data_));
    data_ = nullptr;
    bytes_ = 0;
    check_cuda_memory(cudaMalloc(&data_, bytes), bytes);
    bytes_ = bytes;
  }
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

// Temporary storage for Thrust's algorithms from the stream's memory pool: freed memory is reused without waiting.
class StreamAllocator {
 public:
  using value_type = char;
  explicit StreamAllocator(const cudaStream_t& stream) : stream_(stream) {}
  char* allocate(std::ptrdiff_t bytes) {
    void* pointer = nullptr;
    const auto size = static_cast<std::size_t>(bytes);
    check_cuda_memory(cudaMallocAsync(&pointer, size, stream_), size);
    return static_cast<char*>(pointer);
  }
  void deallocate(char* pointer, std::size_t) noexcept { cudaFreeAsync(pointer, stream_); }

 private:
  const cudaStream_t& stream_;
};

// One stream of the first CUDA device. Everything runs in order on it.
class Execution {
 public:
  explicit Execution(int /*threads*/) {
    check_cuda(cudaSetDevice(0));
    check_cuda(cudaGetDeviceProperties(&properties_, 0));
    check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
    keep_pooled_memory();
  }
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;
  ~Execution() { cudaStreamDestroy(stream_); }

  cudaStream_t stream() const { return stream_; }
  const cudaDeviceProp& properties() const { return properties_; }
  void synchronize() { check_cuda(cudaStreamSynchronize(stream_)); }
  auto policy(std::int64_t /*work*/) { return thrust::cuda::par_nosync(allocator_).on(stream_); }

  // Room for n values of T until the next call, for partial results.
  template <class T>
  T* scratch(std::size_t n) {
    return static_cast<T*>(scratch_.reserve(n * sizeof(T), stream_));
  }

 private:
  // Without a threshold the pool gives its memory back at every synchronisation.
  void keep_pooled_memory() {
    cudaMemPool_t pool = nullptr;
    std::uint64_t threshold = std::uint64_t{256} << 20;
    check_cuda(cudaDeviceGetDefaultMemPool(&pool, 0));
    check_cuda(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &threshold));
  }

  cudaDeviceProp properties_{};
  cudaStream_t stream_ = nullptr;
  StreamAllocator allocator_{stream_};
  ScratchMemory scratch_;
};

template <class F>
void for_each_index(Execution& execution, std::int64_t n, F f) {
  const thrust::counting_iterator<std::int64_t> first(0);
  thrust_call([&] { thrust::for_each_n(execution.policy(n), first, n, f); });
}

template <class T, class Map, class Combine>
T reduce_index(Execution& execution, std::int64_t n, T identity, Map map, Combine combine) {
  const thrust::counting_iterator<std::int64_t> first(0);
  return thrust_call(
      [&] { return thrust::transform_reduce(execution.policy(n), first, first + n, map, identity, combine); });
}

}  // namespace planwerk::backend
