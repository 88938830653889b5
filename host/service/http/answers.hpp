#pragma once

#include <string>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// What the page is told, as JSON. Numbers that are not finite are null, times are milliseconds since 1970.
nlohmann::json to_json(const JobRecord& job, const Caller& reader);
nlohmann::json to_json(const JobEvent& event);
nlohmann::json to_json(const Problems& problems);

void answer(httplib::Response& response, const nlohmann::json& value, int status = 200);
// {"error": {"code", "message", "problems", ...}}
void refuse(httplib::Response& response, const Refused& refused);
int status_of(Refusal why);

}  // namespace planwerk::service
