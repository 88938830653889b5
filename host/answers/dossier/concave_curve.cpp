#include "host/answers/dossier/concave_curve.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace planwerk {
namespace {

// Tangents that meet so near to an end of their interval say little of what lies between: the slope at the end may be
// any (no hours at all). Then the middle is looked at.
constexpr double near_an_end = 1e-3;
constexpr double least_width = 1e-10;  // of an interval, relative to the whole

double on_line(const CurvePoint& point, double slope, double at) {
  return point.value + slope * (at - point.at);
}

double on_chord(const CurvePoint& left, const CurvePoint& right, double at) {
  return left.value + (right.value - left.value) * (at - left.at) / (right.at - left.at);
}

// Between two neighbouring points: the function lies above the chord and below both tangents.
struct Interval {
  CurvePoint left, right;
  double meeting = 0;  // of the tangents
  double gap = 0;      // of the meeting point to the chord

  Interval(const CurvePoint& l, const CurvePoint& r) : left(l), right(r) {
    const double bend = left.slope - right.slope;
    const double ahead = right.value - left.value - right.slope * (right.at - left.at);  // of the tangent of the right
    meeting = bend > 0 ? left.at + std::clamp(ahead / bend, 0.0, right.at - left.at) : left.at;
    gap = std::max(0.0, on_line(left, left.slope, meeting) - on_chord(left, right, meeting));
    gap = std::min(gap, std::max(0.0, on_line(right, right.slope, meeting) - on_chord(left, right, meeting)));
  }

  double width() const { return right.at - left.at; }
  bool meets_near_an_end() const { return std::min(meeting - left.at, right.at - meeting) < near_an_end * width(); }
};

class Sandwich {
 public:
  Sandwich(const CurveFunction& function, const CurveSettings& settings) : function_(function), settings_(settings) {}

  ConcaveCurve trace(double from, double to) {
    const auto left = evaluate(from), right = evaluate(to);
    if (!left || !right) return std::move(curve_);
    least_gap_ = settings_.tolerance * std::max(std::fabs(right->value - left->value), 1e-12 * std::fabs(left->value));
    least_width_ = least_width * (to - from);
    curve_.points = {*left, *right};
    if (to > from) split_until_closed(*left, *right);
    leave_out_what_lies_on_lines();
    return std::move(curve_);
  }

 private:
  std::optional<CurvePoint> evaluate(double at) {
    ++curve_.evaluations;
    return function_(at);
  }

  bool is_open(const Interval& interval) const { return interval.gap > least_gap_ && interval.width() > least_width_; }

  void split_until_closed(const CurvePoint& left, const CurvePoint& right) {
    add({left, right});
    while (!open_.empty() && curve_.evaluations < settings_.most_points) {
      const auto widest = std::max_element(open_.begin(), open_.end(),
                                           [](const Interval& a, const Interval& b) { return a.gap < b.gap; });
      const Interval interval = *widest;
      open_.erase(widest);
      split(interval);
    }
    for (const Interval& interval : open_) curve_.doubt = std::max(curve_.doubt, interval.gap);
  }

  void add(const Interval& interval) {
    if (is_open(interval)) {
      open_.push_back(interval);
    } else if (interval.width() > least_width_) {
      curve_.doubt = std::max(curve_.doubt, interval.gap);
    }
  }

  void split(const Interval& interval) {
    const bool middle = interval.meets_near_an_end();
    const double at = middle ? 0.5 * (interval.left.at + interval.right.at) : interval.meeting;
    const auto found = evaluate(at);
    if (!found) {
      curve_.doubt = std::max(curve_.doubt, interval.gap);
      return;
    }
    CurvePoint point = *found;
    const auto next = std::upper_bound(curve_.points.begin(), curve_.points.end(), point,
                                       [](const CurvePoint& a, const CurvePoint& b) { return a.at < b.at; });
    curve_.points.insert(next, point);
    const double promised =
        std::min(on_line(interval.left, interval.left.slope, at), on_line(interval.right, interval.right.slope, at));
    if (!middle && promised - point.value <= least_gap_) return;  // a kink: both sides are straight
    add({interval.left, point});
    add({point, interval.right});
  }

  // A point stays where the lines to the last one kept and to the next one bend there.
  void leave_out_what_lies_on_lines() {
    const std::vector<CurvePoint> all = std::move(curve_.points);
    std::vector<CurvePoint>& kept = curve_.points;
    kept.clear();
    for (std::size_t k = 0; k < all.size(); ++k) {
      const bool end = k == 0 || k + 1 == all.size();
      if (end || all[k].value - on_chord(kept.back(), all[k + 1], all[k].at) > least_gap_) kept.push_back(all[k]);
    }
  }

  const CurveFunction& function_;
  const CurveSettings& settings_;
  ConcaveCurve curve_;
  std::vector<Interval> open_;
  double least_gap_ = 0;
  double least_width_ = 0;
};

}  // namespace

ConcaveCurve trace_concave(double from, double to, const CurveFunction& function, const CurveSettings& settings) {
  return Sandwich(function, settings).trace(from, to);
}

}  // namespace planwerk
