#include <algorithm>
#include <memory>

#include "host/answers/need/cover_questions.hpp"
#include "host/answers/need/need_answers.hpp"
#include "host/answers/need/need_text.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/report/words.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/find_id.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/need_json.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

constexpr double gap_of_an_optimum = 1e-9;

struct ExplainCommand {
  Console console;
  SolveFlags flags;
  std::string job_path;
  std::string plan_path;
  std::vector<std::string> need_ids;
  bool labour = false;
  bool exact = false;

  ExitCode run() {
    const auto device = flags.open(console);
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    auto plan = read_plan_or_tell(plan_path, *job, console);
    if (!plan) return ExitCode::bad_input;
    if (plan->status == Status::infeasible || plan->status == Status::unbounded) {
      console.error("there is no plan to explain: the job has none; `planwerk plan` names what contradicts itself");
      return ExitCode::no_plan;
    }
    AnswerSettings settings;
    settings.labour = labour;
    settings.solve = flags.settings(console);
    settings.exact = exact || job->economy.products.size() <= exact_products;
    for (const std::string& id : need_ids) {
      settings.needs.push_back(find_id("need", job->economy.needs, id, console));
      if (settings.needs.back() == no_index) return ExitCode::bad_input;
    }
    answer(job->economy, *plan, settings, *device);
    tell(job->economy, *plan, settings, *device);
    return ExitCode::success;
  }

  // Exact answers are about an optimum: the plan's own, or one that is sought anew.
  void answer(const Economy& economy, Plan& plan, AnswerSettings settings, Device& device) {
    add_answers(economy, plan, settings, device);
    const bool all_exact = std::all_of(plan.answers.begin(), plan.answers.end(), [](auto& a) { return a.exact; });
    if (!exact || all_exact) return;
    console.error("the plan is not at an optimum; what follows is about one that is planned anew");
    PlanSettings planning;
    planning.solve = settings.solve;
    planning.gap_tolerance = flags.tolerance().value_or(gap_of_an_optimum);
    plan = make_plan(economy, planning, device);
    settings.improve = true;
    add_answers(economy, plan, settings, device);
  }

  void tell(const Economy& economy, const Plan& plan, const AnswerSettings& settings, Device& device) {
    // Whoever asks about single needs is told of the whole shortfall, too, in hours of burden: a solve for each.
    std::optional<CoverQuestions> questions;
    if (!need_ids.empty() && plan.tiers.empty()) questions.emplace(economy, plan, settings.solve, device);
    const Glossary glossary(economy);
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    std::string text;
    for (const NeedAnswer& answer : plan.answers) {
      const bool asks_for_whole = questions && answer.shortfall > 0;
      const auto whole = asks_for_whole ? questions->whole(answer.need) : std::nullopt;
      if (asks_for_whole && !whole) {
        console.error("what all that " + economy.needs[answer.need].id +
                      " lacks would cost was not found within the limits of the search");
      }
      if (console.json()) list.push_back(to_json(economy, plan, answer, whole));
      if (!console.json()) text += (text.empty() ? "" : "\n") + to_text(economy, plan, answer, whole, glossary);
    }
    console.end_progress();
    if (console.json()) {
      console.result({{"answers", list}});
    } else {
      console.result(text.empty() ? "no need is short\n" : text);
    }
    suggest_next(economy, plan);
  }

  void suggest_next(const Economy& economy, const Plan& plan) const {
    if (!labour && !plan.answers.empty()) {
      console.suggest("planwerk explain {} {} --need {} --labour   what it would take of people's work", job_path,
                      plan_path, economy.needs[plan.answers.front().need].id);
    } else {
      console.suggest("planwerk report {} --job {} -o report.html", plan_path, job_path);
    }
  }
};

}  // namespace

void add_explain(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<ExplainCommand>();
  CLI::App* command = app.add_subcommand("explain", "say why needs are short, who would lose, what it would take");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("PLAN", state->plan_path, "plan: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("--need", state->need_ids, "a need's id; may be given again; none: all short needs")
      ->type_name("ID");
  command->add_flag("--labour", state->labour, "ask what covering each need fully would take of people's work");
  command->add_flag("--exact", state->exact, "exact answers for plans of any size, solved anew where it takes that");
  state->flags.add_to(*command, state->console, "gap to the best plan where --exact plans anew; default 1e-9");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
