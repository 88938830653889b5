#pragma once

#include <filesystem>
#include <string>

#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// What the service itself finds of a worker's answer, whatever the worker says.
struct CheckedAnswer {
  bool holds = false;
  std::string fault;  // where it does not: how many things are wrong, without names or ids
  PlanFigures figures;
  bool executable = false;
  std::string reason;  // why the plan is not optimal, in its own words
};

// Reads job and plan, streams of parts, and recomputes everything the plan claims: that it is this job's, its sums,
// its certificate, a proof of infeasibility; and judges its answers to why needs are short. Takes the memory of both.
// Throws nothing but std::bad_alloc.
CheckedAnswer check_answer(const std::filesystem::path& job_file, const std::filesystem::path& plan_file);

}  // namespace planwerk::service
