#include "tools/planwerk/report_outlook.hpp"

#include <algorithm>
#include <numeric>

#include "host/answers/dossier/alternatives.hpp"
#include "host/answers/dossier/frontier.hpp"
#include "host/answers/dossier/frontier_words.hpp"
#include "host/answers/trace/footprint.hpp"

namespace planwerk::cli {
namespace {

constexpr double outlook_tolerance = 1e-9;  // norm-wise, of each solve
constexpr std::size_t most_bends = 12;      // told
constexpr std::size_t most_turns = 20;      // of a bend
constexpr double outlook_slack = 0.02;      // of plans that are nearly as good
constexpr int most_nearby = 2;

Turn::Kind turn_of(const FrontierChange& change) {
  using Change = FrontierChange::Kind;
  const bool bounded = change.id.starts_with("limit:") || change.id.starts_with("recipe:");
  switch (change.kind) {
    case Change::need_begins:
      return Turn::Kind::begins_covered;
    case Change::need_filled:
      return Turn::Kind::covered;
    case Change::need_falls:
      return Turn::Kind::gives_way;
    case Change::recipe_begins:
      return Turn::Kind::starts;
    case Change::recipe_ends:
      return Turn::Kind::stops;
    case Change::bound_reached:
      return bounded ? Turn::Kind::at_limit : Turn::Kind::used_up;
    case Change::bound_left:
      return Turn::Kind::has_room;
  }
  return Turn::Kind::covered;
}

std::vector<WorkBend> work_bends(const Economy& economy, SolveSettings solve, Device& device) {
  FrontierSettings settings;
  settings.solve = std::move(solve);
  const Frontier found = frontier(economy, Means{}, settings, device);
  if (found.points.size() < 2) return {};
  std::vector<WorkBend> bends;
  for (const std::size_t point : telling_points(found, most_bends)) {
    bends.push_back({found.points[point].means, found.points[point].value, {}});
    for (const FrontierChange& change : found.changes[point]) {
      if (bends.back().turns.size() == most_turns) break;
      bends.back().turns.push_back({turn_of(change), change.id});
    }
    if (point == found.segments.size()) continue;
    for (const NeedRate& gains : found.segments[point].rates) {
      if (gains.rate <= 0) continue;
      bends.back().turns.push_back({Turn::Kind::rises, "need:" + economy.needs[gains.need].id});
      break;  // those who gain most come first
    }
  }
  return bends;
}

std::vector<NearbyPlan> nearby_plans(const Economy& economy, const Plan& plan, SolveSettings solve, Device& device) {
  AlternativeSettings settings;
  settings.slack = {outlook_slack, outlook_slack};
  settings.count = most_nearby;
  settings.solve = std::move(solve);
  std::vector<NearbyPlan> nearby;
  for (const AlternativePlan& other : alternatives(economy, plan, settings, device).plans) {
    nearby.push_back({other.difference, other.loss, other.worst_loss, {}});
    for (const Swap& swap : other.swaps) nearby.back().swaps.push_back({swap.of, swap.less, swap.more});
  }
  return nearby;
}

std::vector<NeedFootprint> footprints(const Economy& economy, const Plan& plan) {
  const FlowNetwork network(economy, plan, Allocation::value);
  Attribution attribution(network);
  if (!attribution.ready()) return {};
  std::vector<NeedFootprint> parts;
  NeedFootprint rest{no_index, 0, std::vector<double>(economy.limits.size(), 0.0)};
  for (const Purpose& purpose : purposes_of(economy)) {
    const Claims claims = attribution.of(purpose).claims;
    const double hours = std::accumulate(claims.labour_kinds.begin(), claims.labour_kinds.end(), 0.0);
    if (purpose.kind == Purpose::Kind::need) {
      parts.push_back({purpose.need, hours, claims.limits});
      continue;
    }
    rest.hours += hours;
    for (std::size_t l = 0; l < rest.limits.size(); ++l) rest.limits[l] += claims.limits[l];
  }
  parts.push_back(std::move(rest));
  std::stable_sort(parts.begin(), parts.end(),
                   [](const NeedFootprint& a, const NeedFootprint& b) { return a.hours > b.hours; });
  return parts;
}

}  // namespace

Outlook outlook_of(const Economy& economy, const Plan& plan, const SolveSettings& solve, Device& device) {
  SolveSettings exact = solve;
  exact.tolerance = outlook_tolerance;
  Outlook outlook;
  outlook.footprints = footprints(economy, plan);
  outlook.work = work_bends(economy, exact, device);
  outlook.nearby = nearby_plans(economy, plan, exact, device);
  outlook.slack = outlook_slack;
  outlook.nearby_sought = true;
  return outlook;
}

}  // namespace planwerk::cli
