#pragma once

#include <string>

#include "host/answers/conflict/conflict_answer.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// What `plan` tells at its end, wherever the plan was made. `plan_path`: where it was written; empty: nowhere.
void tell_outcome(const Console& console, const Economy& economy, const Plan& plan, const ConflictAnswer& conflict,
                  const std::string& job_path, const std::string& plan_path);

}  // namespace planwerk::cli
