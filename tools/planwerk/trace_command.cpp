#include <map>
#include <memory>

#include "host/answers/trace/trace_text.hpp"
#include "host/plan/report/words.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/find_id.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/trace_json.hpp"

namespace planwerk::cli {
namespace {

struct TraceCommand {
  Console console;
  std::string job_path;
  std::string plan_path;
  std::string product_id;
  std::string recipe_id;
  std::string need_id;
  bool cycles = false;
  Allocation allocation = Allocation::value;

  ExitCode run() {
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    const auto plan = read_plan_or_tell(plan_path, *job, console);
    if (!plan) return ExitCode::bad_input;
    const FlowNetwork network(job->economy, *plan, allocation);
    const ExitCode code = answer(network);
    if (code == ExitCode::success && !cycles) console.suggest("planwerk trace {} {} --cycles", job_path, plan_path);
    return code;
  }

  ExitCode answer(const FlowNetwork& network) {
    const Economy& economy = network.economy();
    if (cycles) return tell_cycles(network);
    if (!product_id.empty()) {
      const Index product = find_id("product", economy.products, product_id, console);
      return product == no_index ? ExitCode::bad_input : tell_requirements(network, product);
    }
    if (!recipe_id.empty()) {
      const Index recipe = find_id("recipe", economy.recipes, recipe_id, console);
      return recipe == no_index ? ExitCode::bad_input : tell_uses(network, recipe);
    }
    const Index need = find_id("need", economy.needs, need_id, console);
    return need == no_index ? ExitCode::bad_input : tell_footprint(network, need);
  }

  ExitCode tell_cycles(const FlowNetwork& network) {
    const auto found = cycles_of(network);
    tell(to_json(network.economy(), found), cycles_text(network, found));
    return ExitCode::success;
  }

  ExitCode tell_requirements(const FlowNetwork& network, Index product) {
    UpstreamRequirements upstream(network);
    if (!upstream.ready()) return tell_unsolved();
    if (upstream.maker(product) == no_index) {
      console.error("this plan makes no " + product_id + ", so that there is nothing upstream of it");
      return ExitCode::bad_input;
    }
    const Requirements requirements = upstream.of(product);
    tell(to_json(network.economy(), requirements), requirements_text(network, requirements, allocation));
    return code_of(requirements.relative_residual);
  }

  ExitCode tell_uses(const FlowNetwork& network, Index recipe) {
    if (network.activity(recipe) <= 0) {
      console.error("the recipe " + recipe_id + " does not run in this plan, so that it serves nobody");
      return ExitCode::bad_input;
    }
    Attribution attribution(network);
    if (!attribution.ready()) return tell_unsolved();
    const Uses uses = attribution.of_recipe(recipe);
    const std::string what =
        name_or_id(network.economy().recipes[recipe]) + " runs " + figure(network.activity(recipe)) + " times";
    nlohmann::ordered_json json = {{"recipe", recipe_id}, {"activity", network.activity(recipe)}};
    json.update(to_json(network.economy(), uses));
    tell(std::move(json), uses_text(network, what, uses, allocation));
    return code_of(uses.relative_residual);
  }

  ExitCode tell_footprint(const FlowNetwork& network, Index need) {
    Attribution attribution(network);
    if (!attribution.ready()) return tell_unsolved();
    const Footprint footprint = attribution.of({Purpose::Kind::need, need});
    tell(to_json(network.economy(), footprint), footprint_text(network, footprint, allocation));
    return code_of(footprint.relative_residual);
  }

  void tell(nlohmann::ordered_json json, const std::string& text) {
    json["allocation"] = allocation == Allocation::value ? "value" : "mass";
    console.json() ? console.result(json) : console.result(text);
  }

  ExitCode tell_unsolved() {
    console.error("part of this plan goes in a circle without any purpose, so that it cannot be traced");
    return ExitCode::stopped_short;
  }

  static ExitCode code_of(double relative_residual) {
    return relative_residual <= exact_residual ? ExitCode::success : ExitCode::stopped_short;
  }
};

}  // namespace

void add_trace(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<TraceCommand>();
  CLI::App* command = app.add_subcommand("trace",
                                         "follow a plan's numbers upstream to what they take, downstream to "
                                         "whom they serve");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("PLAN", state->plan_path, "a plan of the job")->required()->type_name("");
  CLI::Option_group* question = command->add_option_group("question", "exactly one of these");
  question->add_option("--product", state->product_id, "what one unit of the product of this id takes upstream");
  question->add_option("--recipe", state->recipe_id, "whom the recipe of this id serves");
  question->add_option("--need", state->need_id, "the part of the plan that is for the need of this id");
  question->add_flag("--cycles", state->cycles, "products that need each other: gain, and what starts them");
  question->require_option(1);
  const std::map<std::string, Allocation> names = {{"value", Allocation::value}, {"mass", Allocation::mass}};
  command->add_option("--allocation", state->allocation, "how joint products share a recipe: value (default) or mass")
      ->transform(CLI::CheckedTransformer(names, CLI::ignore_case).description("value|mass"));
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
