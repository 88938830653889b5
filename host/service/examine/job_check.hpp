#pragma once

#include <filesystem>

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"
#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// A job whose economy was read: its size and what was found doubtful.
struct CheckedJob {
  JobSize size;
  Problems problems;  // warnings; errors too where the job was only to be validated, and then there is no size
};

// `bytes`: of the job's stream of parts.
JobSize size_of(const Job& job, std::int64_t bytes);

// Reads and judges a job in a file of any form. Takes the memory of its model.
CheckedJob check_job(const std::filesystem::path& file);

}  // namespace planwerk::service
