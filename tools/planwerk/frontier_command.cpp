#include <algorithm>
#include <memory>

#include "host/answers/dossier/frontier.hpp"
#include "host/answers/dossier/frontier_words.hpp"
#include "host/codec/output_file.hpp"
#include "tools/planwerk/commands.hpp"
#include "tools/planwerk/find_id.hpp"
#include "tools/planwerk/job_input.hpp"
#include "tools/planwerk/output_path.hpp"
#include "tools/planwerk/solve_flags.hpp"

namespace planwerk::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr double frontier_tolerance = 1e-9;

const char* kind_of(FrontierChange::Kind kind) {
  switch (kind) {
    case FrontierChange::Kind::need_begins:
      return "need_begins";
    case FrontierChange::Kind::need_filled:
      return "need_filled";
    case FrontierChange::Kind::need_falls:
      return "need_falls";
    case FrontierChange::Kind::recipe_begins:
      return "recipe_begins";
    case FrontierChange::Kind::recipe_ends:
      return "recipe_ends";
    case FrontierChange::Kind::bound_reached:
      return "bound_reached";
    case FrontierChange::Kind::bound_left:
      return "bound_left";
  }
  return "";
}

Json point_json(const Frontier& frontier, std::size_t k) {
  const FrontierPoint& point = frontier.points[k];
  Json changes = Json::array();
  for (const FrontierChange& change : frontier.changes[k]) {
    changes.push_back({{"what", kind_of(change.kind)}, {"id", change.id}, {"size", change.size}});
  }
  return {{"means", frontier.sign * point.means}, {"value", point.value}, {"worth", point.worth},
          {"mean_coverage", point.mean_coverage}, {"hours", point.hours}, {"burden", point.burden},
          {"executable", point.executable},       {"changes", changes}};
}

Json frontier_json(const Economy& economy, const Frontier& frontier) {
  Json points = Json::array(), segments = Json::array();
  for (std::size_t k = 0; k < frontier.points.size(); ++k) points.push_back(point_json(frontier, k));
  for (const FrontierSegment& segment : frontier.segments) {
    Json rates = Json::array();
    for (const NeedRate& rate : segment.rates) {
      rates.push_back({{"need", economy.needs[rate.need].id}, {"rate", rate.rate}, {"people", rate.people_rate}});
    }
    segments.push_back({{"slope", segment.slope}, {"needs", rates}});
  }
  return {{"job", economy.name},
          {"means", name_of(economy, frontier.means)},
          {"unit", unit_of(economy, frontier.means)},
          {"status", std::string(to_string(frontier.status))},
          {"present", frontier.present ? Json(frontier.sign * *frontier.present) : Json()},
          {"doubt", frontier.doubt},
          {"solves", frontier.solves},
          {"points", points},
          {"segments", segments}};
}

struct FrontierCommand {
  Console console;
  SolveFlags flags;
  std::string job_path, output_path;
  std::string labour_id, limit_id, capacity_id, measure = "worth";
  std::optional<double> from, to;
  int points = 200;

  ExitCode run() {
    const auto device = flags.open(console);
    const auto job = read_job_or_tell(job_path, console);
    if (!job) return ExitCode::bad_input;
    const auto means = means_asked_for(job->economy);
    if (!means) return ExitCode::bad_input;
    const Frontier found = frontier(job->economy, *means, settings(), *device);
    console.end_progress();
    if (!output_path.empty() && !found.points.empty()) write(job->economy, found);
    if (console.json()) {
      console.result(frontier_json(job->economy, found));
    } else {
      console.result(frontier_text(job->economy, found));
    }
    if (output_path.empty()) console.suggest("planwerk frontier {} -o curve.html   with a picture", job_path);
    return found.points.empty() ? exit_code_of(found.status) : ExitCode::success;
  }

  FrontierSettings settings() {
    FrontierSettings settings;
    settings.measure = measure == "worth"  ? Measure::worth
                       : measure == "mean" ? Measure::mean_coverage
                                           : Measure::objective;
    settings.from = from;
    settings.to = to;
    settings.curve.most_points = points;
    settings.solve = flags.settings(console);
    settings.solve.tolerance = flags.tolerance().value_or(frontier_tolerance);
    return settings;
  }

  std::optional<Means> means_asked_for(const Economy& economy) {
    const auto found = [](Means::Kind kind, Index index) {
      return index == no_index ? std::nullopt : std::optional(Means{kind, index});
    };
    if (!labour_id.empty()) {
      return found(Means::Kind::labour_kind, find_id("kind of work", economy.labour_kinds, labour_id, console));
    }
    if (!limit_id.empty()) return found(Means::Kind::limit, find_id("limit", economy.limits, limit_id, console));
    if (!capacity_id.empty()) {
      return found(Means::Kind::capacity, find_id("capacity", economy.capacities, capacity_id, console));
    }
    return Means{};
  }

  void write(const Economy& economy, const Frontier& found) const {
    OutputFile file(output_path);
    file.write(output_path.ends_with(".csv")   ? frontier_csv(economy, found)
               : output_path.ends_with(".svg") ? frontier_picture(economy, found)
                                               : frontier_page(economy, found));
    file.commit();
  }
};

}  // namespace

void add_frontier(CLI::App& app, ExitCode& result) {
  auto state = std::make_shared<FrontierCommand>();
  CLI::App* command =
      app.add_subcommand("frontier", "how much can be covered with how much work, plant or of what a limit allows");
  command->add_option("JOB", state->job_path, "job: .textproto, .json, .pb or .pbs")->required()->type_name("");
  auto* labour = command->add_option("--labour", state->labour_id, "against hours of this kind of work; else of all");
  auto* limit = command->add_option("--limit", state->limit_id, "against the bound of this limit");
  auto* capacity = command->add_option("--capacity", state->capacity_id, "against how much there is of this capacity");
  labour->excludes(limit)->excludes(capacity);
  limit->excludes(capacity);
  command
      ->add_option("--measure", state->measure,
                   "worth: coverage by ladders and weights; mean: of all people's needs; objective: the job's own")
      ->check(CLI::IsMember({"worth", "mean", "objective"}));
  command->add_option("--from", state->from, "begin here instead of at the least that any plan takes");
  command->add_option("--to", state->to, "end here instead of where more is of no use");
  command->add_option("--points", state->points, "at most so many solves; default 200")->check(CLI::Range(2, 1000000));
  command->add_option("-o,--output", state->output_path, "write a page, picture or table: .html, .svg or .csv")
      ->check(writable_file())
      ->type_name("FILE");
  state->flags.add_to(*command, state->console, "of each solve, norm-wise; default 1e-9");
  state->console.add_flags(*command);
  command->callback([state, &result] { result = state->run(); });
}

}  // namespace planwerk::cli
