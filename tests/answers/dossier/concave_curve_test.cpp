#include "host/answers/dossier/concave_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace planwerk {
namespace {

// The least of some lines.
struct Roof {
  std::vector<CurvePoint> lines;  // value at 0, slope
  int evaluations = 0;

  std::optional<CurvePoint> operator()(double at) {
    ++evaluations;
    CurvePoint lowest{at, std::numeric_limits<double>::infinity(), 0};
    for (const CurvePoint& line : lines) {
      const double value = line.value + line.slope * at;
      if (value < lowest.value) lowest = {at, value, line.slope};
    }
    return lowest;
  }
};

CurveFunction of(Roof& roof) {
  return [&roof](double at) { return roof(at); };
}

TEST(ConcaveCurve, FindsEveryKinkInFewEvaluations) {
  Roof roof;
  for (int k = 0; k < 20; ++k)
    roof.lines.push_back({0, 0.25 * k * k, 20.0 - k});  // lines k, k + 1 meet at (2k + 1) / 4
  const ConcaveCurve curve = trace_concave(0, 12, of(roof));
  ASSERT_EQ(curve.points.size(), 21u);
  for (int k = 0; k < 19; ++k) EXPECT_NEAR(curve.points[static_cast<std::size_t>(k) + 1].at, (2 * k + 1) / 4.0, 1e-9);
  EXPECT_LE(curve.evaluations, 2 * 19 + 3);
  EXPECT_EQ(curve.evaluations, roof.evaluations);
  EXPECT_LE(curve.doubt, 1e-6);
}

TEST(ConcaveCurve, ALineHasNoKinks) {
  Roof roof{{{0, 3, 2}}};
  const ConcaveCurve curve = trace_concave(-1, 5, of(roof));
  EXPECT_EQ(curve.points.size(), 2u);
  EXPECT_EQ(curve.evaluations, 2);
}

// At no hours at all the price of an hour may be as high as one likes.
TEST(ConcaveCurve, ASteepTangentAtAnEndDoesNoHarm) {
  Roof roof{{{0, 0, 5}, {0, 1, 1}, {0, 3, 0}}};  // kinks at 0.25 and 2
  const ConcaveCurve curve = trace_concave(0, 8, [&](double at) {
    auto point = roof(at);
    if (at == 0) point->slope = 1e12;
    return point;
  });
  ASSERT_EQ(curve.points.size(), 4u);
  EXPECT_NEAR(curve.points[1].at, 0.25, 1e-9);
  EXPECT_NEAR(curve.points[2].at, 2, 1e-9);
}

// A tangent at a kink may have any slope between those of its sides: the kink stays one.
TEST(ConcaveCurve, KinksThatAreMetWithAnySlopeStay) {
  Roof roof{{{0, 0, 3}, {0, 2, 1}, {0, 6, 0}}};  // kinks at 1 and 4
  const ConcaveCurve curve = trace_concave(0, 5, [&](double at) {
    auto point = roof(at);
    if (std::fabs(at - 1) < 1e-9) point->slope = 2;
    if (std::fabs(at - 4) < 1e-9) point->slope = 0.3;
    return point;
  });
  ASSERT_EQ(curve.points.size(), 4u);
  EXPECT_NEAR(curve.points[1].at, 1, 1e-9);
  EXPECT_NEAR(curve.points[2].at, 4, 1e-9);
}

TEST(ConcaveCurve, StoppedShortItSaysHowFarOffItMayBe) {
  const CurveFunction root = [](double at) { return CurvePoint{at, std::sqrt(at), 0.5 / std::sqrt(at)}; };
  for (const int most : {5, 10, 20}) {
    const ConcaveCurve curve = trace_concave(1, 100, root, {.tolerance = 1e-9, .most_points = most});
    EXPECT_EQ(curve.evaluations, most);
    double worst = 0;
    for (std::size_t k = 0; k + 1 < curve.points.size(); ++k) {
      const CurvePoint &a = curve.points[k], &b = curve.points[k + 1];
      for (double t = 0.05; t < 1; t += 0.05) {
        const double at = a.at + t * (b.at - a.at);
        worst = std::max(worst, std::sqrt(at) - (a.value + t * (b.value - a.value)));
      }
    }
    EXPECT_LE(worst, curve.doubt);
    EXPECT_LE(curve.doubt, 8 * worst + 1e-6);
  }
}

TEST(ConcaveCurve, NothingWhereAnEndCannotBeTold) {
  EXPECT_TRUE(trace_concave(0, 1, [](double) { return std::optional<CurvePoint>(); }).points.empty());
}

}  // namespace
}  // namespace planwerk
