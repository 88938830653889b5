#pragma once

#include <string>

#include "host/answers/conflict/conflict_answer.hpp"

namespace planwerk {

// The answer as the command line tells it: what contradicts itself, then the ways out.
std::string to_text(const ConflictAnswer& answer);

}  // namespace planwerk
