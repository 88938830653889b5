#pragma once

#include <string>

#include "host/service/examine/answer_check.hpp"

namespace planwerk::service {

struct Ending {
  JobState state;
  std::string reason;  // empty: there is nothing to explain
};

// The job's terminal state for an answer that holds. Finished: the plan can be carried out, to the tolerance or to the
// limits that were set; or it proves that there is none. An interrupted one is what a cancelled job leaves.
Ending ending_of(const CheckedAnswer& answer, bool cancelled);

}  // namespace planwerk::service
