#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace planwerk {

// A point of a concave piecewise linear function and a tangent that lies nowhere below the function: at a kink any
// slope between those of its two sides.
struct CurvePoint {
  double at = 0;
  double value = 0;
  double slope = 0;
};

struct CurveSettings {
  double tolerance = 1e-7;  // distance to the function that is left open, relative to its rise between the ends
  int most_points = 200;    // evaluations, ends included
};

struct ConcaveCurve {
  std::vector<CurvePoint> points;  // ends and kinks, left to right; what lies on a line between two others is left out
  double doubt = 0;                // between the points the function lies at most so far above the lines
  int evaluations = 0;
};

// The function's value and slope at a place, or nothing where it cannot be told.
using CurveFunction = std::function<std::optional<CurvePoint>(double at)>;

// All kinks of a concave function between two ends, by the tangents of neighbouring points: where two tangents meet,
// the function either passes through the meeting point, and then it is a kink with straight lines on both sides, or it
// gives a point with a new tangent below. N kinks take at most 2 N + 1 evaluations besides the ends. The widest gap is
// looked at first, so that the curve is a good one wherever it stops. (Eisner & Severance, Mathematical techniques for
// efficient record segmentation in large shared databases, J. ACM 23, 1976; the bound between tangents and chords:
// Rote, The convergence rate of the sandwich algorithm, Computing 48, 1992.)
// Empty where the function cannot be told at an end.
ConcaveCurve trace_concave(double from, double to, const CurveFunction& function, const CurveSettings& settings = {});

}  // namespace planwerk
