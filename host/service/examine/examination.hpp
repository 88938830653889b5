#pragma once

#include <string>

#include "host/service/examine/answer_check.hpp"
#include "host/service/examine/job_check.hpp"
#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {

// What a process of its own is to look at: a job, or the answer to a stored one.
struct ExaminationOrder {
  std::string job;
  std::string answer = {};  // a plan; empty: it is the job that is examined
};

// Does it, in this process.
v1::Examination examine(const ExaminationOrder& order);

// What it found.
CheckedJob from_message(const v1::ExaminedJob& message);
CheckedAnswer from_message(const v1::ExaminedAnswer& message);

}  // namespace planwerk::service
