#include <algorithm>
#include <memory>

#include "host/codec/output_file.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/report/html_report.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/job_input.hpp"

namespace planwerk::cli {
namespace {

struct ReportCommand {
  Console console;
  std::string plan_path;
  std::string job_path;
  std::string report_path;
  std::string need_id;

  ExitCode run() {
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    const auto plan = read_plan(plan_path, job->economy);
    console.problems(plan.problems);
    if (!plan.ok()) return ExitCode::bad_input;
    ReportSettings settings;
    if (!need_id.empty()) {
      settings.need = find_need(job->economy);
      if (settings.need == no_index) return ExitCode::bad_input;
    }
    OutputFile file(report_path);
    file.write(html_report(job->economy, *plan.value, settings));
    file.commit();
    if (console.json()) console.result({{"written", report_path}});
    if (!console.json()) console.result("wrote " + report_path);
    console.suggest("open {} in a browser; it needs no network", report_path);
    return ExitCode::success;
  }

  Index find_need(const Economy& economy) {
    std::vector<std::string> ids;
    for (const Need& need : economy.needs) ids.push_back(need.id);
    const auto found = std::find(ids.begin(), ids.end(), need_id);
    if (found != ids.end()) return static_cast<Index>(found - ids.begin());
    const auto near = nearest_match(need_id, ids);
    console.error("no need has the id " + need_id + (near ? "; is " + *near + " meant?" : std::string()));
    return no_index;
  }
};

}  // namespace

void add_report(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<ReportCommand>();
  CLI::App* command = app.add_subcommand("report", "write a plan as one HTML file with pictures");
  command->add_option("PLAN", state->plan_path, "plan: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("--job", state->job_path, "the job that the plan is for")->required()->type_name("FILE");
  command->add_option("-o,--output", state->report_path, "write the report here")->required()->type_name("FILE");
  command->add_option("--need", state->need_id, "show the chain behind the need of this id first");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
