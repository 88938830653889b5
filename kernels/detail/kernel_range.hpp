#pragma once

#include "kernels/detail/execution.hpp"
#include "kernels/trace.hpp"

namespace planwerk::backend {

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
