#pragma once

#include <cmath>
#include <deque>
#include <limits>
#include <vector>

#include "kernels/matching_kernels.hpp"

namespace planwerk::tests {

// The auction with one bidder at a time (Gauss-Seidel), first come first served. Another order of bids gives another
// matching, but the sum is as good up to m epsilon and the prices obey the same inequalities.
class ReferenceMatchingKernels final : public MatchingKernels {
 public:
  explicit ReferenceMatchingKernels(Device& device) : device_(device) {}

  RowMatching match_rows(const DeviceCsr& a, const Vector& column_logs, const Vector& slack_logs,
                         const AuctionSettings& settings) override {
    const auto rows = static_cast<std::size_t>(a.rows), columns = static_cast<std::size_t>(a.columns);
    std::vector<std::int32_t> column_of_row(rows, RowMatching::none), owner(columns, RowMatching::none);
    std::vector<double> price(columns, 0.0), profit(rows, 0.0);
    std::deque<std::int32_t> bidders;
    for (std::int32_t i = 0; i < a.rows; ++i) bidders.push_back(i);
    RowMatching matching;
    while (!bidders.empty() && matching.rounds < settings.round_limit) {
      const std::int32_t row = bidders.front();
      bidders.pop_front();
      ++matching.rounds;
      const Best best = best_of(a, column_logs, slack_logs, price, row);
      column_of_row[row] = best.column;
      if (best.column < 0) continue;
      price[best.column] += std::min(best.value - best.second, 2.0) + settings.epsilon;
      if (owner[best.column] >= 0) {
        column_of_row[owner[best.column]] = RowMatching::none;
        bidders.push_back(owner[best.column]);
      }
      owner[best.column] = row;
    }
    matching.bids = matching.rounds;
    for (std::int32_t i = 0; i < a.rows; ++i) {
      profit[i] = best_of(a, column_logs, slack_logs, price, i).value;
      if (column_of_row[i] == RowMatching::none) ++matching.unmatched;
    }
    matching.column_of_row = {device_, std::span<const std::int32_t>(column_of_row)};
    matching.row_profit = {device_, std::span<const double>(profit)};
    matching.column_price = {device_, std::span<const double>(price)};
    return matching;
  }

 private:
  struct Best {
    double value, second;
    std::int32_t column;
  };
  static Best best_of(const DeviceCsr& a, const Vector& column_logs, const Vector& slack_logs,
                      const std::vector<double>& price, std::int32_t row) {
    constexpr double lowest = -std::numeric_limits<double>::infinity();
    const double slack = slack_logs.data()[row];
    Best best{slack, lowest, slack > lowest ? RowMatching::slack : RowMatching::none};
    for (auto k = a.row_offsets.data()[row]; k < a.row_offsets.data()[row + 1]; ++k) {
      const std::int32_t j = a.column_indices.data()[k];
      if (a.values.data()[k] == 0) continue;
      const double value = std::log(std::fabs(a.values.data()[k])) + column_logs.data()[j] - price[j];
      if (value > best.value) {
        best = {value, best.value, j};
      } else if (value > best.second) {
        best.second = value;
      }
    }
    return best;
  }

  Device& device_;
};

}  // namespace planwerk::tests
