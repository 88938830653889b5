#pragma once

#include <nlohmann/json.hpp>

#include "host/answers/conflict/competition.hpp"
#include "host/answers/conflict/conflict_answer.hpp"

namespace planwerk::cli {

// What contradicts itself and the ways out: `members`, `minimal`, `ways_out`, `compromise`.
nlohmann::ordered_json to_json(const ConflictAnswer& answer);
// Scarce things, each with the needs that compete for it.
nlohmann::ordered_json to_json(const Economy& economy, const std::vector<Competition>& competitions);

}  // namespace planwerk::cli
