#pragma once

#include "host/model/validation/findings.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// What a plan answers about short needs and conflicts, between a plan and its message: explanations, answers,
// conflict, minimal conflict, relaxations.
void add_answers(const Plan& plan, const Economy& economy, v1::Plan& message);
void read_answers(const v1::Plan& message, const Economy& economy, Findings& findings, Plan& plan);

}  // namespace planwerk
