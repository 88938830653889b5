#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk::tests {

// Every field, one line each, numbers exact to the last bit: two jobs are equal if and only if these are, wherever in
// the pools their entries lie.
std::vector<std::string> describe(const Job& job);
std::vector<std::string> describe(const Plan& plan);

}  // namespace planwerk::tests
