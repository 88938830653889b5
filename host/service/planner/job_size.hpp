#pragma once

#include "host/model/economy.hpp"
#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// `bytes`: of the job's stream of parts.
JobSize size_of(const Job& job, std::int64_t bytes);

}  // namespace planwerk::service
