#include <memory>

#include "host/codec/job_codec.hpp"
#include "host/model/generator/generate.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk/output_path.hpp"

namespace planwerk::cli {
namespace {

struct GenerateCommand {
  Console console;
  GeneratorSettings settings;
  std::string family = "shortrun";
  std::string job_path;

  ExitCode run() {
    settings.family = family_named(family).value();
    Job job;
    job.economy = generate(settings);
    const Problems problems = write_job(job, job_path);
    console.problems(problems);
    if (problems.has_errors()) return ExitCode::bad_input;
    const Economy& economy = job.economy;
    if (console.json()) {
      console.result({{"written", job_path},
                      {"products", economy.products.size()},
                      {"recipes", economy.recipes.size()},
                      {"needs", economy.needs.size()}});
    } else {
      console.result(fmt::format("wrote {}: {} products, {} recipes, {} needs", job_path, economy.products.size(),
                                 economy.recipes.size(), economy.needs.size()));
    }
    console.suggest("planwerk plan {}", job_path);
    return ExitCode::success;
  }
};

}  // namespace

void add_generate(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<GenerateCommand>();
  CLI::App* command = app.add_subcommand("generate", "make up an economy: the same bytes for the same seed everywhere");
  command->add_option("--goods", state->settings.goods, "goods; resources, emissions and waste come on top")
      ->check(CLI::Range(fewest_goods, most_goods));
  command->add_option("--seed", state->settings.seed, "seed of the random numbers");
  command->add_option("--family", state->family, "longrun, shortrun, joint or degenerate; default shortrun")
      ->check(CLI::IsMember({"longrun", "shortrun", "joint", "degenerate"}));
  command->add_option("-o,--output", state->job_path, "write the job: .textproto, .json, .pb or .pbs")
      ->check(writable_message())
      ->required()
      ->type_name("FILE");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
