#include <cstdlib>
#include <memory>

#include "host/answers/dossier/alternatives.hpp"
#include "host/answers/dossier/alternatives_words.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/find_id.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr double alternatives_tolerance = 1e-9;

Json alternatives_json(const AlternativePlan& other) {
  Json shifts = Json::array(), swaps = Json::array();
  for (const Shift& shift : other.shifts) {
    shifts.push_back({{"id", shift.id}, {"from", shift.from}, {"to", shift.to}, {"worth", shift.worth}});
  }
  for (const Swap& swap : other.swaps) {
    swaps.push_back({{"of", swap.of}, {"less", swap.less}, {"more", swap.more}, {"worth", swap.worth}});
  }
  return {{"difference", other.difference},
          {"nearest", other.nearest},
          {"loss", other.loss},
          {"worst_loss_of_coverage", other.worst_loss},
          {"objective", finite_or_null(other.plan.certificate.objective)},
          {"executable", other.plan.certificate.executable()},
          {"gap", finite_or_null(other.plan.certificate.safe_gap)},
          {"swaps", swaps},
          {"shifts", shifts}};
}

Json alternatives_json(const QuantityRange& range) {
  return {{"status", std::string(to_string(range.status))},
          {"present", range.present},
          {"least", range.least},
          {"greatest", range.greatest}};
}

struct AlternativesCommand {
  Console console;
  SolveFlags flags;
  std::string job_path, plan_path, prefix;
  std::string recipe_id, need_id, labour_id;
  double slack = 0.01;
  std::optional<double> coverage_slack;
  int count = 3;

  ExitCode run() {
    const auto device = flags.open(console);
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    const auto plan = read_plan_or_tell(plan_path, *job, console);
    if (!plan) return ExitCode::bad_input;
    if (!plan->certificate.executable()) {
      console.error(plan_path + ": this plan cannot be carried out; alternatives need one that can");
      return ExitCode::bad_input;
    }
    const bool range = !recipe_id.empty() || !need_id.empty() || !labour_id.empty();
    return range ? tell_range(job->economy, *plan, *device) : tell_plans(*job, *plan, *device);
  }

  Slack allowed() const { return {slack, coverage_slack.value_or(slack)}; }

  SolveSettings solving() {
    SolveSettings settings = flags.settings(console);
    settings.tolerance = flags.tolerance().value_or(alternatives_tolerance);
    return settings;
  }

  ExitCode tell_plans(const Job& job, const Plan& plan, Device& device) {
    AlternativeSettings settings;
    settings.slack = allowed();
    settings.count = count;
    settings.solve = solving();
    Alternatives found = alternatives(job.economy, plan, settings, device);
    console.end_progress();
    if (!prefix.empty() && !write(job, found)) return ExitCode::bad_input;
    if (console.json()) {
      Json plans = Json::array();
      for (const AlternativePlan& other : found.plans) plans.push_back(alternatives_json(other));
      console.result({{"status", std::string(to_string(found.status))}, {"solves", found.solves}, {"plans", plans}});
    } else {
      console.result(alternatives_text(job.economy, found, settings.slack));
    }
    if (prefix.empty() && !found.plans.empty()) {
      console.suggest("planwerk alternatives {} {} -o other-   keeps them as other-1.json, other-2.json, ...", job_path,
                      plan_path);
    }
    return found.plans.empty() ? exit_code_of(found.status) : ExitCode::success;
  }

  bool write(const Job& job, Alternatives& found) {
    const std::string digest = job_sha256(job);
    for (std::size_t k = 0; k < found.plans.size(); ++k) {
      found.plans[k].plan.job_sha256 = digest;
      const Problems problems = write_plan(found.plans[k].plan, job.economy, prefix + std::to_string(k + 1) + ".json");
      console.problems(problems);
      if (problems.has_errors()) return false;
    }
    return true;
  }

  ExitCode tell_range(const Economy& economy, const Plan& plan, Device& device) {
    Quantity quantity;
    if (!recipe_id.empty()) {
      quantity = {Quantity::Kind::recipe, find_id("recipe", economy.recipes, recipe_id, console)};
    } else if (!need_id.empty()) {
      quantity = {Quantity::Kind::need, find_id("need", economy.needs, need_id, console)};
    } else {
      quantity = {Quantity::Kind::labour_kind, find_id("kind of work", economy.labour_kinds, labour_id, console)};
    }
    if (quantity.index == no_index) return ExitCode::bad_input;
    const QuantityRange range = range_of(economy, plan, quantity, allowed(), solving(), device);
    console.end_progress();
    if (console.json()) console.result(alternatives_json(range));
    if (!console.json()) console.result(range_in_words(economy, quantity, range));
    return exit_code_of(range.status);
  }
};

// "1%" is written as 0.01; whatever else stays for the option to judge.
std::string from_percent(std::string& text) {
  if (!text.ends_with('%')) return {};
  char* end = nullptr;
  const double percent = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || end + 1 != text.c_str() + text.size()) return "no share: " + text;
  text = fmt::format("{}", percent / 100);
  return {};
}

}  // namespace

void add_alternatives(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<AlternativesCommand>();
  CLI::App* command =
      app.add_subcommand("alternatives", "other plans that are nearly as good, and how far a quantity can move");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("PLAN", state->plan_path, "a plan of it that can be carried out")->required()->type_name("");
  const auto share = [](CLI::Option* option) {
    option->transform(CLI::Validator(from_percent, "SHARE"))->check(CLI::Range(0.0, 1.0))->type_name("SHARE");
  };
  share(command->add_option("--slack", state->slack, "how much worse the objective may be, such as 1% (default)"));
  share(command->add_option("--coverage-slack", state->coverage_slack,
                            "by how many points of coverage any need may lose; default: as --slack"));
  command->add_option("--count", state->count, "how many plans; default 3")->check(CLI::Range(1, 1000));
  auto* recipe = command->add_option("--recipe", state->recipe_id, "only: least and greatest activity of this recipe");
  auto* need = command->add_option("--need", state->need_id, "only: least and greatest coverage of this need");
  auto* labour = command->add_option("--labour", state->labour_id, "only: least and most hours of this kind of work");
  recipe->excludes(need)->excludes(labour);
  need->excludes(labour);
  command->add_option("-o,--output", state->prefix, "write the plans: PREFIX1.json, PREFIX2.json, ...")
      ->type_name("PREFIX");
  state->flags.add_to(*command, state->console, "of each solve, norm-wise; default 1e-9");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
