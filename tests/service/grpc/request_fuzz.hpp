#pragma once

#include <cstdint>
#include <string>

#include "host/service/access/access.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service::tests {

// Mutated requests against what takes them, in this process and without a network: the parser, the conversion of
// messages and the planner's handlers. Every request is answered or refused; anything else is a crash or a sanitizer's
// report, which ends the process.
class RequestFuzz {
 public:
  explicit RequestFuzz(const std::filesystem::path& folder);

  // One input, chosen and mutated by this seed: the same seed is the same input. Returns whether it was parsed.
  bool run(std::uint64_t seed);

  std::int64_t refused() const { return refused_; }
  std::int64_t answered() const { return answered_; }

 private:
  void handle(int method, const std::string& bytes, bool& parsed);
  template <class Message, class Handle>
  void parse(const std::string& bytes, bool& parsed, const Handle& handle);
  void tidy();

  JobStore store_;
  EventBoard events_;
  Supervisor supervisor_;
  Planner planner_;
  Access access_;
  Caller anna_, bert_;
  std::string job_;
  std::int64_t refused_ = 0;
  std::int64_t answered_ = 0;
  std::int64_t runs_ = 0;
};

}  // namespace planwerk::service::tests
