#pragma once

#include "kernels/csr_matrix.hpp"
#include "kernels/detail/execution.hpp"
#include "kernels/trace.hpp"

namespace planwerk::backend {

// What one pass over these moves.
inline double bytes_of(const Vector& x) {
  return static_cast<double>(x.size() * sizeof(double));
}
inline double bytes_of(const DeviceCsr& a) {
  return static_cast<double>(a.row_offsets.size() * sizeof(std::int64_t) +
                             a.column_indices.size() * sizeof(std::int32_t)) +
         bytes_of(a.values);
}

// Names one kernel in a trace, with the bytes it must move: each input read once, each output written once.
// While a trace is recorded the range waits for the kernel, so that its time is the kernel's own.
class KernelRange {
 public:
  KernelRange(Execution& execution, const char* name, double bytes)
      : execution_(execution), range_("kernel", name, bytes) {}
  ~KernelRange() {
    if (!range_.recorded()) return;
    try {
      execution_.synchronize();
    } catch (...) {  // a failed device reports again on the next call
    }
  }
  KernelRange(const KernelRange&) = delete;
  KernelRange& operator=(const KernelRange&) = delete;

 private:
  Execution& execution_;
  TraceRange range_;
};

}  // namespace planwerk::backend
