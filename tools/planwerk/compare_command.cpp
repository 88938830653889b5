#include <filesystem>
#include <memory>

#include "host/answers/dossier/comparison.hpp"
#include "host/answers/dossier/comparison_words.hpp"
#include "host/codec/output_file.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

Json figures_json(const Figures& figures) {
  Json list = Json::array();
  for (const auto& value : figures) list.push_back(value ? finite_or_null(*value) : Json());
  return list;
}

Json things_json(const std::vector<ComparedThing>& things) {
  Json list = Json::array();
  for (const ComparedThing& thing : things) {
    list.push_back({{"id", thing.id},
                    {"name", thing.name},
                    {"unit", thing.unit},
                    {"used", figures_json(thing.used)},
                    {"bound", figures_json(thing.bound)}});
  }
  return list;
}

Json reasons_json(const std::vector<JobDifference>& differences) {
  Json list = Json::array();
  for (const JobDifference& entry : differences) {
    list.push_back(
        {{"path", entry.path}, {"before", entry.before}, {"after", entry.after}, {"relative", entry.change}});
  }
  return list;
}

Json comparison_json(const Comparison& comparison) {
  Json needs = Json::array(), cohorts = Json::array(), reasons = Json::array();
  for (const ComparedNeed& need : comparison.needs) {
    needs.push_back({{"id", need.id},
                     {"cohort", need.cohort},
                     {"people", figures_json(need.people)},
                     {"coverage", figures_json(need.coverage)},
                     {"change", figures_json(need.change)}});
  }
  for (const ComparedCohort& cohort : comparison.cohorts) {
    cohorts.push_back({{"id", cohort.id},
                       {"people", figures_json(cohort.people)},
                       {"mean_coverage", figures_json(cohort.mean_coverage)},
                       {"people_change", figures_json(cohort.people_change)}});
  }
  Json tiers = Json::array();
  for (const ComparedResult& result : comparison.tiers) {
    tiers.push_back({{"id", result.id}, {"name", result.name}, {"values", figures_json(result.values)}});
  }
  for (const auto& differences : comparison.reasons) reasons.push_back(reasons_json(differences));
  return {{"plans", comparison.labels},
          {"worth", figures_json(comparison.worth)},
          {"mean_coverage", figures_json(comparison.mean_coverage)},
          {"hours", figures_json(comparison.hours)},
          {"burden", figures_json(comparison.burden)},
          {"objective", figures_json(comparison.objective)},
          {"tiers", tiers},
          {"needs", needs},
          {"cohorts", cohorts},
          {"labour", things_json(comparison.labour_kinds)},
          {"offers", things_json(comparison.offers)},
          {"capacities", things_json(comparison.capacities)},
          {"limits", things_json(comparison.limits)},
          {"stocks", things_json(comparison.stocks)},
          {"products", things_json(comparison.products)},
          {"recipes", things_json(comparison.recipes)},
          {"reasons", reasons}};
}

struct CompareCommand {
  Console console;
  std::vector<std::string> plan_paths, job_paths;
  std::string output_path;

  ExitCode run() {
    if (plan_paths.size() < 2 || (job_paths.size() != 1 && job_paths.size() != plan_paths.size())) {
      console.error(fmt::format("{} plans and {} jobs: two plans or more, and one job for all or one for each",
                                plan_paths.size(), job_paths.size()));
      return ExitCode::bad_input;
    }
    std::vector<Job> jobs;
    for (const std::string& path : job_paths) {
      auto job = read_job_or_tell(path, console);
      if (!job) return ExitCode::bad_input;
      jobs.push_back(std::move(*job));
    }
    std::vector<Plan> plans;
    for (std::size_t k = 0; k < plan_paths.size(); ++k) {
      auto plan = read_plan_or_tell(plan_paths[k], jobs[jobs.size() == 1 ? 0 : k], console);
      if (!plan) return ExitCode::bad_input;
      plans.push_back(std::move(*plan));
    }
    std::vector<ComparedPlan> sides;
    for (std::size_t k = 0; k < plans.size(); ++k) {
      sides.push_back({label_of(k), &jobs[jobs.size() == 1 ? 0 : k].economy, &plans[k]});
    }
    tell(compare_plans(sides));
    return ExitCode::success;
  }

  // The file's name without its ending; where others have the same, the whole path.
  std::string label_of(std::size_t k) const {
    const auto stem = [](const std::string& path) { return std::filesystem::path(path).stem().string(); };
    for (std::size_t other = 0; other < plan_paths.size(); ++other) {
      if (other != k && stem(plan_paths[other]) == stem(plan_paths[k])) return plan_paths[k];
    }
    return stem(plan_paths[k]);
  }

  void tell(const Comparison& comparison) {
    if (!output_path.empty()) {
      OutputFile file(output_path);
      file.write(comparison_page(comparison));
      file.commit();
    }
    if (console.json()) console.result(comparison_json(comparison));
    if (!console.json()) console.result(comparison_text(comparison));
    if (output_path.empty()) console.suggest("the same command with -o dossier.html writes a page with a picture");
  }
};

}  // namespace

void add_compare(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<CompareCommand>();
  CLI::App* command = app.add_subcommand(
      "compare", "plans side by side: who gains, who loses, what is used, and what differs in the jobs");
  command->add_option("PLAN", state->plan_paths, "plans; the others are compared with the first")
      ->required()
      ->type_name("");
  command->add_option("--job", state->job_paths, "the job of all plans, or --job once for each, in their order")
      ->required()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE");
  command->add_option("-o,--output", state->output_path, "write the dossier as one HTML file")
      ->check(writable_file())
      ->type_name("FILE");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
