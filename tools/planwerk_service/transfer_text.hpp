#pragma once

#include <chrono>
#include <string>

#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// `sending  45 %  118 MB/s`, on a terminal, several times a second.
class TransferText {
 public:
  TransferText(Console& console, std::string verb, std::int64_t bytes_in_all)
      : console_(console), verb_(std::move(verb)), bytes_in_all_(bytes_in_all) {}
  void show(std::int64_t bytes);
  void end() { console_.end_progress(); }

 private:
  using Clock = std::chrono::steady_clock;
  Console& console_;
  std::string verb_;
  std::int64_t bytes_in_all_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_{};
};

}  // namespace planwerk::cli
