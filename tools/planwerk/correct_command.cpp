#include <memory>

#include "host/answers/actuals/correction_text.hpp"
#include "host/answers/conflict/conflict_text.hpp"
#include "host/codec/actuals_codec.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/report/summary.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/conflict_json.hpp"
#include "tools/planwerk/correction_json.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

struct CorrectCommand {
  Console console;
  SolveFlags flags;
  std::string job_path, plan_path, actuals_path;
  std::string rest_path, new_plan_path;

  ExitCode run() {
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    const auto plan = read_plan_or_tell(plan_path, *job, console);
    if (!plan) return ExitCode::bad_input;
    const auto actuals = read_actuals(actuals_path, job->economy, *plan);
    console.problems(actuals.problems);
    if (!actuals.ok()) return ExitCode::bad_input;
    // After the end there are the books, and nothing to correct.
    return actuals.value->elapsed < 1 ? correct_rest(*job, *plan, *actuals.value)
                                      : close_books(job->economy, *plan, *actuals.value);
  }

  ExitCode close_books(const Economy& economy, const Plan& plan, const Actuals& actuals) {
    const Account account = account_of(economy, plan, actuals);
    if (console.json()) {
      console.result(to_json(economy, plan, account));
    } else {
      console.result(to_text(economy, plan, account));
    }
    return ExitCode::success;
  }

  ExitCode correct_rest(const Job& job, const Plan& plan, const Actuals& actuals) {
    const auto device = flags.open(console);
    SolveSettings settings = flags.settings(console);
    settings.time_limit_s = flags.time_limit_s().value_or(infinity);
    Correction correction = correct(job.economy, plan, actuals, settings, *device);
    console.problems(correction.rest.warnings);
    ConflictAnswer conflict;
    if (correction.plan.status == Status::infeasible) conflict = resolve(correction, settings, *device);
    console.end_progress();
    if (!write(job, correction)) return ExitCode::bad_input;
    tell(job.economy, plan, correction, conflict);
    return correction.plan.status == Status::feasible ? ExitCode::success : exit_code_of(correction.plan.status);
  }

  // The rest has no plan: a proof of that in place of the correction's, and the ways out.
  static ConflictAnswer resolve(Correction& correction, const SolveSettings& settings, Device& device) {
    PlanSettings planning;
    planning.solve = settings;
    Plan proof = make_plan(correction.rest.economy, planning, device);
    if (proof.status != Status::infeasible) return {};
    ConflictAnswer answer = resolve_conflict(correction.rest.economy, proof, settings, device);
    note(answer, proof);
    correction.plan = std::move(proof);
    return answer;
  }

  bool write(const Job& job, Correction& correction) {
    if (rest_path.empty()) return true;
    const Job rest{correction.rest.economy, job.settings};
    Problems problems = write_job(rest, rest_path);
    if (!problems.has_errors() && !new_plan_path.empty()) {
      correction.plan.job_name = rest.economy.name;
      correction.plan.job_sha256 = job_sha256(rest);
      problems.append(write_plan(correction.plan, rest.economy, new_plan_path));
    }
    console.problems(problems);
    return !problems.has_errors();
  }

  void tell(const Economy& economy, const Plan& plan, const Correction& correction, const ConflictAnswer& conflict) {
    if (console.json()) {
      auto json = to_json(economy, plan, correction.account);
      json["correction"] = to_json(economy, correction);
      if (correction.plan.status == Status::infeasible) json["ways_out_of_conflict"] = to_json(conflict);
      console.result(json);
    } else {
      std::string text = to_text(economy, plan, correction.account) + "\n";
      if (correction.plan.status == Status::feasible) text += to_text(economy, correction) + "\n";
      if (correction.plan.status == Status::infeasible) {
        text += "Hard demands on the rest of the period cannot all be kept.\n\n" + to_text(conflict);
      }
      const PlanCertificate& facts = correction.plan.certificate;
      console.result(text + result_line(correction.plan.status, facts.objective, facts.safe_gap,
                                        correction.plan.record.elapsed_s));
    }
    if (rest_path.empty()) {
      console.suggest("planwerk correct {} {} {} --rest rest.json -o new-plan.json   keep the rest and its plan",
                      job_path, plan_path, actuals_path);
    } else if (!new_plan_path.empty()) {
      console.suggest("planwerk verify {} {}", rest_path, new_plan_path);
    } else {
      console.suggest("planwerk plan {}   the best plan for the rest, whatever it changes", rest_path);
    }
  }
};

}  // namespace

void add_correct(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<CorrectCommand>();
  CLI::App* command =
      app.add_subcommand("correct", "from what was really made to a plan for the rest that changes little");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("PLAN", state->plan_path, "plan of the job")->required()->type_name("");
  command->add_option("ACTUALS", state->actuals_path, "what really happened: .textproto, .json or .pb")
      ->required()
      ->type_name("");
  CLI::Option* rest =
      command->add_option("--rest", state->rest_path, "write the rest of the period as a job of its own")
          ->check(writable_message())
          ->type_name("FILE");
  command->add_option("-o,--output", state->new_plan_path, "write the plan of the rest")
      ->check(writable_message())
      ->type_name("FILE")
      ->needs(rest);
  state->flags.add_to(*command, state->console, "");  // corrections are exact to rounding
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
