#include "host/answers/dossier/frontier_words.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include <fmt/format.h>

#include "host/plan/report/html.hpp"

namespace planwerk {
namespace {

using Kind = FrontierChange::Kind;

constexpr std::size_t most_gainers = 2;
constexpr double told_rate = 0.1;  // of the largest: who gains less is not named

// Needs that gain (or lose) along the piece that begins at a point.
std::string movers(const Economy& economy, const FrontierSegment& segment, bool gain) {
  std::string text;
  std::size_t told = 0;
  double largest = 0;
  for (const NeedRate& rate : segment.rates) {
    if ((rate.rate > 0) != gain) continue;
    const double size = std::fabs(rate.people_rate);
    largest = std::max(largest, size);
    if (size < told_rate * largest || told == most_gainers) break;
    text += (told++ == 0 ? "" : ", ") + name_or_id(economy.needs[rate.need]);
  }
  return text;
}

std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return '"' + text + '"';
}

}  // namespace

std::string title_of(const Economy& economy, const Frontier& frontier) {
  const bool coverage = frontier.measure != Measure::objective;
  return fmt::format("{} against {}", coverage ? "Coverage" : "What a plan is worth", name_of(economy, frontier.means));
}

std::string value_in_words(const Frontier& frontier, double value) {
  return frontier.measure == Measure::objective ? figure(value) + " h" : percent(value);
}

std::string frontier_in_words(const Economy& economy, const Frontier& frontier) {
  if (frontier.points.empty()) {
    return frontier.status == Status::infeasible ? "No plan keeps all hard demands at once.\n"
                                                 : "The curve could not be told: the solver stopped short.\n";
  }
  const std::string unit = unit_of(economy, frontier.means);
  std::string text;
  switch (frontier.measure) {
    case Measure::worth:
      text = "Covered: the value of what is delivered, of all that is asked for, by the job's ladders and weights.\n";
      break;
    case Measure::mean_coverage:
      text = "Covered: the mean over all needs of all people, each counted alike.\n";
      break;
    case Measure::objective:
      text = "Worth: of what is delivered, in hours of work, less the burden of work; the job's own objective.\n";
      break;
  }
  const double bound = frontier.sign * frontier.present.value_or(0);
  if (frontier.present) text += fmt::format("The job has {}.\n", amount(bound, unit));
  const double rise = frontier.points.back().value - frontier.points.front().value;
  if (frontier.doubt > 1e-6 * std::fabs(rise)) {
    text += fmt::format("Between the points told, the curve lies at most {:.2g} % of its rise higher.\n",
                        100 * frontier.doubt / rise);
  } else {
    text += "Between the points told, the curve is straight.\n";
  }
  const auto missed = static_cast<std::size_t>(std::count_if(
      frontier.points.begin(), frontier.points.end(), [](const FrontierPoint& point) { return !point.executable; }));
  text += missed == 0 ? "Every point is a plan that can be carried out.\n"
                      : fmt::format("Of the {} points, {} can be carried out to the last digit.\n",
                                    frontier.points.size(), frontier.points.size() - missed);
  return text;
}

std::string gain_in_words(const Frontier& frontier, double gain) {
  return frontier.measure == Measure::objective ? figure(gain) + " h" : figure(100 * gain) + " %";
}

std::string change_in_words(const FrontierChange& change, const Glossary& glossary) {
  const std::string name = glossary.name_of(change.id);
  switch (change.kind) {
    case Kind::need_begins:
      return name + " begins to be covered";
    case Kind::need_filled:
      return name + " is covered";
    case Kind::need_falls:
      return name + " gives way";
    case Kind::recipe_begins:
      return name + " starts";
    case Kind::recipe_ends:
      return name + " stops";
    case Kind::bound_reached:
      return name +
             (change.id.starts_with("limit:") || change.id.starts_with("recipe:") ? " is at its limit" : " is used up");
    case Kind::bound_left:
      return name + " has room again";
  }
  return {};
}

std::string point_in_words(const Economy& economy, const Frontier& frontier, std::size_t point,
                           const Glossary& glossary, std::size_t most_changes) {
  std::string text;
  const auto& changes = frontier.changes[point];
  for (std::size_t k = 0; k < std::min(most_changes, changes.size()); ++k) {
    text += (k == 0 ? "" : ", ") + change_in_words(changes[k], glossary);
  }
  if (point >= frontier.segments.size()) return text;
  const std::string gain = movers(economy, frontier.segments[point], true);
  const std::string lose = movers(economy, frontier.segments[point], false);
  if (!gain.empty()) text += (text.empty() ? "" : "; ") + ("then more of " + gain);
  if (!lose.empty()) text += (text.empty() ? "" : "; ") + ("less of " + lose);
  return text;
}

std::vector<std::size_t> telling_points(const Frontier& frontier, std::size_t at_most) {
  const auto& points = frontier.points;
  std::vector<std::size_t> told{0, points.size() - 1};
  while (told.size() < std::min(at_most, points.size())) {
    std::size_t farthest = 0, place = 0;
    double distance = -1;
    for (std::size_t k = 0; k + 1 < told.size(); ++k) {
      const FrontierPoint &a = points[told[k]], &b = points[told[k + 1]];
      for (std::size_t p = told[k] + 1; p < told[k + 1]; ++p) {
        const double share = (points[p].means - a.means) / (b.means - a.means);
        const double above = points[p].value - (a.value + share * (b.value - a.value));
        if (above <= distance) continue;
        distance = above;
        farthest = p;
        place = k + 1;
      }
    }
    told.insert(told.begin() + static_cast<std::ptrdiff_t>(place), farthest);
  }
  return told;
}

double readable_step(const Frontier& frontier) {
  const double means = frontier.points.back().means - frontier.points.front().means;
  return means > 0 ? std::pow(10, std::round(std::log10(means / 30))) : 1;
}

std::string frontier_text(const Economy& economy, const Frontier& frontier, const FrontierText& settings) {
  const Glossary glossary(economy);
  const std::string unit = unit_of(economy, frontier.means);
  std::string text = title_of(economy, frontier) + "\n\n" + frontier_in_words(economy, frontier) + "\n";
  if (frontier.points.empty()) return text;
  const std::vector<std::size_t> told = telling_points(frontier, settings.longest_list);
  const bool coverage = frontier.measure != Measure::objective;
  const double step = readable_step(frontier);
  text += fmt::format("{:>14}  {:>10}  {:>13}  {:>12}\n", frontier.sign > 0 ? "at most" : "at least",
                      coverage ? "covered" : "worth", "gained by", "hours");
  text += fmt::format("{:>14}  {:>10}  {:>13}  {:>12}  {}\n", shortened(unit, 14), "",
                      shortened(amount(step, unit), 13), "of work", "what changes there");
  for (const std::size_t k : told) {
    const FrontierPoint& point = frontier.points[k];
    const std::string gained =
        k < frontier.segments.size() ? gain_in_words(frontier, step * frontier.segments[k].slope) : "";
    text += fmt::format("{:>14}  {:>10}  {:>13}  {:>12}", figure(frontier.sign * point.means),
                        value_in_words(frontier, point.value), gained, figure(point.hours));
    const std::string what = shortened(point_in_words(economy, frontier, k, glossary), 61);
    text += (what.empty() ? "" : "  " + what) + "\n";
  }
  if (told.size() < frontier.points.size()) {
    text += fmt::format("\n{} points in all; told are those that show its shape best.\n", frontier.points.size());
  }
  return text;
}

std::string frontier_csv(const Economy& economy, const Frontier& frontier) {
  const Glossary glossary(economy);
  std::string text = "means,value,worth,mean_coverage,hours,burden,slope,executable,changes\n";
  for (std::size_t k = 0; k < frontier.points.size(); ++k) {
    const FrontierPoint& point = frontier.points[k];
    const double slope = k < frontier.segments.size() ? frontier.segments[k].slope : 0;
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", frontier.sign * point.means, point.value, point.worth,
                        point.mean_coverage, point.hours, point.burden, slope, point.executable ? 1 : 0,
                        quoted(point_in_words(economy, frontier, k, glossary, 8)));
  }
  return text;
}

}  // namespace planwerk
