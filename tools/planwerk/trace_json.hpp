#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "host/answers/trace/cycles.hpp"
#include "host/answers/trace/footprint.hpp"
#include "host/answers/trace/requirements.hpp"

namespace planwerk::cli {

// Traces as JSON: everything that is not zero, by id, in the order of the job.
nlohmann::ordered_json to_json(const Economy& economy, const Requirements& requirements);
nlohmann::ordered_json to_json(const Economy& economy, const Uses& uses);
nlohmann::ordered_json to_json(const Economy& economy, const Footprint& footprint);
nlohmann::ordered_json to_json(const Economy& economy, const std::vector<Cycle>& cycles);

}  // namespace planwerk::cli
