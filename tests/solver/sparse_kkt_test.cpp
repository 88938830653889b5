#include "host/solver/interior_point/sparse_kkt.hpp"

#include <cmath>
#include <numeric>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/solver/interior_point/kkt_analysis.hpp"
#include "host/solver/interior_point/refined_solve.hpp"
#include "kernels/dense_kernels.hpp"
#include "kernels/sparse_kernels.hpp"

namespace planwerk {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

struct System {
  SparseMatrix a;
  std::vector<double> column_weights, row_weights, g, r;
};

// Weights over twelve decades; `dense`: the first column has an entry in every row.
System random_system(std::int32_t rows, std::int32_t columns, bool dense, unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&](double from, double to) {
    return from + (to - from) * static_cast<double>(random()) / 4294967296.0;
  };
  std::vector<Triplet> entries;
  for (std::int32_t j = 0; j < columns; ++j)
    for (int k = 0; k < 3; ++k)
      entries.push_back({static_cast<std::int32_t>(random() % static_cast<unsigned>(rows)), j, uniform(-1, 1)});
  for (std::int32_t i = 0; dense && i < rows; ++i) entries.push_back({i, 0, uniform(0.5, 1)});
  System system{matrix_from_triplets(rows, columns, std::move(entries)), {}, {}, {}, {}};
  for (std::int32_t j = 0; j < columns; ++j) {
    system.column_weights.push_back(std::pow(10, uniform(-6, 6)));
    system.g.push_back(uniform(-1, 1));
  }
  for (std::int32_t i = 0; i < rows; ++i) {
    system.row_weights.push_back(1e-8);
    system.r.push_back(uniform(-1, 1));
  }
  return system;
}

std::vector<std::int32_t> first_columns(std::int32_t count) {
  std::vector<std::int32_t> columns(static_cast<std::size_t>(count));
  std::iota(columns.begin(), columns.end(), 0);
  return columns;
}

// Largest residual of [-D^-1 A'; A E] [dx; dy] = [g; r], each equation relative to the largest of its terms.
double relative_residual(const System& s, const std::vector<double>& dx, const std::vector<double>& dy) {
  double worst = 0;
  const auto check = [&worst](double sum, double size) { worst = std::max(worst, std::abs(sum) / size); };
  std::vector<double> at_size(s.g.size(), 0), at_y(s.g.size(), 0);
  for (std::int32_t i = 0; i < s.a.rows; ++i) {
    const double own = s.row_weights[i] * dy[i];
    double sum = own - s.r[i], size = std::abs(own) + std::abs(s.r[i]);
    for (std::int64_t e = s.a.row_offsets[i]; e < s.a.row_offsets[i + 1]; ++e) {
      const std::int32_t j = s.a.column_indices[e];
      sum += s.a.values[e] * dx[j];
      size += std::abs(s.a.values[e] * dx[j]);
      at_y[j] += s.a.values[e] * dy[i];
      at_size[j] += std::abs(s.a.values[e] * dy[i]);
    }
    check(sum, size);
  }
  for (std::size_t j = 0; j < s.g.size(); ++j) {
    const double own = dx[j] / s.column_weights[j];
    check(at_y[j] - own - s.g[j], at_size[j] + std::abs(own) + std::abs(s.g[j]));
  }
  return worst;
}

class SparseKkt : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_sparse_factorization()) GTEST_SKIP() << "no sparse factorisation in this build";
  }
  DeviceMatrix upload(const SparseMatrix& a) { return device_->sparse().upload(a.span()); }
  Vector upload(const std::vector<double>& x) { return Vector(*device_, std::span<const double>(x)); }

  std::unique_ptr<KktSolver> solver_for(const System& system) {
    auto analysis = analyse_sparse_kkt(system.a, 1e15, [this](const std::string& line) { log_ += line + "\n"; });
    matrix_ = upload(system.a);
    return make_sparse_kkt_solver(std::move(analysis), matrix_);
  }
  // dx and dy, one after the other; empty where the solver broke down.
  std::vector<double> solution(KktSolver& solver, const System& system) {
    if (!solver.factorize(upload(system.column_weights), upload(system.row_weights))) return {};
    Vector dx(*device_, system.g.size()), dy(*device_, system.r.size());
    if (!solver.solve(upload(system.g), upload(system.r), 1e-12, dx, dy)) return {};
    std::vector<double> both = dx.to_host();
    const std::vector<double> y = dy.to_host();
    both.insert(both.end(), y.begin(), y.end());
    return both;
  }

  std::unique_ptr<Device> device_ = open_device(DeviceChoice::cpu, 2);
  DeviceMatrix matrix_;
  std::string log_;
};

TEST_F(SparseKkt, EveryChoiceOfKeptColumnsSolvesTheWholeSystem) {
  const System system = random_system(60, 130, false, 1);
  matrix_ = upload(system.a);
  for (const std::int32_t kept : {0, 1, 65, 130}) {
    for (const Ordering ordering : {Ordering::minimum_degree, Ordering::nested_dissection}) {
      if (ordering == Ordering::nested_dissection && !has_nested_dissection()) continue;
      SCOPED_TRACE(kept);
      auto analysis = std::make_unique<SparseKktAnalysis>();
      analysis->matrix = std::make_unique<SparseKktMatrix>(system.a, first_columns(kept));
      analysis->factorization = analyse_sparse(analysis->matrix->pattern(), ordering);
      const auto solver = make_sparse_kkt_solver(std::move(analysis), matrix_);
      const std::vector<double> both = solution(*solver, system);
      ASSERT_EQ(both.size(), 190U);
      EXPECT_LT(relative_residual(system, {both.begin(), both.begin() + 130}, {both.begin() + 130, both.end()}), 1e-6);
      EXPECT_GT(solver->work(), 0);
    }
  }
}

TEST_F(SparseKkt, NewWeightsGiveNewFactors) {
  const System first = random_system(200, 500, false, 2);
  System second = first;
  std::reverse(second.column_weights.begin(), second.column_weights.end());
  const auto solver = solver_for(first);
  const std::vector<double> one = solution(*solver, first);
  const std::vector<double> other = solution(*solver, second);
  EXPECT_NE(one, other);
  EXPECT_LT(relative_residual(second, {other.begin(), other.begin() + 500}, {other.begin() + 500, other.end()}), 1e-6);
}

TEST_F(SparseKkt, TheSameBitsTwice) {
  const System system = random_system(3000, 6000, true, 3);
  const std::vector<double> once = solution(*solver_for(system), system);
  const std::vector<double> again = solution(*solver_for(system), system);
  ASSERT_EQ(once.size(), 9000U);
  EXPECT_EQ(once, again);
}

// A column in 4000 rows would make the normal equations dense: 4000^3 / 3 flops.
TEST_F(SparseKkt, DenseColumnsStayInTheSystem) {
  const System system = random_system(4000, 4100, true, 4);
  const auto analysis = analyse_sparse_kkt(system.a, 1e15, {});
  EXPECT_THAT(analysis->form, testing::Not("normal equations"));
  EXPECT_LT(analysis->factorization->cost().flops, 4e9);
  const auto solver = solver_for(system);
  EXPECT_THAT(log_, HasSubstr("beside 1 columns"));
  EXPECT_THAT(log_, HasSubstr("augmented system"));

  const Vector column_weights = upload(system.column_weights), row_weights = upload(system.row_weights);
  RefinedSolve refined(matrix_, *solver, *device_);
  ASSERT_TRUE(refined.factorize(column_weights, row_weights));
  Vector dx(*device_, system.g.size()), dy(*device_, system.r.size());
  refined.solve(upload(system.g), upload(system.r), 1e-12, dx, dy);
  EXPECT_LT(relative_residual(system, dx.to_host(), dy.to_host()), 1e-10);
}

TEST_F(SparseKkt, AVanishingPivotIsABreakdown) {
  System system = random_system(50, 100, false, 5);
  system.a = matrix_from_triplets(2, 100, {{0, 3, 1.0}});  // the second row is empty
  system.row_weights = {0, 0};
  system.r = {1, 1};
  EXPECT_TRUE(solution(*solver_for(system), system).empty());
  system.row_weights = {0, 1e-8};
  EXPECT_FALSE(solution(*solver_for(system), system).empty());
}

TEST_F(SparseKkt, NumbersThatAreNoneAreABreakdown) {
  System system = random_system(50, 100, false, 6);
  system.column_weights[7] = std::nan("");
  EXPECT_TRUE(solution(*solver_for(system), system).empty());
}

TEST_F(SparseKkt, AnAnalysisOfAnotherMatrixIsRefused) {
  auto analysis = analyse_sparse_kkt(random_system(50, 100, false, 7).a, 1e15, {});
  matrix_ = upload(random_system(50, 100, false, 8).a);
  EXPECT_THROW(make_sparse_kkt_solver(std::move(analysis), matrix_), std::logic_error);
}

TEST_F(SparseKkt, NoRowsAndNoColumns) {
  System system{matrix_from_triplets(0, 3, {}), {1, 2, 3}, {}, {1, 1, 1}, {}};
  EXPECT_THAT(solution(*solver_for(system), system), ElementsAre(DoubleEq(-1), DoubleEq(-2), DoubleEq(-3)));
  system = {matrix_from_triplets(2, 0, {}), {}, {1, 2}, {}, {1, 1}};
  EXPECT_THAT(solution(*solver_for(system), system), ElementsAre(DoubleEq(1), DoubleEq(0.5)));
}

LinearProgram programme_of(const System& system) {
  LinearProgram lp;
  lp.matrix = system.a;
  return lp;
}

TEST_F(SparseKkt, CandidatesAreSortedByCostAndSolveAlike) {
  System system = random_system(2000, 2500, false, 9);
  std::fill(system.column_weights.begin(), system.column_weights.end(), 2);  // well conditioned: answers compare
  std::fill(system.row_weights.begin(), system.row_weights.end(), 1);
  const LinearProgram lp = programme_of(system);
  const auto candidates = kkt_candidates(lp, *device_, [this](const std::string& line) { log_ += line + "\n"; });
  ASSERT_FALSE(candidates.empty());
  EXPECT_THAT(candidates.front().name, HasSubstr("sparse LDL'"));
  EXPECT_THAT(log_, HasSubstr("dense Cholesky: "));
  EXPECT_THAT(log_, HasSubstr("sparse LDL' of the normal equations: "));
  matrix_ = upload(system.a);
  const std::vector<double> reference = solution(*candidates.front().make(matrix_), system);
  for (const KktCandidate& candidate : candidates) {
    EXPECT_GE(candidate.flops, candidates.front().flops);
    const std::vector<double> same = solution(*candidate.make(matrix_), system);  // for the sparse one: once more
    ASSERT_EQ(same.size(), reference.size());
    for (std::size_t i = 0; i < same.size(); ++i) ASSERT_NEAR(same[i], reference[i], 1e-9) << candidate.name;
  }
}

TEST_F(SparseKkt, ASmallDenseProgrammeIsFactorisedDensely) {
  if (!device_->dense().can_factorize()) GTEST_SKIP() << "built without LAPACK";
  const LinearProgram lp = programme_of(random_system(20, 60, true, 10));
  EXPECT_EQ(kkt_candidates(lp, *device_, {}).front().name, "dense Cholesky");
}

}  // namespace
}  // namespace planwerk
