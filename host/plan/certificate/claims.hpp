#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "host/base/problem.hpp"

namespace planwerk::certificate {

// All digits that tell a number from its neighbours.
std::string exact_text(double value);

// Holds what a plan says of itself against what follows from its decisions, and collects what does not follow.
class Claims {
 public:
  void compare(const std::string& path, double claimed, double expected);
  void finite(const std::string& path, double value);
  bool same_length(const std::string& path, std::size_t is, std::size_t should);
  void same_id(const std::string& path, const std::string& is, const std::string& should);
  void fault(const std::string& path, const std::string& value, const std::string& message);

  bool has_faults() const { return faults_.has_errors(); }
  Problems take_faults() { return std::move(faults_); }

 private:
  Problems faults_;
};

}  // namespace planwerk::certificate
