#include "tools/planwerk/solve_flags.hpp"

#include <algorithm>
#include <map>
#include <thread>

#include "kernels/trace.hpp"
#include "tools/planwerk/interrupt.hpp"

namespace planwerk::cli {

void SolveFlags::add_to(CLI::App& command, Console& console, const std::string& tolerance_help) {
  command.add_option("--method", method_, "auto, pdhg or ipm")->check(CLI::IsMember({"auto", "pdhg", "ipm"}));
  command.add_option("--device", device_, "auto, cpu or cuda")->check(CLI::IsMember({"auto", "cpu", "cuda"}));
  if (!tolerance_help.empty()) {
    command.add_option("--tolerance", tolerance_, tolerance_help)->check(CLI::PositiveNumber);
  }
  const std::map<std::string, double> seconds_of{{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};
  command.add_option("--time-limit", time_limit_s_, "longest time to solve, such as 60s, 5min, 1h")
      ->transform(CLI::AsNumberWithUnit(seconds_of, CLI::AsNumberWithUnit::DEFAULT, "TIME"))
      ->check(CLI::PositiveNumber)
      ->type_name("TIME");
  command.add_option("--threads", threads_, "threads of the CPU backend; 0: all cores")->check(CLI::NonNegativeNumber);
  command.add_flag("--race", race_, "first order and interior point side by side; the first answer is taken");
  command.add_option("--trace", trace_file_, "write what ran when to FILE, in Chrome's trace format")
      ->type_name("FILE");
  console.add_log_flag(command);
}

SolveSettings SolveFlags::settings(Console& console) const {
  SolveSettings settings;
  settings.method = method_named(method_).value_or(Method::automatic);
  settings.time_limit_s = time_limit_s_.value_or(infinity);
  settings.on_progress = [&console](const Progress& now) { console.progress(now); };
  settings.on_log = [&console](const std::string& text) { console.log(text); };
  settings.interrupt = &interrupted_by_user();
  return settings;
}

std::unique_ptr<Device> SolveFlags::open(Console& console) const {
  if (!trace_file_.empty()) start_trace(trace_file_);
  return open_one(console);
}

std::unique_ptr<Device> SolveFlags::open_rival(Console& console) const {
  return race_ ? open_one(console) : nullptr;
}

// Racers on the CPU share its cores.
std::unique_ptr<Device> SolveFlags::open_one(Console& console) const {
  const DeviceChoice choice = device_ == "cpu"    ? DeviceChoice::cpu
                              : device_ == "cuda" ? DeviceChoice::cuda
                                                  : DeviceChoice::automatic;
  const int cores = threads_ > 0 ? threads_ : static_cast<int>(std::thread::hardware_concurrency());
  auto device = open_device(choice, race_ ? std::max(1, cores / 2) : threads_);
  console.log("device: " + device->info().name);
  return device;
}

}  // namespace planwerk::cli
