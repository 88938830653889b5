#include "kernels/trace.hpp"

#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <stdexcept>

#if __has_include(<nvtx3/nvToolsExt.h>)
#include <nvtx3/nvToolsExt.h>
#define PLANWERK_NVTX 1
#endif

namespace planwerk {
namespace {

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// A small number per thread, so that a trace shows one line for each.
int thread_number() {
  static std::atomic<int> next{0};
  thread_local const int number = next++;
  return number;
}

// "Trace Event Format": complete events, times in microseconds.
class TraceFile final : public TraceSink {
 public:
  explicit TraceFile(const std::string& path) : file_(std::fopen(path.c_str(), "w")), start_ns_(now_ns()) {
    if (file_ == nullptr) throw std::runtime_error("cannot write the trace file " + path);
    std::fputs("{\"traceEvents\": [", file_);
  }
  ~TraceFile() override {
    std::fputs("\n]}\n", file_);
    std::fclose(file_);
  }

  void record(const TraceEvent& event) override {
    const std::lock_guard lock(mutex_);
    std::fprintf(file_,
                 "%s\n{\"ph\": \"X\", \"pid\": 1, \"tid\": %d, \"cat\": \"%s\", \"name\": \"%s\", \"ts\": %.3f, "
                 "\"dur\": %.3f, \"args\": {\"bytes\": %.0f}}",
                 separator_, thread_number(), event.category, event.name, 1e-3 * (event.begin_ns - start_ns_),
                 1e-3 * (event.end_ns - event.begin_ns), event.bytes);
    separator_ = ",";
  }

 private:
  std::mutex mutex_;
  std::FILE* file_;
  std::int64_t start_ns_;
  const char* separator_ = "";
};

// Closes the file at the end of the program. Ranges of other threads must have ended by then.
struct ProgramTrace {
  std::atomic<TraceSink*> sink{nullptr};
  std::unique_ptr<TraceFile> file;
  ~ProgramTrace() { sink = nullptr; }
};

ProgramTrace& program_trace() {
  static ProgramTrace trace;
  return trace;
}

const std::atomic<TraceSink*>* shared_sink = nullptr;

}  // namespace

void start_trace(const std::string& path) {
  stop_trace();
  program_trace().file = std::make_unique<TraceFile>(path);
  program_trace().sink = program_trace().file.get();
}

void stop_trace() {
  program_trace().sink = nullptr;
  program_trace().file.reset();
}

const std::atomic<TraceSink*>& trace_sink() {
  return shared_sink != nullptr ? *shared_sink : program_trace().sink;
}

void share_trace(const std::atomic<TraceSink*>& sink) {
  shared_sink = &sink;
}

TraceRange::TraceRange(const char* category, const char* name, double bytes)
    : sink_(trace_sink().load(std::memory_order_acquire)), event_{category, name, 0, 0, bytes} {
#if PLANWERK_NVTX
  nvtxRangePushA(name);
#endif
  if (sink_ != nullptr) event_.begin_ns = now_ns();
}

TraceRange::~TraceRange() {
  if (sink_ != nullptr) {
    event_.end_ns = now_ns();
    sink_->record(event_);
  }
#if PLANWERK_NVTX
  nvtxRangePop();
#endif
}

}  // namespace planwerk
