#include <filesystem>
#include <memory>

#include "host/codec/job_codec.hpp"
#include "host/plan/report/words.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {
namespace {

struct CheckCommand {
  Console console;
  std::string job_path;

  ExitCode run() {
    if (!std::filesystem::exists(job_path)) {
      console.error("no such file: " + job_path);
      return ExitCode::bad_input;
    }
    const auto job = read_job(job_path);
    console.json() ? console.result(json(job)) : console.result(text(job));
    if (job.ok()) console.suggest("planwerk plan {}", job_path);
    if (!job.ok()) console.suggest("mend the job and check again: planwerk check {}", job_path);
    return job.ok() ? ExitCode::success : ExitCode::fault_found;
  }

  static std::string text(const Outcome<Job>& job) {
    std::string lines;
    for (const Problem& problem : job.problems.kept()) {
      lines += problem.severity == Severity::error ? "error: " : "warning: ";
      lines += to_string(problem) + "\n";
    }
    const Problems& problems = job.problems;
    const std::size_t unlisted = problems.error_count() + problems.warning_count() - problems.kept().size();
    if (unlisted > 0) lines += fmt::format("... and {} more\n", unlisted);
    if (job.ok()) {
      const Economy& economy = job.value->economy;
      lines +=
          fmt::format("{}, {}, {} of {}, {}, {}, {}\n", counted(economy.products.size(), "product"),
                      counted(economy.recipes.size(), "recipe"), counted(economy.needs.size(), "need"),
                      counted(economy.cohorts.size(), "cohort"), counted(economy.labour_kinds.size(), "labour kind"),
                      counted(economy.capacities.size(), "capacity"), counted(economy.limits.size(), "limit"));
    }
    return lines + fmt::format("{}, {}\n", counted(problems.error_count(), "error"),
                               counted(problems.warning_count(), "warning"));
  }

  static nlohmann::ordered_json json(const Outcome<Job>& job) {
    return {{"errors", job.problems.error_count()},
            {"warnings", job.problems.warning_count()},
            {"problems", to_json(job.problems)}};
  }
};

}  // namespace

void add_check(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<CheckCommand>();
  CLI::App* command = app.add_subcommand("check", "list every error of a job, and what is doubtful");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
