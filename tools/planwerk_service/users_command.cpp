#include <memory>

#include "tools/planwerk/console.hpp"
#include "tools/planwerk_service/account_store.hpp"
#include "tools/planwerk_service/commands.hpp"

namespace planwerk::cli {
namespace {

using service::User;

nlohmann::ordered_json user_json(const User& user) {
  return {{"id", user.id},
          {"administrator", user.administrator},
          {"jobs_at_once", user.quota.jobs_at_once},
          {"bytes", user.quota.bytes},
          {"device_seconds_per_day", user.quota.device_seconds_per_day}};
}

std::string limit_text(double limit) {
  return limit > 0 ? fmt::format("{:.0f}", limit) : "-";
}

// Without an id: lists all. With one: adds the user, or changes what is given.
struct UsersCommand {
  Console console;
  AccountStore store;
  std::string id;
  std::optional<bool> administrator;
  std::optional<std::int64_t> jobs_at_once;
  std::optional<std::int64_t> bytes;
  std::optional<double> device_seconds;

  ExitCode run() {
    service::Accounts& accounts = store.open();
    if (id.empty()) return list(accounts);
    User user = accounts.find_user(id).value_or(User{id, false, {}});
    user.administrator = administrator.value_or(user.administrator);
    user.quota.jobs_at_once = jobs_at_once.value_or(user.quota.jobs_at_once);
    user.quota.bytes = bytes.value_or(user.quota.bytes);
    user.quota.device_seconds_per_day = device_seconds.value_or(user.quota.device_seconds_per_day);
    accounts.put_user(user);
    accounts.audit("(folder)", "user", "", "done");
    if (console.json()) {
      console.result(user_json(user));
    } else {
      console.result("user " + id + ": kept");
    }
    console.suggest("planwerk tokens {} --issue NAME", id);
    return ExitCode::success;
  }

  ExitCode list(const service::Accounts& accounts) {
    std::string text = fmt::format("{:<20}  {:<13}  {:>12}  {:>15}  {:>15}\n", "user", "administrator", "jobs at once",
                                   "bytes", "seconds a day");
    auto entries = nlohmann::ordered_json::array();
    for (const User& user : accounts.users()) {
      entries.push_back(user_json(user));
      text +=
          fmt::format("{:<20}  {:<13}  {:>12}  {:>15}  {:>15}\n", user.id, user.administrator ? "yes" : "no",
                      limit_text(static_cast<double>(user.quota.jobs_at_once)),
                      limit_text(static_cast<double>(user.quota.bytes)), limit_text(user.quota.device_seconds_per_day));
    }
    if (console.json()) {
      console.result(nlohmann::ordered_json{{"users", entries}});
    } else {
      console.result(entries.empty() ? "no users" : text);
    }
    console.suggest("planwerk users NAME   to add one");
    return ExitCode::success;
  }
};

}  // namespace

void add_users(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<UsersCommand>();
  CLI::App* command = app.add_subcommand("users", "list, add and change the users of a service that does not run");
  command->add_option("USER", state->id, "1 to 64 of a-z, 0-9, '-', '_'; none: list all")->type_name("");
  command->add_option("--administrator", state->administrator, "true or false");
  command->add_option("--jobs-at-once", state->jobs_at_once, "0: unlimited")->check(CLI::NonNegativeNumber);
  command->add_option("--bytes", state->bytes, "stored, such as 10GiB; 0: unlimited")
      ->transform(CLI::AsSizeValue(false));
  command->add_option("--device-seconds", state->device_seconds, "of solving within 24 hours; 0: unlimited")
      ->check(CLI::NonNegativeNumber);
  state->store.add_flag(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
