#include <map>
#include <memory>

#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/connection.hpp"
#include "tools/planwerk_service/job_text.hpp"

namespace planwerk::cli {
namespace {

constexpr std::size_t longest_page = 1000;

struct JobsCommand {
  Console console;
  Connection connection;
  std::vector<v1::JobState> states;
  std::string name;
  std::size_t most = 20;

  ExitCode run() {
    connection.open();
    const std::vector<v1::JobInfo> jobs = list();
    if (console.json()) {
      auto entries = nlohmann::ordered_json::array();
      for (const v1::JobInfo& job : jobs) entries.push_back(to_json(job));
      console.result(nlohmann::ordered_json{{"jobs", entries}});
    } else {
      console.result(jobs.empty() ? "no jobs" : table_of(jobs));
    }
    if (jobs.empty()) {
      console.suggest("planwerk submit JOB{}", connection.flags_text());
    } else {
      console.suggest("planwerk watch {}{}", jobs.front().id(), connection.flags_text());
    }
    return ExitCode::success;
  }

  std::vector<v1::JobInfo> list() {
    std::vector<v1::JobInfo> jobs;
    v1::ListJobsRequest request;
    request.set_name_contains(name);
    for (const v1::JobState state : states) request.add_states(state);
    do {
      request.set_page_size(static_cast<int>(std::min(longest_page, most - jobs.size())));
      const v1::ListJobsResponse page = connection.call(&v1::Planner::Stub::ListJobs, request);
      jobs.insert(jobs.end(), page.jobs().begin(), page.jobs().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty() && jobs.size() < most);
    return jobs;
  }
};

}  // namespace

void add_jobs(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<JobsCommand>();
  CLI::App* command = app.add_subcommand("jobs", "list your jobs and those shared with you, newest first");
  const std::map<std::string, v1::JobState> names{{"uploading", v1::UPLOADING}, {"queued", v1::QUEUED},
                                                  {"running", v1::RUNNING},     {"finished", v1::FINISHED},
                                                  {"failed", v1::FAILED},       {"cancelled", v1::CANCELLED}};
  command->add_option("--state", state->states, "only jobs in this state; may be given again")
      ->transform(CLI::CheckedTransformer(names))
      ->type_name("STATE");
  command->add_option("--name", state->name, "only jobs with this in their name")->type_name("TEXT");
  command->add_option("-n,--most", state->most, "how many")->capture_default_str()->check(CLI::PositiveNumber);
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
