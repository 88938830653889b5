#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>

#include "kernels/detail/execution.hpp"
#include "kernels/device.hpp"

#if PLANWERK_HAS_LAPACK
extern "C" {
void dpotrf_(const char* triangle, const int* n, double* a, const int* leading, int* info, std::size_t);
void dtrsv_(const char* triangle, const char* transpose, const char* diagonal, const int* n, const double* a,
            const int* leading, double* x, const int* stride, std::size_t, std::size_t, std::size_t);
// OpenBLAS's own; absent from other libraries.
__attribute__((weak)) void openblas_set_num_threads(int threads);
}
#endif

namespace planwerk::backend {

struct TeamOfOne {
  std::int64_t rank() const { return 0; }
  std::int64_t size() const { return 1; }
  void wait() const {}
};

template <class F>
void for_each_index_by_team(Execution& execution, std::int64_t n, std::int64_t work, const F& f) {
  execution.parallel_for(n, work, [&f](std::int64_t i) { f(i, TeamOfOne{}); });
}

#if PLANWERK_HAS_LAPACK

// LAPACK's indices are of 32 bits, those of its entries are not, so m itself is all that must fit.
class DenseFactor {
 public:
  static constexpr bool available = true;
  explicit DenseFactor(Execution& execution) : execution_(execution) {}

  bool factorize(std::int64_t m, double* a) {
    const int n = size(m);
    if (n == 0) return true;
    use_threads(n);
    int info = 0;
    dpotrf_("U", &n, a, &n, &info, 1);
    return info == 0;
  }

  void solve(std::int64_t m, const double* u, double* x) {
    const int n = size(m), stride = 1;
    if (n == 0) return;
    use_threads(n);
    dtrsv_("U", "T", "N", &n, u, &n, x, &stride, 1, 1, 1);
    dtrsv_("U", "N", "N", &n, u, &n, x, &stride, 1, 1, 1);
  }

 private:
  static int size(std::int64_t m) {
    if (m > std::numeric_limits<int>::max()) throw DeviceError("a dense matrix too large for LAPACK");
    return static_cast<int>(m);
  }
  // The library keeps one number for the whole program, so it is said anew before each use. Small factors are not worth
  // waking the others.
  void use_threads(int n) const {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(n < serial_size ? 1 : execution_.threads());
  }
  static constexpr int serial_size = 512;
  Execution& execution_;
};

#else

class DenseFactor {
 public:
  static constexpr bool available = false;
  explicit DenseFactor(Execution&) {}
  bool factorize(std::int64_t, double*) { throw std::logic_error("built without LAPACK"); }
  void solve(std::int64_t, const double*, double*) { throw std::logic_error("built without LAPACK"); }
};

#endif

}  // namespace planwerk::backend
