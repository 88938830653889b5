// Presolve on the linear programmes of the data folder: what it leaves, and the way back from the reference's answers
// where those are small enough for it.
#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "host/lp/certificate.hpp"
#include "host/lp/mps_reader.hpp"
#include "host/lp/presolve.hpp"
#include "tests/support/data_folder.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

constexpr std::int64_t largest_presolved = 100'000;  // nonzeros
constexpr std::int64_t largest_solved = 12'000;      // entries of the reference's tableau, without artificial columns

struct Instance {
  std::string name;
  LinearProgram lp;
  double optimum;  // of the minimisation; NaN where the table has none
};

// f(instance) for every programme of a set that is not too large.
template <class F>
void for_each_instance(const std::filesystem::path& folder, F&& f) {
  const bool infeasible = std::filesystem::exists(folder / "index.csv");
  const auto table = read_plain_csv(folder / (infeasible ? "index.csv" : "optima.csv"));
  ASSERT_GT(table.size(), 1u);
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& line = table[i];
    if (std::stoll(line[3]) > largest_presolved) continue;
    auto outcome = read_mps(read_whole_file(folder / (line[0] + ".mps.gz")));
    ASSERT_TRUE(outcome.ok()) << line[0];
    f(Instance{line[0], std::move(*outcome.value), infeasible ? std::nan("") : std::stod(line[8])});
  }
}

void expect_numbers_of(const std::vector<std::int32_t>& left, std::int32_t count, std::int32_t all) {
  EXPECT_EQ(left.size(), static_cast<std::size_t>(count));
  EXPECT_TRUE(std::is_sorted(left.begin(), left.end()));
  EXPECT_EQ(std::adjacent_find(left.begin(), left.end()), left.end());
  EXPECT_TRUE(left.empty() || left.back() < all);
}

void expect_sound(const LinearProgram& lp, const Presolved& presolved) {
  const auto& reduced = presolved.reduced();
  expect_numbers_of(presolved.rows_left(), reduced.rows(), lp.rows());
  expect_numbers_of(presolved.columns_left(), reduced.columns(), lp.columns());
  for (std::int32_t i = 0; i < reduced.rows(); ++i) EXPECT_LE(reduced.row_lower[i], reduced.row_upper[i]);
  for (std::int32_t j = 0; j < reduced.columns(); ++j) EXPECT_LE(reduced.column_lower[j], reduced.column_upper[j]);
  for (const double value : reduced.matrix.values) EXPECT_TRUE(std::isfinite(value) && value != 0);
}

// The reference's answer to what is left, restored, is judged on the programme as given. True if it was small enough.
bool expect_restored_answer(const Instance& instance, const Presolved& presolved) {
  const auto& reduced = presolved.reduced();
  if (std::int64_t{reduced.rows()} * (reduced.rows() + reduced.columns()) > largest_solved) return false;
  const auto answer = reference_solve(reduced);
  if (std::isnan(instance.optimum)) {
    EXPECT_EQ(answer.status, Status::infeasible);
    const auto ray = presolved.restore_infeasibility_ray(answer.ray);
    EXPECT_TRUE(check_infeasibility_ray(instance.lp, ray).proves_infeasible);
    return true;
  }
  EXPECT_EQ(answer.status, Status::optimal);
  const auto point = presolved.restore(answer.point);
  const auto certificate = certify(instance.lp, point.primal, point.dual);
  EXPECT_LT(certificate.kkt_inf(), 1e-9);
  EXPECT_NEAR(certificate.primal_objective, instance.optimum, 1e-6 * (1 + std::fabs(instance.optimum)));
  const auto again = presolved.reduce(point);
  EXPECT_LT(certify(reduced, again.primal, again.dual).kkt_inf(), 1e-9);
  return true;
}

class PresolveOf : public ::testing::TestWithParam<const char*> {};

TEST_P(PresolveOf, TheSetKeepsItsAnswers) {
  const auto data = data_folder();
  if (!data) GTEST_SKIP() << "no data folder";
  int solved = 0;
  for_each_instance(*data / GetParam(), [&](const Instance& instance) {
    SCOPED_TRACE(instance.name);
    const auto light = presolve(instance.lp), full = presolve(instance.lp, {.depth = PresolveDepth::full});
    for (const auto* presolved : {light.get(), full.get()}) {
      if (presolved->status() == Status::infeasible) {
        EXPECT_TRUE(std::isnan(instance.optimum));
        EXPECT_TRUE(check_infeasibility_ray(instance.lp, presolved->ray()).proves_infeasible);
        continue;
      }
      ASSERT_TRUE(presolved->status() == Status::feasible || presolved->status() == Status::optimal);
      expect_sound(instance.lp, *presolved);
      solved += expect_restored_answer(instance, *presolved);
    }
    EXPECT_LE(full->reduced().rows(), light->reduced().rows());
    EXPECT_LE(full->reduced().columns(), light->reduced().columns());
  });
  RecordProperty("solved", solved);
}

INSTANTIATE_TEST_SUITE_P(Data, PresolveOf,
                         ::testing::Values("lp-netlib", "lp-kennington", "lp-meszaros", "lp-infeasible"),
                         [](const auto& set) {
                           std::string name = set.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace planwerk
