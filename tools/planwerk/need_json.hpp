#pragma once

#include <optional>

#include <nlohmann/json.hpp>

#include "host/answers/need/cover_questions.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::cli {

// Why a need is short, for programs: as NeedAnswer in plan.proto, and the whole shortfall where it was asked for.
nlohmann::ordered_json to_json(const Economy& economy, const Plan& plan, const NeedAnswer& answer,
                               const std::optional<WholeCover>& whole);

}  // namespace planwerk::cli
