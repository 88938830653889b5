#pragma once

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

namespace v1 {
class Job;
}

// A job as one message: ids become indices, amounts are converted to the unit of what they count.
// What does not resolve is added to `problems`, together with what validate() finds in the rest.
Job from_message(const v1::Job& message, Problems& problems);
void to_message(const Job& job, v1::Job& message);

}  // namespace planwerk
