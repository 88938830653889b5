#include "host/solver/vertex_basis.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "host/solver/basis_volume.hpp"
#include "host/solver/scaled_form.hpp"
#include "kernels/sparse_kernels.hpp"
#include "tests/solver/economies.hpp"
#include "tests/support/dense.hpp"

namespace planwerk {
namespace {

DenseMatrix transposed_dense(const DenseMatrix& a) {
  DenseMatrix t(a.size(), std::vector<double>(a.size()));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < a.size(); ++j) t[j][i] = a[i][j];
  }
  return t;
}

std::vector<double> random_vector(std::size_t size, std::mt19937& random) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> x(size);
  for (double& v : x) v = uniform(random);
  return x;
}

// The unit matrix, some of whose columns have been replaced: by full ones and by ones of three entries in turn, one
// place twice.
class Products : public testing::Test {
 protected:
  static constexpr std::size_t size = 40;

  Products() : matrix_(size, std::vector<double>(size, 0.0)) {
    for (std::size_t i = 0; i < size; ++i) matrix_[i][i] = 1;
    int turn = 0;
    for (const std::size_t place : {3u, 17u, 8u, 30u, 17u, 39u}) replace(place, turn++ % 2 == 0);
  }

  void replace(std::size_t place, bool full) {
    std::vector<double> column(size, 0.0);
    if (full) column = random_vector(size, random_);
    column[place] += 3;
    column[(place + 5) % size] += 0.5;
    column[(place + 11) % size] -= 0.25;
    std::vector<double> solved = solve_dense(matrix_, column);
    for (std::size_t i = 0; i < size; ++i) matrix_[i][place] = column[i];
    product_.append(static_cast<std::int32_t>(place), solved);
  }

  std::mt19937 random_{7};
  DenseMatrix matrix_;
  ProductForm product_;
};

TEST_F(Products, SolveLikeTheMatrixItself) {
  const std::vector<double> rhs = random_vector(size, random_);
  std::vector<double> x = rhs, y = rhs;
  product_.apply(0, product_.size(), x);
  product_.apply_transposed(0, product_.size(), y);
  const std::vector<double> expected = solve_dense(matrix_, rhs);
  const std::vector<double> expected_transposed = solve_dense(transposed_dense(matrix_), rhs);
  for (std::size_t i = 0; i < size; ++i) {
    EXPECT_NEAR(x[i], expected[i], 1e-12);
    EXPECT_NEAR(y[i], expected_transposed[i], 1e-12);
  }
}

TEST_F(Products, OfALaneAreThoseOfAVectorAlone) {
  std::vector<std::vector<double>> sides;
  std::vector<double> block(size * block_lanes), transposed_block;
  for (int l = 0; l < block_lanes; ++l) {
    sides.push_back(random_vector(size, random_));
    for (std::size_t i = 0; i < size; ++i) block[i * block_lanes + l] = sides[l][i];
  }
  transposed_block = block;
  product_.apply<block_lanes>(0, product_.size(), block);
  product_.apply_transposed<block_lanes>(0, product_.size(), transposed_block);
  for (int l = 0; l < block_lanes; ++l) {
    std::vector<double> x = sides[l], y = sides[l];
    product_.apply(0, product_.size(), x);
    product_.apply_transposed(0, product_.size(), y);
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_NEAR(block[i * block_lanes + l], x[i], 1e-14 * (1 + std::fabs(x[i])));
      EXPECT_NEAR(transposed_block[i * block_lanes + l], y[i], 1e-14 * (1 + std::fabs(y[i])));
    }
  }
}

TEST_F(Products, CanBeTakenBack) {
  const std::vector<double> rhs = random_vector(size, random_);
  const std::size_t before = product_.size();
  const std::int64_t entries = product_.entries();
  std::vector<double> expected = rhs, x = rhs;
  product_.apply(0, before, expected);
  replace(21, true);
  replace(22, false);
  product_.take_back();
  product_.take_back();
  product_.apply(0, product_.size(), x);
  EXPECT_EQ(product_.size(), before);
  EXPECT_EQ(product_.entries(), entries);
  EXPECT_EQ(x, expected);
}

// A production economy, large enough that its bases are solved with in steps.
class Bases : public testing::Test {
 protected:
  void SetUp() override {
    const auto all = static_cast<std::size_t>(form().variables());
    weights_.column_logs.assign(static_cast<std::size_t>(form().columns()), 0.0);
    weights_.slack_logs.assign(all - weights_.column_logs.size(), -3.0);
    ASSERT_TRUE(basis_.match(weights_));
  }

  const SlackForm& form() const { return scaled_.form; }

  // The largest element of B x - rhs, and of B'y - rhs.
  double residual(const std::vector<double>& x, std::vector<double> rhs) const {
    for (double& v : rhs) v = -v;
    for (std::int32_t i = 0; i < form().rows(); ++i) form().add_column(basis_.at(i), x[i], rhs);
    return largest(rhs);
  }
  double residual_transposed(const std::vector<double>& y, const std::vector<double>& rhs) const {
    std::vector<double> left(rhs.size());
    for (std::int32_t i = 0; i < form().rows(); ++i) left[i] = form().column_product(basis_.at(i), y) - rhs[i];
    return largest(left);
  }
  static double largest(const std::vector<double>& x) {
    double most = 0;
    for (const double v : x) most = std::max(most, std::fabs(v));
    return most;
  }

  // Brings a few columns in where their pivots are largest.
  void make_pivots(int count) {
    std::vector<char> basic(static_cast<std::size_t>(form().variables()), 0);
    for (const std::int32_t j : basis_.variables()) basic[j] = 1;
    for (std::int32_t j = 0; count > 0 && j < form().columns(); ++j) {
      if (basic[j]) continue;
      std::vector<double> column(static_cast<std::size_t>(form().rows()), 0.0);
      form().add_column(j, 1, column);
      basis_.solve(column);
      std::int32_t place = 0;
      for (std::int32_t i = 0; i < form().rows(); ++i) {
        if (std::fabs(column[i]) > std::fabs(column[place])) place = i;
      }
      basis_.replace(place, j, column);
      --count;
    }
  }

  double weight_of(std::int32_t variable) const {
    return variable < form().columns() ? weights_.column_logs[variable]
                                       : weights_.slack_logs[variable - form().columns()];
  }

  // By how much the volume would grow if one of the heavy columns took the best place for it.
  double largest_gain() {
    std::vector<char> basic(static_cast<std::size_t>(form().variables()), 0);
    for (const std::int32_t j : basis_.variables()) basic[j] = 1;
    double most = 0;
    for (std::int32_t j = 0; j < form().columns(); j += 97) {
      if (basic[j] || form().lower[j] == form().upper[j]) continue;
      std::vector<double> column(static_cast<std::size_t>(form().rows()), 0.0);
      form().add_column(j, 1, column);
      basis_.solve(column);
      for (std::int32_t i = 0; i < form().rows(); ++i) {
        most = std::max(most, std::fabs(column[i]) * std::exp(weight_of(j) - weight_of(basis_.at(i))));
      }
    }
    return most;
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
  ScaledForm scaled_ = scaled_form(production_economy(2000, 3), Scaling::log_prices, *device_);
  DeviceMatrix matrix_ = device_->sparse().upload(scaled_.form.by_rows.span());
  VertexBasis basis_{scaled_.form, matrix_.by_rows, *device_};
  MatchingWeights weights_;
};

TEST_F(Bases, SolveManySidesTogether) {
  ASSERT_GT(basis_.together(), 1u);
  make_pivots(5);
  std::mt19937 random(1);
  std::vector<std::vector<double>> sides;
  for (int k = 0; k < block_lanes + 3; ++k)
    sides.push_back(random_vector(static_cast<std::size_t>(form().rows()), random));
  std::vector<std::vector<double>> x = sides, y = sides;
  basis_.solve_all(x);
  basis_.solve_all_transposed(y, basis_.product().size());
  for (std::size_t k = 0; k < sides.size(); ++k) {
    EXPECT_LT(residual(x[k], sides[k]), 1e-6);
    EXPECT_LT(residual_transposed(y[k], sides[k]), 1e-6);
  }
}

TEST_F(Bases, SolveAsBeforeThePivotsToCome) {
  std::mt19937 random(2);
  std::vector<std::vector<double>> sides;
  for (int k = 0; k < 5; ++k) sides.push_back(random_vector(static_cast<std::size_t>(form().rows()), random));
  make_pivots(3);
  const std::size_t replaced = basis_.product().size();
  std::vector<std::vector<double>> before = sides, after = sides;
  basis_.solve_all_transposed(before, replaced);
  make_pivots(2);
  basis_.solve_all_transposed(after, replaced);
  EXPECT_EQ(before, after);
}

TEST_F(Bases, GainVolume) {
  // Columns that weigh more than the matching knew.
  for (std::int32_t j = 0; j < form().columns(); j += 97) weights_.column_logs[j] = 3;
  const double before = largest_gain();
  ASSERT_TRUE(raise_volume(form(), weights_, basis_));
  EXPECT_TRUE(basis_.product().empty());
  EXPECT_GT(before, 10);
  EXPECT_LT(largest_gain(), 4);  // exchanges go on above 2; those that come later may raise what was refused before
}

// Columns 0 and 1 are nearly the same; a matching by entries alone takes both.
TEST(Volume, TellsDependentColumnsFromIndependentOnes) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  SlackForm form;
  form.by_rows = {2, 3, {0, 3, 5}, {0, 1, 2, 0, 1}, {1, 1, 0.9, 1, 1.0001}};
  form.by_columns = transposed(form.by_rows);
  form.cost.assign(5, 0);
  form.lower.assign(5, 0);
  form.upper.assign(5, 1);
  const DeviceMatrix matrix = device->sparse().upload(form.by_rows.span());
  VertexBasis basis(form, matrix.by_rows, *device);
  const MatchingWeights weights{{0, 0, 0}, {-20, -20}};
  ASSERT_TRUE(basis.match(weights));
  std::vector<std::int32_t> matched = basis.variables();
  std::sort(matched.begin(), matched.end());
  ASSERT_EQ(matched, (std::vector<std::int32_t>{0, 1}));
  ASSERT_TRUE(raise_volume(form, weights, basis));
  std::vector<std::int32_t> chosen = basis.variables();
  std::sort(chosen.begin(), chosen.end());
  EXPECT_EQ(chosen[1], 2);
}

}  // namespace
}  // namespace planwerk
