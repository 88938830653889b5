#include "host/solver/portfolio/vertex_attempts.hpp"

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"

namespace planwerk {
namespace {

// min -x - 2 y  s.t.  x + y <= 4,  x + 3 y <= 6,  x, y >= 0: the optimum is the vertex (3, 1) with duals (-1/2, -1/2).
LinearProgram corner() {
  LinearProgram lp;
  lp.matrix = matrix_from_triplets(2, 2, {{0, 0, 1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 3}});
  lp.objective = {-1, -2};
  lp.row_lower = {-infinity, -infinity};
  lp.row_upper = {4, 6};
  lp.column_lower = {0, 0};
  lp.column_upper = {infinity, infinity};
  return lp;
}

// A first-order method that stands still near the vertex.
class Standing final : public MethodRun {
 public:
  explicit Standing(double error, std::optional<Scaling> scaling = Scaling::log_prices)
      : residuals_{.primal = error}, scaling_(scaling) {}

  std::string name() const override { return "standing"; }
  bool run_to_check(const std::function<bool()>&) override { return true; }
  bool exhausted() const override { return false; }
  const Residuals& residuals() const override { return residuals_; }
  const Residuals& best_residuals() const override { return residuals_; }
  PrimalDual point() const override { return {{2.9999, 1.0001}, {-0.49995, -0.50005}}; }
  PrimalDual best_point() const override { return point(); }
  std::optional<Scaling> vertex_scaling() const override { return scaling_; }
  RayCandidate ray_candidate() override { return {}; }
  std::int64_t iterations() const override { return 0; }
  std::int64_t matrix_products() const override { return 0; }

 private:
  Residuals residuals_;
  std::optional<Scaling> scaling_;
};

TEST(VertexAttempts, AreDueNearAVertexOnly) {
  const VertexAttempts attempts;
  EXPECT_FALSE(attempts.due(Standing(1e-3), 1000));
  EXPECT_TRUE(attempts.due(Standing(1e-4), 1000));
  EXPECT_FALSE(attempts.due(Standing(1e-4, std::nullopt), 1000)) << "no vertex is to be guessed from this method";
}

TEST(VertexAttempts, FindTheExactVertex) {
  const LinearProgram lp = corner();
  const ResidualUnits units;
  const auto device = open_device(DeviceChoice::cpu, 1);
  VertexAttempts attempts;
  const auto point = attempts.attempt(Standing(5e-5), 1000, {lp, units, 1e-9}, *device, {});
  ASSERT_TRUE(point.has_value());
  EXPECT_LE(certify(lp, point->primal, point->dual).kkt(), 1e-12);
  EXPECT_NEAR(point->primal[0], 3, 1e-12);
  EXPECT_GT(attempts.matrix_products(), 0);
}

TEST(VertexAttempts, TakeNoMoreWorkThanIsLeft) {
  LinearProgram lp = corner();
  lp.objective = {-1, -10};  // the optimum is (0, 2), a pivot away
  const ResidualUnits units;
  const auto device = open_device(DeviceChoice::cpu, 1);
  VertexAttempts attempts;
  EXPECT_FALSE(attempts.attempt(Standing(5e-5), 1000, {lp, units, 1e-9, 0}, *device, {}).has_value());
  EXPECT_TRUE(attempts.attempt(Standing(5e-5), 1000, {lp, units, 1e-9}, *device, {}).has_value());
}

TEST(VertexAttempts, ComeAgainWithABetterPointOrMoreWork) {
  const LinearProgram lp = corner();
  const ResidualUnits units;
  const auto device = open_device(DeviceChoice::cpu, 1);
  VertexAttempts attempts;
  attempts.attempt(Standing(5e-5), 1000, {lp, units, 1e-9}, *device, {});
  EXPECT_FALSE(attempts.due(Standing(2e-5), 1900));
  EXPECT_TRUE(attempts.due(Standing(5e-6), 1900));
  EXPECT_TRUE(attempts.due(Standing(2e-5), 2000));
}

TEST(VertexAttempts, OfOthersCountAlike) {
  VertexAttempts attempts;
  EXPECT_EQ(attempts.begin(Standing(5e-5), 1000), 1000) << "as much work as there was before";
  EXPECT_FALSE(attempts.due(Standing(2e-5), 1900));
  EXPECT_TRUE(attempts.due(Standing(5e-6), 1900));
}

}  // namespace
}  // namespace planwerk
