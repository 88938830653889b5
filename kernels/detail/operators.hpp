#pragma once

// Whom a function is compiled for, and the small operations that kernels are put together from.

#if defined(__CUDACC__)
#define PLANWERK_FN __host__ __device__
#else
#define PLANWERK_FN
#endif

namespace planwerk::backend {

struct Plus {
  template <class T>
  PLANWERK_FN T operator()(const T& a, const T& b) const {
    return a + b;
  }
};

// A NaN stays: a norm must not hide it.
struct Max {
  PLANWERK_FN double operator()(double a, double b) const { return a < b || b != b ? b : a; }
};

// proj_[lower, upper](x). Bounds may be infinite; a NaN stays.
PLANWERK_FN inline double clamp(double x, double lower, double upper) {
  return x < lower ? lower : (upper < x ? upper : x);
}

}  // namespace planwerk::backend
