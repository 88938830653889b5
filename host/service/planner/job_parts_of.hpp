#pragma once

#include <functional>
#include <string_view>

#include "host/model/economy.hpp"

namespace planwerk::service {

// The parts of a job's stream, one after the other, without their lengths.
void for_each_part(const Job& job, const std::function<void(std::string_view part)>& take);

}  // namespace planwerk::service
