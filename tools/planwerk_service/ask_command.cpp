#include <memory>

#include "tools/planwerk_service/answer_text.hpp"
#include "tools/planwerk_service/commands.hpp"
#include "tools/planwerk_service/connection.hpp"

namespace planwerk::cli {
namespace {

struct AskCommand {
  Console console;
  Connection connection;
  v1::ExplainNeedRequest request;
  std::vector<std::string> needs;

  ExitCode run() {
    connection.open();
    auto answers = nlohmann::ordered_json::array();
    std::string text;
    for (const std::string& need : needs) {
      request.set_need(need);
      const v1::NeedAnswer answer = connection.call(&v1::Planner::Stub::ExplainNeed, request);
      answers.push_back(to_json(answer));
      text += (text.empty() ? "" : "\n") + to_text(answer);
    }
    if (console.json()) {
      console.result(nlohmann::ordered_json{{"answers", answers}});
    } else {
      console.result(text);
    }
    suggest();
    return ExitCode::success;
  }

  void suggest() const {
    if (!request.labour()) {
      console.suggest("planwerk ask {} --need {} --labour{}   what it would take of people's work", request.id(),
                      needs.front(), connection.flags_text());
    } else {
      console.suggest("planwerk fetch {} -o plan.json{}", request.id(), connection.flags_text());
    }
  }
};

}  // namespace

void add_ask(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<AskCommand>();
  CLI::App* command = app.add_subcommand("ask", "let a service say why needs of a job that it planned are short");
  command
      ->add_option_function<std::string>(
          "JOB", [state](const std::string& id) { state->request.set_id(id); }, "the job's id")
      ->required()
      ->type_name("");
  command->add_option("--need", state->needs, "a need's id; may be given again")->required()->type_name("ID");
  command->add_flag_callback(
      "--labour", [state] { state->request.set_labour(true); },
      "ask what covering each need fully would take of people's work");
  command->add_flag_callback(
      "--exact", [state] { state->request.set_exact(true); }, "exact answers for plans of any size");
  state->connection.add_flags(*command);
  state->console.add_flags(*command);
  command->callback([state, &result] { result = tell_refusals(state->console, [&] { return state->run(); }); });
}

}  // namespace planwerk::cli
