#include "tools/planwerk_service/request_flags.hpp"

#include <map>

namespace planwerk::cli {

void RequestFlags::add_to(CLI::App& command) {
  command.add_option("--name", name_, "shown in lists; default: the economy's");
  command.add_option("--priority", priority_, "-10 to 10, higher first")->check(CLI::Range(-10, 10));
  command.add_option("--method", method_, "auto, pdhg or ipm")->check(CLI::IsMember({"auto", "pdhg", "ipm"}));
  command.add_option("--tolerance", tolerance_, "largest provable gap to the best plan, relative")
      ->check(CLI::PositiveNumber);
  const std::map<std::string, double> seconds_of{{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}};
  command.add_option("--time-limit", time_limit_s_, "longest time to solve, such as 60s, 5min, 1h")
      ->transform(CLI::AsNumberWithUnit(seconds_of, CLI::AsNumberWithUnit::DEFAULT, "TIME"))
      ->check(CLI::PositiveNumber)
      ->type_name("TIME");
  command.add_option("--previous", previous_job_, "a job of yours from whose plan the solve starts")->type_name("JOB");
  command.add_flag("--labour-questions", labour_,
                   "ask of each short need what covering it fully would take of people's work; kept in the plan");
}

v1::JobRequest RequestFlags::request(const std::string& economy) const {
  v1::JobRequest request;
  request.set_name(name_.empty() ? economy : name_);
  request.set_priority(priority_);
  if (tolerance_) request.mutable_settings()->set_tolerance(*tolerance_);
  if (time_limit_s_) request.mutable_settings()->set_time_limit_s(*time_limit_s_);
  if (!method_.empty()) request.mutable_settings()->set_method(method_);
  request.set_previous_job(previous_job_);
  request.set_labour_questions(labour_);
  return request;
}

}  // namespace planwerk::cli
