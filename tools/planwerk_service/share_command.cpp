#include <algorithm>
#include <memory>

#include <fmt/ranges.h>

#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/connection.hpp"
#include "tools/planwerk_service/job_text.hpp"

namespace planwerk::cli {
namespace {

struct ShareCommand {
  Console console;
  Connection connection;
  std::string id;
  std::vector<std::string> users;
  bool revoke = false;

  ExitCode run() {
    connection.open();
    v1::GetJobRequest request;
    request.set_id(id);
    v1::JobInfo job = connection.call(&v1::Planner::Stub::GetJob, request);
    if (revoke || !users.empty()) job = share(job);
    if (console.json()) {
      console.result(to_json(job));
    } else {
      console.result("job " + id + ": shared with " +
                     (job.shared_with().empty() ? "nobody" : fmt::format("{}", fmt::join(job.shared_with(), ", "))));
    }
    if (job.shared_with().empty()) {
      console.suggest("planwerk share {} USER{}", id, connection.flags_text());
    } else {
      console.suggest("planwerk share {} {} --revoke{}", id, job.shared_with(0), connection.flags_text());
    }
    return ExitCode::success;
  }

  // The call takes all who may look: those of before, with or without the ones that are named.
  v1::JobInfo share(const v1::JobInfo& job) {
    const auto is_named = [this](const std::string& user) {
      return users.empty() || std::find(users.begin(), users.end(), user) != users.end();
    };
    v1::ShareJobRequest request;
    request.set_id(id);
    for (const std::string& user : job.shared_with()) {
      if (!is_named(user)) request.add_users(user);
    }
    if (!revoke) {
      for (const std::string& user : users) request.add_users(user);
    }
    return connection.call(&v1::Planner::Stub::ShareJob, request);
  }
};

}  // namespace

void add_share(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<ShareCommand>();
  CLI::App* command = app.add_subcommand("share", "let other users look at a job of yours, or tell who may");
  command->add_option("JOB", state->id, "the job's id")->required()->type_name("");
  command->add_option("USER", state->users, "users who may look from now on; none: tells who may")->type_name("");
  command->add_flag("--revoke", state->revoke, "these users may look no longer; without any: nobody may");
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
