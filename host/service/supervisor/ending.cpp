#include "host/service/supervisor/ending.hpp"

namespace planwerk::service {

Ending ending_of(const CheckedAnswer& answer, bool cancelled) {
  const std::string& reason = answer.reason;
  switch (answer.figures.status) {
    case Status::optimal:
    case Status::feasible:
    case Status::infeasible:
      return {JobState::finished, reason};
    case Status::time_limit:
    case Status::iteration_limit:
      return {answer.executable ? JobState::finished : JobState::failed, reason};
    case Status::interrupted:
      return {cancelled ? JobState::cancelled : JobState::failed, cancelled ? "cancelled" : reason};
    default:
      return {JobState::failed, reason};
  }
}

}  // namespace planwerk::service
