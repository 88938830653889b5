#include "host/service/grpc/silence_watch.hpp"

#include <algorithm>

namespace planwerk::service {

SilenceWatch::SilenceWatch(std::chrono::milliseconds longest) : longest_(longest), thread_([this] { run(); }) {}

SilenceWatch::~SilenceWatch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

std::int64_t SilenceWatch::now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void SilenceWatch::run() {
  const auto interval = std::clamp(longest_ / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, interval, [this] { return ending_; })) {
    const std::int64_t limit = now() - longest_.count();
    for (Stream* stream : streams_) {
      const std::int64_t since = stream->since_;
      if (since != 0 && since < limit) stream->context_.TryCancel();
    }
  }
}

SilenceWatch::Stream::Stream(SilenceWatch& watch, grpc::CallbackServerContext& context)
    : watch_(watch), context_(context) {
  const std::lock_guard lock(watch_.mutex_);
  watch_.streams_.insert(this);
}

SilenceWatch::Stream::~Stream() {
  const std::lock_guard lock(watch_.mutex_);
  watch_.streams_.erase(this);
}

}  // namespace planwerk::service
