#pragma once

namespace planwerk::service {

// A descriptor that can be waited for together with others, and that any thread can make ready. Throws
// std::system_error where the system has no more of them.
class WakeUp {
 public:
  WakeUp();
  ~WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  int descriptor() const { return descriptor_; }
  void call() const noexcept;   // from any thread
  void clear() const noexcept;  // by the one that waits

 private:
  int descriptor_;
};

}  // namespace planwerk::service
