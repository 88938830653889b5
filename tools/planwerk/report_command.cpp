#include <algorithm>
#include <filesystem>
#include <memory>

#include "host/answers/conflict/competition.hpp"
#include "host/answers/dossier/job_differences.hpp"
#include "host/answers/need/need_answers.hpp"
#include "host/answers/trace/cycles.hpp"
#include "host/codec/output_file.hpp"
#include "host/plan/report/html_report.hpp"
#include "host/plan/report/words.hpp"
#include "host/plan/verify.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/find_id.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/report_outlook.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

bool has_point(const Plan& plan) {
  return plan.status != Status::infeasible && plan.status != Status::unbounded;
}

// A word of a command line as a shell takes it.
std::string quoted(const std::string& word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) || std::string_view("_./:=+-,@%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

// A file name out of an id.
std::string file_name(std::string name) {
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_') c = '_';
  }
  return name;
}

struct ReportCommand {
  Console console;
  SolveFlags flags;
  std::string plan_path, job_path, report_path, need_id, pictures_path, other_path, other_job_path;
  std::string language = "en";
  bool labour = false, outlook = false;
  std::optional<Job> job, other_job;
  std::optional<Plan> plan, other_plan;

  ExitCode run() {
    const auto device = flags.open(console);
    job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    plan = read_plan_or_tell(plan_path, *job, console);
    if (!plan || (!other_path.empty() && !read_other())) return ExitCode::bad_input;
    ReportSettings settings;
    settings.language = Language::of(language);
    settings.command = command_line();
    if (!need_id.empty()) {
      settings.need = find_id("need", job->economy.needs, need_id, console);
      if (settings.need == no_index) return ExitCode::bad_input;
    }
    if (has_point(*plan)) {
      plan->certificate = certify(job->economy, *plan);  // what the page calls proved does not rest on the file
      answer(*device);
      settings.competitions = competing_needs();
      settings.loops = loops();
      if (outlook && plan->certificate.executable()) {
        settings.outlook = outlook_of(job->economy, *plan, flags.settings(console), *device);
        console.end_progress();
      }
    }
    if (other_plan) {
      settings.compared = {std::filesystem::path(other_path).filename().string(), &other_economy(), &*other_plan};
      if (other_job) settings.compared.job_differences = job_differences(job->economy, other_job->economy).size();
    }
    write(settings);
    return ExitCode::success;
  }

  bool read_other() {
    if (!other_job_path.empty()) {
      other_job = read_job_or_tell(other_job_path, console);
      if (!other_job) return false;
    }
    other_plan = read_plan_or_tell(other_path, other_job ? *other_job : *job, console);
    if (!other_plan) return false;
    if (has_point(*plan) && has_point(*other_plan)) return true;
    console.error("only plans that can be carried out are compared");
    return false;
  }

  const Economy& other_economy() const { return other_job ? other_job->economy : job->economy; }

  // Why needs are short, where the plan does not bring the answers along.
  void answer(Device& device) {
    if (!plan->answers.empty() && !labour) return;
    AnswerSettings settings;
    settings.labour = labour;
    settings.solve = flags.settings(console);
    settings.exact = job->economy.products.size() <= exact_products;
    settings.needs = worst_short_needs(*plan, most_answers);
    if (!settings.needs.empty()) add_answers(job->economy, *plan, settings, device);
    console.end_progress();
  }

  std::vector<CompetitionGroup> competing_needs() const {
    std::vector<CompetitionGroup> groups;
    for (const Competition& competition : competitions(job->economy, *plan)) {
      if (competition.competitors.size() < 2) continue;
      groups.push_back({competition.id, competition.people, {}});
      for (const Competitor& entry : competition.competitors) {
        groups.back().needs.push_back({entry.need, entry.takes, entry.brings});
      }
    }
    return groups;
  }

  std::vector<ProductionLoop> loops() const {
    std::vector<ProductionLoop> found;
    for (const Cycle& cycle : cycles_of(FlowNetwork(job->economy, *plan, Allocation::value))) {
      found.push_back({cycle.products, cycle.recipes.size(), cycle.gain_lower, cycle.gain_upper, {}});
      for (const Starter& starter : cycle.starters) found.back().starters.push_back(starter.product);
    }
    return found;
  }

  std::string command_line() const {
    std::string text = "planwerk report " + quoted(plan_path) + " --job " + quoted(job_path);
    const auto option = [&](const char* name, const std::string& value) {
      if (!value.empty()) text += std::string(" ") + name + " " + quoted(value);
    };
    option("--need", need_id);
    option("--compare", other_path);
    option("--compare-job", other_job_path);
    if (language != "en") option("--language", language);
    if (labour) text += " --labour";
    if (outlook) text += " --outlook";
    option("--svg", pictures_path);
    option("-o", report_path);
    return text;
  }

  void write(const ReportSettings& settings) {
    write_file(report_path, html_report(job->economy, *plan, settings));
    std::vector<std::string> written{report_path};
    if (!pictures_path.empty()) {
      std::filesystem::create_directories(pictures_path);
      for (const Picture& picture : report_pictures(job->economy, *plan, settings)) {
        written.push_back((std::filesystem::path(pictures_path) / (file_name(picture.name) + ".svg")).string());
        write_file(written.back(), svg_file(picture));
      }
    }
    if (console.json()) {
      console.result({{"written", written}});
    } else {
      console.result("wrote " + report_path +
                     (written.size() > 1 ? fmt::format(" and {} pictures", written.size() - 1) : std::string()));
    }
    console.suggest("open {} in a browser; it needs no network", report_path);
  }

  static void write_file(const std::string& path, const std::string& text) {
    OutputFile file(path);
    file.write(text);
    file.commit();
  }
};

}  // namespace

void add_report(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<ReportCommand>();
  CLI::App* command = app.add_subcommand("report", "write a plan as one HTML file with pictures");
  command->add_option("PLAN", state->plan_path, "plan: .textproto, .json, .pb or .pbs")->required()->type_name("");
  command->add_option("--job", state->job_path, "the job that the plan is for")->required()->type_name("FILE");
  command->add_option("-o,--output", state->report_path, "write the report here")
      ->required()
      ->check(writable_file())
      ->type_name("FILE");
  command->add_option("--need", state->need_id, "show the chain behind the need of this id first")->type_name("ID");
  command->add_option("--language", state->language, "en or de; the page can switch to the other one")
      ->check(CLI::IsMember({"en", "de"}));
  auto* other =
      command->add_option("--compare", state->other_path, "set this plan beside the first")->type_name("PLAN");
  command->add_option("--compare-job", state->other_job_path, "the job of that plan, where it is another one")
      ->needs(other)
      ->type_name("FILE");
  command->add_flag("--labour", state->labour,
                    fmt::format("ask what covering a short need fully would take of people's work, of the {} worst "
                                "covered; explain --need ID --labour asks it of any other",
                                most_answers));
  command->add_flag("--outlook", state->outlook,
                    "add what else could be done: what each need takes, coverage against work, other plans");
  command->add_option("--svg", state->pictures_path, "write each picture as an SVG file into this folder")
      ->type_name("FOLDER");
  state->flags.add_to(*command, state->console, "of the solves that answer questions");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
