#pragma once

#include <nlohmann/json.hpp>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::cli {

// The summary of a plan for programs: status, certificate, every need, labour, what is scarce. The plan itself is in
// its own file (-o).
nlohmann::ordered_json to_json(const Economy& economy, const Plan& plan);

nlohmann::ordered_json to_json(const PlanCertificate& certificate);

}  // namespace planwerk::cli
