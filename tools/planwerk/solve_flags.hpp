#pragma once

#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "host/solver/solve.hpp"
#include "kernels/device.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// The flags of commands that solve: method, device, tolerance, limits, log and trace.
class SolveFlags {
 public:
  // tolerance_help: what the tolerance is of; empty: the command has none.
  void add_to(CLI::App& command, Console& console, const std::string& tolerance_help);

  const std::string& method() const { return method_; }
  std::optional<double> tolerance() const { return tolerance_; }
  std::optional<double> time_limit_s() const { return time_limit_s_; }

  // Settings with method and limits as given, progress and log to the console, and Ctrl-C to stop.
  SolveSettings settings(Console& console) const;
  // Opens the device asked for and starts the trace. Throws DeviceError where it is not to be had.
  std::unique_ptr<Device> open(Console& console) const;
  // The second device of a race, for SolveSettings::race_on; null unless --race.
  std::unique_ptr<Device> open_rival(Console& console) const;

 private:
  std::unique_ptr<Device> open_one(Console& console) const;

  std::string method_ = "auto";
  std::string device_ = "auto";
  std::optional<double> tolerance_;
  std::optional<double> time_limit_s_;
  int threads_ = 0;
  bool race_ = false;
  std::string trace_file_;
};

}  // namespace planwerk::cli
