#include <chrono>
#include <memory>

#include <fmt/chrono.h>

#include "tools/planwerk/console.hpp"
#include "tools/planwerk_service/account_store.hpp"
#include "tools/planwerk_service/commands.hpp"

namespace planwerk::cli {
namespace {

constexpr double day_ms = 8.64e7;

service::UnixMillis now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string day_text(service::UnixMillis time) {
  return time == 0 ? "never" : fmt::format("{:%Y-%m-%d}", fmt::localtime(static_cast<std::time_t>(time / 1000)));
}

struct TokensCommand {
  Console console;
  AccountStore store;
  std::string user;
  std::string issue;
  std::string revoke;
  double days = 365;

  ExitCode run() {
    service::Accounts& accounts = store.open();
    if (!accounts.find_user(user)) {
      console.error("no user " + user);
      console.suggest("planwerk users {}", user);
      return ExitCode::bad_input;
    }
    if (!issue.empty()) return issue_token(accounts);
    if (!revoke.empty()) accounts.revoke_token(user, revoke);
    return list(accounts);
  }

  ExitCode issue_token(service::Accounts& accounts) {
    const service::UnixMillis expires = days > 0 ? now_ms() + static_cast<service::UnixMillis>(days * day_ms) : 0;
    const std::string token = accounts.issue_token(user, issue, expires);
    accounts.audit("(folder)", "token", "", "done");
    if (console.json()) {
      console.result(
          nlohmann::ordered_json{{"user", user}, {"name", issue}, {"token", token}, {"expires_ms", expires}});
    } else {
      console.result(token);
    }
    console.suggest("export PLANWERK_TOKEN=...   it is not shown again");
    return ExitCode::success;
  }

  ExitCode list(const service::Accounts& accounts) {
    std::string text = fmt::format("{:<30}  {:<10}  {:<10}\n", "token", "issued", "expires");
    auto entries = nlohmann::ordered_json::array();
    for (const service::TokenInfo& token : accounts.tokens(user)) {
      entries.push_back({{"name", token.name}, {"created_ms", token.created}, {"expires_ms", token.expires}});
      text += fmt::format("{:<30}  {:<10}  {:<10}\n", token.name, day_text(token.created), day_text(token.expires));
    }
    if (console.json()) {
      console.result(nlohmann::ordered_json{{"user", user}, {"tokens", entries}});
    } else {
      console.result(entries.empty() ? "no tokens" : text);
    }
    console.suggest("planwerk tokens {} --issue NAME", user);
    return ExitCode::success;
  }
};

}  // namespace

void add_tokens(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<TokensCommand>();
  CLI::App* command = app.add_subcommand("tokens", "issue, list and revoke API tokens of a service that does not run");
  command->add_option("USER", state->user, "whose")->required()->type_name("");
  CLI::Option* issue =
      command->add_option("--issue", state->issue, "a new token, called so; printed once")->type_name("NAME");
  command->add_option("--revoke", state->revoke, "the token called so does not count any more")
      ->type_name("NAME")
      ->excludes(issue);
  command->add_option("--days", state->days, "that a new token counts; 0: for ever")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  state->store.add_flag(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
