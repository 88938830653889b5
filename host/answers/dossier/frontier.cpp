#include "host/answers/dossier/frontier.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "host/answers/dossier/frontier_changes.hpp"
#include "host/answers/dossier/frontier_programme.hpp"
#include "host/answers/dossier/programme.hpp"

namespace planwerk {
namespace {

// Hardly any plan makes the least use of the means, and rounding may forbid it: so much above, relative to the width of
// the curve, is where it begins, the first that can be solved.
constexpr double room_at_the_least[] = {1e-7, 1e-5, 1e-3};
constexpr double same_value = 1e-8;  // of the face of optima and the optimum

class Tracer {
 public:
  Tracer(const Economy& economy, const Means& means, const FrontierSettings& settings, Device& device)
      : economy_(economy), settings_(settings), device_(device), programme_(economy, means, settings.measure) {
    result_.means = means;
    result_.measure = settings.measure;
    result_.present = programme_.present();
    result_.sign = programme_.sign();
  }

  Frontier trace() {
    const auto ends = find_ends();
    if (!ends) return std::move(result_);
    CurveSettings curve_settings = settings_.curve;
    const ConcaveCurve curve = trace_concave(
        ends->first, ends->second, [this](double means) { return solve_at(means); }, curve_settings);
    result_.doubt = curve.doubt;
    for (const CurvePoint& point : curve.points) result_.points.push_back(point_at(point));
    result_.segments = segments_of(economy_, result_.points);
    result_.changes = changes_at(economy_, result_.means, result_.points);
    return std::move(result_);
  }

 private:
  // The optimum of a programme; nothing where it was not reached, and then the status says why.
  std::optional<PrimalDual> optimum(const LinearProgram& lp, const PrimalDual& start) {
    Solution solution = solve_near(lp, start, settings_.solve, device_);
    ++result_.solves;
    if (solution.status == Status::optimal) return std::move(solution.point);
    result_.status = solution.status;
    return {};
  }

  // From the least use that any plan makes of the means to the least that gives the most.
  std::optional<std::pair<double, double>> find_ends() {
    const auto least = optimum(programme_.least_use(), {});
    if (!least) return {};
    double from = programme_.means_of(least->primal);
    const auto [lowest, highest] = ends_asked_for();
    double to = highest.value_or(programme_.most());
    if (!std::isfinite(to)) {
      const LinearProgram open = programme_.with(infinity);
      const auto top = optimum(open, *least);
      if (!top) return {};
      const auto leanest = optimum(programme_.with_costs(optimal_face(open, *top), programme_.use()), *top);
      to = programme_.means_of(leanest ? leanest->primal : top->primal);
      result_.status = Status::optimal;
      if (programme_.present()) to = std::max(to, *programme_.present());
    }
    return std::pair{start_near(from, lowest.value_or(-infinity), to), std::max(from, to)};
  }

  double start_near(double least, double lowest, double to) {
    if (lowest > least) return std::min(lowest, to);
    const double width = std::max(0.0, to - least);
    if (std::fabs(least) <= 1e-12 * std::fabs(to)) return std::max(0.0, least);  // nothing has to be used
    for (const double room : room_at_the_least) {
      const Status before = result_.status;
      if (solve_at(least + room * width)) return least + room * width;
      result_.status = before;
    }
    return least;
  }

  // As means: a limit with a lower side only is asked about by that side.
  std::pair<std::optional<double>, std::optional<double>> ends_asked_for() const {
    if (programme_.sign() > 0) return {settings_.from, settings_.to};
    const auto turned = [](std::optional<double> bound) { return bound ? std::optional(-*bound) : bound; };
    return {turned(settings_.to), turned(settings_.from)};
  }

  std::optional<CurvePoint> solve_at(double means) {
    const LinearProgram lp = programme_.with(means);
    std::optional<PrimalDual> found;
    if (const auto known = solved_.find(means); known != solved_.end()) found = known->second;
    if (!found) found = optimum(lp, nearest(means));
    if (!found) return {};
    const CurvePoint point{means, programme_.value_of(value_of(lp, found->primal)), programme_.slope_of(found->dual)};
    solved_.emplace(means, std::move(*found));
    return point;
  }

  PrimalDual nearest(double means) const {
    if (solved_.empty()) return {};
    auto above = solved_.lower_bound(means);
    if (above == solved_.end()) return std::prev(above)->second;
    if (above == solved_.begin()) return above->second;
    const auto below = std::prev(above);
    return means - below->first < above->first - means ? below->second : above->second;
  }

  FrontierPoint point_at(const CurvePoint& curve_point) {
    FrontierPoint point;
    point.means = curve_point.at;
    point.value = curve_point.value;
    point.plan = programme_.plan_at(point.means, of_least_burden(point.means));
    point.executable = point.plan.status == Status::feasible;
    point.worth = worth_of(economy_, point.plan);
    point.mean_coverage = mean_coverage_of(economy_, point.plan);
    for (const LabourResult& kind : point.plan.labour_kinds) point.hours += kind.used;
    for (std::size_t o = 0; o < point.plan.labour.size(); ++o) {
      const auto steps = economy_.steps_of(economy_.labour_offers[o]);
      for (std::size_t s = 0; s < steps.size(); ++s) point.burden += steps[s].burden * point.plan.labour[o][s];
    }
    return point;
  }

  // Of the plans that are as good, one of least burden, with the valuations of the optimum.
  PrimalDual of_least_burden(double means) {
    const PrimalDual& optimum_there = solved_.at(means);
    if (settings_.measure == Measure::objective) return optimum_there;
    const LinearProgram lp = programme_.with(means);
    const LinearProgram face = programme_.with_costs(optimal_face(lp, optimum_there), programme_.burden());
    Solution easiest = solve_near(face, optimum_there, settings_.solve, device_);
    ++result_.solves;
    const double best = value_of(lp, optimum_there.primal);
    const bool as_good = easiest.status == Status::optimal &&
                         value_of(lp, easiest.point.primal) <= best + same_value * std::max(1.0, std::fabs(best));
    return as_good ? PrimalDual{std::move(easiest.point.primal), optimum_there.dual} : optimum_there;
  }

  const Economy& economy_;
  const FrontierSettings& settings_;
  Device& device_;
  FrontierProgramme programme_;
  Frontier result_;
  std::map<double, PrimalDual> solved_;  // by means
};

}  // namespace

Frontier frontier(const Economy& economy, const Means& means, const FrontierSettings& settings, Device& device) {
  return Tracer(economy, means, settings, device).trace();
}

}  // namespace planwerk
