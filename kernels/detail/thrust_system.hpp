#pragma once

// Thrust's device system of the CPU backend: OpenMP, or sequential in a build without it (for ThreadSanitizer).

#if defined(_OPENMP)
#include <omp.h>
#include <thrust/system/omp/execution_policy.h>
#else
#include <thrust/system/cpp/execution_policy.h>
#endif

namespace planwerk::backend {

#if defined(_OPENMP)
// Thrust takes its threads from OpenMP's setting for the calling thread.
inline auto thrust_policy(int threads) {
  omp_set_num_threads(threads);
  return thrust::omp::par;
}
inline constexpr const char* thrust_system_name = "OpenMP";
#else
inline auto thrust_policy(int) {
  return thrust::cpp::par;
}
inline constexpr const char* thrust_system_name = "sequential";
#endif

}  // namespace planwerk::backend
