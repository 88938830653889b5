#pragma once

#include <functional>
#include <string>

#include "host/base/problem.hpp"
#include "tools/planwerk_service/connection.hpp"
#include "tools/planwerk_service/job_parts_source.hpp"

namespace planwerk::cli {

// Calls that stream, each going on where it was when the connection broke. All throw RpcError.

// 32 hexadecimal digits, random.
std::string new_key();

// Sends the parts and the finish; `resume`: the service may have some of them already. `on_progress`: bytes sent.
v1::SubmitJobResponse upload(Connection& connection, const std::string& key, const v1::JobRequest& request,
                             JobPartsSource& parts, bool resume,
                             const std::function<void(std::int64_t bytes)>& on_progress);

// Follows the job to its end; `on_event` returns false to stop following. The last event.
v1::JobEvent follow(Connection& connection, const std::string& job,
                    const std::function<bool(const v1::JobEvent&)>& on_event);

// Writes the plan, or what of it is selected, as parts (.pbs) to a file that is there whole or not at all. Checks the
// hash of what came: throws std::runtime_error where it is damaged.
void download(Connection& connection, const v1::GetPlanRequest& request, const std::string& path);

}  // namespace planwerk::cli
