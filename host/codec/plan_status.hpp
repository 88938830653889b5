#pragma once

#include <optional>

#include "host/base/status.hpp"

namespace planwerk {

// Statuses and their numbers in plan.proto (Plan.Status).
int status_number(Status status);
std::optional<Status> status_of(int number);

}  // namespace planwerk
