#pragma once

#include <atomic>
#include <cstdint>

namespace planwerk::service {

// What the service wants of the job at hand, set by the thread that listens, looked at by the one that plans.
struct Orders {
  std::atomic<bool> cancel{false};  // the best plan so far is the answer
  std::atomic<bool> stop{false};    // a checkpoint, and no answer
};

// Rises as long as something happens; the heart tells the service.
using Steps = std::atomic<std::int64_t>;

}  // namespace planwerk::service
