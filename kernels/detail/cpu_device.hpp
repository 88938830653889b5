#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <sys/mman.h>
#include <thrust/version.h>
#include <unistd.h>

#include "kernels/detail/execution.hpp"
#include "kernels/memory.hpp"

namespace planwerk::backend {

// The cores this program may run on, or what OMP_NUM_THREADS says.
inline int hardware_threads() {
  const char* const wanted = std::getenv("OMP_NUM_THREADS");
  const int threads = wanted != nullptr ? std::atoi(wanted) : static_cast<int>(std::thread::hardware_concurrency());
  return std::max(1, threads);
}

inline std::size_t physical_memory() {
  return static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGE_SIZE));
}

// Host memory, in huge pages where it is large: a product gathers from all over its vector.
class DeviceMemory final : public Memory {
 public:
  explicit DeviceMemory(Execution& execution) : execution_(execution) {}

  void* allocate(std::size_t bytes) override {
    if (bytes == 0) return nullptr;
    const std::size_t alignment = bytes >= huge_page ? huge_page : cache_line;
    const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    // Linux promises more than it has and kills later; what cannot ever fit is refused here.
    void* const pointer = bytes > physical_memory() ? nullptr : std::aligned_alloc(alignment, rounded);
    if (pointer == nullptr) throw DeviceOutOfMemory("no room for " + std::to_string(bytes) + " bytes");
    if (alignment == huge_page) madvise(pointer, rounded, MADV_HUGEPAGE);
    return pointer;
  }
  void deallocate(void* pointer) noexcept override { std::free(pointer); }
  void upload(void* device, const void* host, std::size_t bytes) override { copy(device, host, bytes); }
  void download(void* host, const void* device, std::size_t bytes) override { copy(host, device, bytes); }
  void copy(void* to, const void* from, std::size_t bytes) override {
    const auto chunks = static_cast<std::int64_t>((bytes + copy_chunk - 1) / copy_chunk);
    execution_.parallel_for(chunks, static_cast<std::int64_t>(bytes / sizeof(double)), [=](std::int64_t chunk) {
      const std::size_t begin = static_cast<std::size_t>(chunk) * copy_chunk;
      std::memcpy(static_cast<char*>(to) + begin, static_cast<const char*>(from) + begin,
                  std::min(copy_chunk, bytes - begin));
    });
  }

 private:
  static constexpr std::size_t copy_chunk = std::size_t{4} << 20;
  static constexpr std::size_t cache_line = 64;
  static constexpr std::size_t huge_page = std::size_t{2} << 20;
  Execution& execution_;
};

inline DeviceInfo describe(const Execution& execution) {
  DeviceInfo info;
  info.kind = DeviceKind::cpu;
  info.threads = execution.threads();
  info.memory_bytes = physical_memory();
  info.name = "CPU, " + std::to_string(info.threads) + (info.threads == 1 ? " thread" : " threads") + " (Thrust " +
              std::to_string(THRUST_VERSION / 100000) + "." + std::to_string(THRUST_VERSION / 100 % 1000) + ", " +
              thrust_system_name + ")";
  return info;
}

}  // namespace planwerk::backend
