#pragma once

#include <chrono>
#include <filesystem>
#include <semaphore>
#include <string>

namespace planwerk::service {

// Reports of plans, made by `planwerk report` in a process of its own: a plan of millions of goods that needs more
// memory than there is ends that process, not the service. A few at a time, each with a limit of time. Thread-safe.
class ReportMaker {
 public:
  // `temporary`: where a report lies while it is made.
  ReportMaker(std::filesystem::path planwerk, std::filesystem::path temporary)
      : planwerk_(std::move(planwerk)), temporary_(std::move(temporary)) {}

  // The HTML. `language`: "en", "de". Throws Refused: unavailable, where too many are being made; conflict, where it
  // did not come to its end.
  std::string make(const std::filesystem::path& job, const std::filesystem::path& plan, const std::string& language);

 private:
  static constexpr int at_once = 2;
  std::filesystem::path planwerk_, temporary_;
  std::counting_semaphore<at_once> places_{at_once};
};

}  // namespace planwerk::service
