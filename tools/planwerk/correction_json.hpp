#pragma once

#include <nlohmann/json.hpp>

#include "host/answers/actuals/correction_text.hpp"

namespace planwerk::cli {

// What went other than planned: `elapsed`, `products` and `labour` with their causes.
nlohmann::ordered_json to_json(const Economy& economy, const Plan& plan, const Account& account);
// What is to change: `status`, `reason`, `activities`, `coverages`.
nlohmann::ordered_json to_json(const Economy& economy, const Correction& correction);

}  // namespace planwerk::cli
