#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace planwerk {

// Records what runs when, for those who tune: phases of a solve and the kernels within them. Ranges reach NVIDIA's
// tools as NVTX ranges where the build has CUDA's headers, and a file in Chrome's trace format (chrome://tracing,
// Perfetto) between start_trace and stop_trace. A range costs a few nanoseconds while nobody listens.

// Throws std::runtime_error where the file cannot be written. A trace that is never stopped ends with the program.
void start_trace(const std::string& path);
void stop_trace();

struct TraceEvent {
  const char* category;  // "phase" or "kernel"
  const char* name;
  std::int64_t begin_ns;
  std::int64_t end_ns;
  double bytes;  // moved through memory at the least, 0 where not stated
};

class TraceSink {
 public:
  virtual ~TraceSink() = default;
  virtual void record(const TraceEvent& event) = 0;  // from any thread
};

// Where ranges of this library go. A library opened at run time is handed the program's with share_trace.
const std::atomic<TraceSink*>& trace_sink();
void share_trace(const std::atomic<TraceSink*>& sink);

// Names the time from here to the end of the scope. `name` must outlive the trace: a literal.
class TraceRange {
 public:
  explicit TraceRange(const char* name) : TraceRange("phase", name, 0) {}
  TraceRange(const char* category, const char* name, double bytes);
  TraceRange(const TraceRange&) = delete;
  TraceRange& operator=(const TraceRange&) = delete;
  ~TraceRange();

  bool recorded() const { return sink_ != nullptr; }

 private:
  TraceSink* sink_;
  TraceEvent event_;
};

}  // namespace planwerk
