#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "planwerk/v1/planner.pb.h"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// `queued`, `finished` ...: as in the schema, in lower case.
std::string state_name(v1::JobState state);
bool has_ended(v1::JobState state);

// Likewise; of a job that ended with a proof that nothing fulfils all its demands, `finished: no plan exists`.
std::string state_text(const v1::JobInfo& job);

// One line: state, figures of the plan, why.
std::string outcome_text(const v1::JobInfo& job);
// Ends as `planwerk plan` would have: by the plan's status; a job that failed or was cancelled has its own.
ExitCode exit_code_of(const v1::JobInfo& job);

nlohmann::ordered_json to_json(const v1::JobInfo& job);
std::string table_of(const std::vector<v1::JobInfo>& jobs);

Problems problems_of(const v1::Faults& faults);

// Shows where a job stands, as `planwerk plan` does; changes of state as lines of the log.
class EventConsole {
 public:
  explicit EventConsole(Console& console) : console_(console) {}
  void show(const v1::JobEvent& event);

 private:
  Console& console_;
  v1::JobState state_ = v1::JOB_STATE_UNSPECIFIED;
};

}  // namespace planwerk::cli
