#include "kernels/matching_kernels.hpp"

#include <set>

#include "tests/kernels/awkward.hpp"
#include "tests/kernels/devices.hpp"
#include "tests/kernels/reference_device.hpp"

namespace planwerk::tests {
namespace {

constexpr double epsilon = 0.1;

// What an auction is about: a matrix, and the logs of its columns and slacks.
struct MatchingCase {
  HostCsr a;
  std::vector<double> column_logs, slack_logs;
};

MatchingCase awkward_case(HostCsr a) {
  std::vector<double> columns = awkward_vector(static_cast<std::size_t>(a.columns), 71);
  std::vector<double> slacks = awkward_vector(static_cast<std::size_t>(a.rows), 72);
  for (std::size_t j = 0; j < columns.size(); ++j) columns[j] = j % 7 == 3 ? -infinite : 5 * columns[j];
  for (double& slack : slacks) slack = 5 * slack - 8;
  return {std::move(a), std::move(columns), std::move(slacks)};
}

struct HostMatching {
  std::vector<std::int32_t> column_of_row;
  std::vector<double> profit, price;
  std::int64_t unmatched, bids;
};

HostMatching match(Device& device, const MatchingCase& c, const AuctionSettings& settings = {.epsilon = epsilon}) {
  const DeviceMatrix a = device.sparse().upload(c.a.span());
  const RowMatching m = device.matching().match_rows(a.by_rows, vector_on(device, c.column_logs),
                                                     vector_on(device, c.slack_logs), settings);
  return {m.column_of_row.to_host(), m.row_profit.to_host(), m.column_price.to_host(), m.unmatched, m.bids};
}

// The value of row i's best entry in column j, and -infinity where there is none.
double value_of(const MatchingCase& c, std::int32_t row, std::int32_t column) {
  if (column == RowMatching::slack) return c.slack_logs[row];
  double best = -infinite;
  for (auto k = c.a.row_offsets[row]; k < c.a.row_offsets[row + 1]; ++k) {
    if (c.a.column_indices[k] != column || c.a.values[k] == 0) continue;
    best = std::max(best, std::log(std::fabs(c.a.values[k])) + c.column_logs[column]);
  }
  return best;
}

double sum_of(const MatchingCase& c, const HostMatching& m) {
  double sum = 0;
  for (std::size_t i = 0; i < m.column_of_row.size(); ++i) {
    sum += value_of(c, static_cast<std::int32_t>(i), m.column_of_row[i]);
  }
  return sum;
}

// One column a row, and dual prices: nobody could profit more elsewhere by more than epsilon.
void expect_equilibrium(const MatchingCase& c, const HostMatching& m) {
  std::set<std::int32_t> taken;
  for (std::int32_t i = 0; i < c.a.rows; ++i) {
    const std::int32_t column = m.column_of_row[i];
    ASSERT_NE(column, RowMatching::none) << c.a.name << ", row " << i;
    const double price = column >= 0 ? m.price[column] : 0;
    const bool free_before = column < 0 || taken.insert(column).second;
    ASSERT_TRUE(free_before) << c.a.name << ", column " << column << " taken twice";
    ASSERT_GE(value_of(c, i, column) - price, m.profit[i] - epsilon - 1e-9) << c.a.name << ", row " << i;
    ASSERT_GE(m.profit[i], c.slack_logs[i]) << c.a.name;
    for (auto k = c.a.row_offsets[i]; k < c.a.row_offsets[i + 1]; ++k) {
      if (c.a.values[k] == 0) continue;
      const std::int32_t j = c.a.column_indices[k];
      const double value = std::log(std::fabs(c.a.values[k])) + c.column_logs[j];
      ASSERT_LE(value, m.profit[i] + m.price[j] + 1e-9) << c.a.name;
    }
  }
}

class MatchingKernelsTest : public DeviceTest {
 protected:
  ReferenceDevice reference_;
};

TEST_P(MatchingKernelsTest, MatchesAsWellAsOneBidderAtATime) {
  for (HostCsr& a : awkward_matrices()) {
    if (a.rows > 100000 || a.values.size() > 700000) continue;  // the same shapes, smaller, are among them
    const MatchingCase c = awkward_case(std::move(a));
    const HostMatching actual = match(*device_, c), expected = match(reference_, c);
    expect_equilibrium(c, actual);
    expect_equilibrium(c, expected);
    EXPECT_NEAR(sum_of(c, actual), sum_of(c, expected), epsilon * c.a.rows + 1e-9) << c.a.name;
  }
}

// Values e^3, e^2 | e^2, e^0: the greedy choice 3 + 0 is worse than 2 + 2.
TEST_P(MatchingKernelsTest, GivesUpTheBestEntryForABetterSum) {
  const double e = std::exp(1.0);
  const MatchingCase c{
      {"two_by_two", 2, 2, {0, 2, 4}, {0, 1, 0, 1}, {e * e * e, -e * e, e * e, 1}}, {0, 0}, {-100, -100}};
  EXPECT_EQ(match(*device_, c).column_of_row, (std::vector<std::int32_t>{1, 0}));
  EXPECT_EQ(match(reference_, c).column_of_row, (std::vector<std::int32_t>{1, 0}));
}

TEST_P(MatchingKernelsTest, TellsWhenThereIsNoMatching) {
  const MatchingCase nobody{{"empty_row", 1, 1, {0, 0}, {}, {}}, {0}, {-infinite}};
  EXPECT_EQ(match(*device_, nobody).unmatched, 1);
  EXPECT_EQ(match(reference_, nobody).unmatched, 1);
  const MatchingCase rivals{{"two_for_one", 2, 1, {0, 1, 2}, {0, 0}, {1, 1}}, {0}, {-infinite, -infinite}};
  const AuctionSettings brief{.epsilon = epsilon, .round_limit = 100};
  EXPECT_EQ(match(*device_, rivals, brief).unmatched, 1);
  EXPECT_EQ(match(reference_, rivals, brief).unmatched, 1);
}

TEST_P(MatchingKernelsTest, RepeatsItself) {
  const MatchingCase c = awkward_case(matrix_with_rows("square", std::vector<std::int64_t>(20000, 6), 20000, 5));
  const HostMatching first = match(*device_, c), second = match(*device_, c);
  EXPECT_EQ(first.column_of_row, second.column_of_row);
  EXPECT_EQ(first.profit, second.profit);
  EXPECT_EQ(first.price, second.price);
}

INSTANTIATE_TEST_SUITE_P(AllDevices, MatchingKernelsTest, every_device(), device_name);

}  // namespace
}  // namespace planwerk::tests
