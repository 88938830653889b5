#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/base/problem.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// What is wrong with a request before anything is looked up, named by field and value.
Problems check_request(const JobRequest& request, const RequestLimits& limits);
Problems check_key(std::string_view key);
Problems check_users(const std::vector<std::string>& users);

// Throws Refused (invalid) where there is an error.
void demand(const Problems& problems);

// The shape of ids: 26 characters of base 32. Anything else names no job.
bool looks_like_job_id(std::string_view id);
// 1 to 64 of a-z, 0-9, '-', '_'.
bool looks_like_user_id(std::string_view id);

}  // namespace planwerk::service
