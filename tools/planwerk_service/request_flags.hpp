#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "planwerk/v1/planner.pb.h"

namespace planwerk::cli {

// What is asked of the service beside the economy.
class RequestFlags {
 public:
  void add_to(CLI::App& command);
  v1::JobRequest request(const std::string& economy) const;  // its name, where no other is given

 private:
  std::string name_;
  std::string method_;
  std::string previous_job_;
  std::optional<double> tolerance_;
  std::optional<double> time_limit_s_;
  int priority_ = 0;
  bool labour_ = false;
};

}  // namespace planwerk::cli
