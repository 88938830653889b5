#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <grpcpp/server_context.h>

namespace planwerk::service {

// Ends streams whose other side is silent: it neither sends what is waited for nor takes what is sent.
class SilenceWatch {
 public:
  explicit SilenceWatch(std::chrono::milliseconds longest);
  ~SilenceWatch();

  // A stream, watched while it lives; `waiting` and `going_on` frame each wait for the other side.
  class Stream {
   public:
    Stream(SilenceWatch& watch, grpc::CallbackServerContext& context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void waiting() { since_ = now(); }
    void going_on() { since_ = 0; }

   private:
    friend class SilenceWatch;
    SilenceWatch& watch_;
    grpc::CallbackServerContext& context_;
    std::atomic<std::int64_t> since_ = 0;  // 0: does not wait
  };

 private:
  static std::int64_t now();
  void run();

  const std::chrono::milliseconds longest_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::set<Stream*> streams_;
  std::thread thread_;
};

}  // namespace planwerk::service
