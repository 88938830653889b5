#pragma once

#include <cstdlib>
#include <cstring>

// Loops that are compiled twice, for any CPU of the platform and for those with AVX2 and FMA, and chosen at run time.
// The attribute is a function's own: nothing else in the file, inlined library code included, becomes AVX2 code. On
// AMD's Zen 5 AVX-512 gains nothing over AVX2 in row products, whose time goes into fetching single elements; its
// gather instructions take twice as long as plain loads do.
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#define PLANWERK_HAS_AVX2_CODE 1
#define PLANWERK_AVX2 __attribute__((target("avx2,fma")))
#else
#define PLANWERK_HAS_AVX2_CODE 0
#define PLANWERK_AVX2
#endif

#define PLANWERK_INLINE inline __attribute__((always_inline))

// Before a loop: its turns neither read nor write what others write.
#if defined(__clang__)
#define PLANWERK_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define PLANWERK_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace planwerk::backend {

enum class CpuLevel { baseline, avx2 };

// What this machine can run; PLANWERK_CPU=baseline in the environment asks for the code that runs everywhere, and so
// for the same bits on all CPUs of the platform.
inline CpuLevel cpu_level() {
  const char* const wanted = std::getenv("PLANWERK_CPU");
  if (wanted != nullptr && std::strcmp(wanted, "baseline") == 0) return CpuLevel::baseline;
#if PLANWERK_HAS_AVX2_CODE
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CpuLevel::avx2;
#endif
  return CpuLevel::baseline;
}

}  // namespace planwerk::backend
