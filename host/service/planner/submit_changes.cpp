#include "host/service/planner/planner_state.hpp"

namespace planwerk::service {

JobRecord Planner::submit_changes(const Caller&, const std::string&, const JobRequest&, const std::string&,
                                  const std::string&, Problems&) {
  throw Refused(Refusal::unavailable, "changes to stored jobs are not taken yet");
}

}  // namespace planwerk::service
