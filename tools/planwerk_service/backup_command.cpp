#include <memory>
#include <string>

#include <fmt/format.h>

#include "host/service/store/job_store.hpp"
#include "tools/planwerk/console.hpp"
#include "tools/planwerk_service/commands.hpp"

namespace planwerk::cli {
namespace {

struct BackupCommand {
  Console console;
  std::string folder = "planwerk-data";
  std::string target;

  ExitCode run() {
    try {
      service::JobStore::back_up(folder, target, service::real_file_system());
    } catch (const service::StoreError& error) {
      console.error(error.what());
      const bool mistaken =
          error.kind() == service::StoreError::Kind::conflict || error.kind() == service::StoreError::Kind::not_found;
      return mistaken ? ExitCode::bad_input : ExitCode::internal_failure;
    }
    return list_faults();
  }

  // A copy that nobody has looked at is none.
  ExitCode list_faults() {
    const auto faults = service::JobStore({target, {}}, service::real_file_system()).check();
    for (const std::string& fault : faults) console.error(fault);
    if (console.json()) {
      console.result(nlohmann::ordered_json{{"folder", target}, {"faults", faults}});
    } else {
      console.result(fmt::format("{}: {}", target, faults.empty() ? "complete" : "damaged"));
    }
    console.suggest("planwerk serve --folder {}", target);
    return faults.empty() ? ExitCode::success : ExitCode::fault_found;
  }
};

}  // namespace

void add_backup(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<BackupCommand>();
  CLI::App* command = app.add_subcommand("backup", "copy a service's store while it runs, and check the copy");
  command->add_option("TARGET", state->target, "folder to be made: a store of its own")->required()->type_name("");
  command->add_option("--folder", state->folder, "of the service's store")
      ->envname("PLANWERK_FOLDER")
      ->capture_default_str()
      ->type_name("FOLDER");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
