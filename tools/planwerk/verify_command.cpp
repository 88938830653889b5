#include <istream>
#include <memory>

#include "host/answers/need/need_answers.hpp"
#include "host/answers/need/verify_answers.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/lp/solution_file.hpp"
#include "host/plan/report/words.hpp"
#include "host/plan/verify.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/gzip_files.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/lp_input.hpp"
#include "tools/planwerk/plan_json.hpp"
#include "tools/planwerk/verdict_text.hpp"

namespace planwerk::cli {
namespace {

struct VerifyCommand {
  Console console;
  std::string problem_path;
  std::string answer_path;
  double tolerance = 1e-6;

  ExitCode run() { return is_mps(problem_path) ? judge_solution() : judge_plan(); }

  ExitCode judge_plan() {
    const auto job = read_job_or_tell(problem_path, console);
    if (!job) return ExitCode::bad_input;
    const auto plan = read_plan(answer_path, job->economy);
    console.problems(plan.problems);
    if (!plan.ok()) return ExitCode::bad_input;
    Problems faults = verify(job->economy, *plan.value);
    if (plan.value->job_sha256 != job_sha256(*job)) {
      faults.error("job_sha256", plan.value->job_sha256, "the plan was made for another job than this");
    }
    if (plan.value->plan_sha256 != plan_sha256(*plan.value, job->economy)) {
      faults.error("plan_sha256", plan.value->plan_sha256, "the plan was changed after it was written");
    }
    if (!faults.has_errors()) faults.append(judge_answers(job->economy, *plan.value));
    tell(certify(job->economy, *plan.value), *plan.value, faults);
    return faults.has_errors() ? ExitCode::fault_found : ExitCode::success;
  }

  // What follows from the plan at once, and, where a basis costs little, costs and rivals computed anew.
  Problems judge_answers(const Economy& economy, const Plan& plan) {
    Problems faults = verify_answers(economy, plan);
    if (plan.answers.empty() || economy.products.size() > exact_products) return faults;
    AnswerSettings settings;
    for (const NeedAnswer& answer : plan.answers) settings.needs.push_back(answer.need);
    Plan again = plan;
    const auto device = open_device(DeviceChoice::cpu, 1);
    add_answers(economy, again, settings, *device);
    faults.append(compare_answers(economy, plan, again));
    return faults;
  }

  void tell(const PlanCertificate& certificate, const Plan& plan, const Problems& faults) {
    if (console.json()) {
      console.result({{"holds", !faults.has_errors()},
                      {"status", std::string(to_string(plan.status))},
                      {"certificate", to_json(certificate)},
                      {"faults", to_json(faults)}});
    } else {
      std::string text = faults_text(faults);
      text += executability_in_words(certificate) + "\n" + gap_in_words(certificate) + "\n";
      text += fmt::format("objective {:.12g}  proven bound {:.12g}  gap {:.2g}\n", certificate.objective,
                          certificate.safe_bound, certificate.safe_gap);
      text += outcome_text("plan", plan.status, faults);
      console.result(text);
    }
    if (faults.has_errors()) {
      console.suggest("planwerk plan {} -o {}", problem_path, answer_path);
    } else {
      console.suggest("planwerk report {} --job {} -o report.html", answer_path, problem_path);
    }
  }

  ExitCode judge_solution() {
    const auto lp = read_lp_or_tell(problem_path, console);
    if (!lp) return ExitCode::bad_input;
    InputFile file(answer_path);
    std::istream stream(&file);
    const auto answer = read_solution(*lp, stream);
    console.problems(answer.problems);
    if (!answer.ok()) return ExitCode::bad_input;
    const SolutionVerdict verdict = verify_solution(*lp, *answer.value, tolerance);
    if (console.json()) {
      console.result(to_json(answer.value->status, verdict));
    } else {
      console.result(faults_text(verdict.problems) + to_text(*lp, answer.value->status, verdict) +
                     outcome_text("solution", answer.value->status, verdict.problems));
    }
    console.suggest("planwerk solve {} --tolerance 1e-8 -o {}   a more accurate one", problem_path, answer_path);
    return verdict.holds() ? ExitCode::success : ExitCode::fault_found;
  }

  static std::string faults_text(const Problems& faults) {
    std::string text;
    for (const Problem& fault : faults.kept()) text += "fault: " + to_string(fault) + "\n";
    return text;
  }

  static std::string outcome_text(const char* what, Status status, const Problems& faults) {
    return faults.has_errors() ? fmt::format("the {} does not hold: {}\n", what, counted(faults.error_count(), "fault"))
                               : fmt::format("the {} holds: {}\n", what, to_string(status));
  }
};

}  // namespace

void add_verify(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<VerifyCommand>();
  CLI::App* command = app.add_subcommand("verify", "recompute the certificate of a plan or a solution independently");
  command->add_option("PROBLEM", state->problem_path, "job, or linear programme in MPS")->required()->type_name("");
  command->add_option("ANSWER", state->answer_path, "plan of the job, or solution as text")->required()->type_name("");
  command->add_option("--tolerance", state->tolerance, "of solutions: largest residual and gap; default 1e-6")
      ->check(CLI::PositiveNumber);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
