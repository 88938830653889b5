#pragma once

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// A matching of every row with a column of its own or with the row's own slack, which no other row can take.
struct RowMatching {
  static constexpr std::int32_t slack = -1;
  static constexpr std::int32_t none = -2;
  DeviceVector<std::int32_t> column_of_row;  // m: a column, `slack`, or `none` where the auction ended early
  // Logarithms with  log|a_ij| + column_logs_j <= row_profit_i + column_price_j  for all entries, and with equality up
  // to epsilon for matched ones: dual prices of the assignment, which scale the matched entries to about one and all
  // others to at most one (Olschowka & Neumaier 1996).
  Vector row_profit;           // m
  Vector column_price;         // n
  std::int64_t rounds = 0;     // of bids placed at once
  std::int64_t bids = 0;       // in all
  std::int64_t unmatched = 0;  // rows left without a partner
};

struct AuctionSettings {
  double epsilon = 0.1;                // least raise of a bid: the matching is within m epsilon of the best sum
  std::int64_t round_limit = 1 << 20;  // rows still bidding then stay unmatched
};

// Matchings of rows with columns. Mathematics: docs/mathematics.md, "Basis by matching".
class MatchingKernels {
 public:
  virtual ~MatchingKernels() = default;

  // Maximises the sum of log|a_ij| + column_logs_j over matched entries, slack_logs_i where row i takes its slack.
  // Logs of -infinity forbid a column or a slack. Jacobi auction: all rows without a partner bid at once, each for the
  // column it profits from most, by as much as it prefers it to the second best; of the bids for a column the highest
  // holds, of equal ones that of the first row (Bertsekas, The auction algorithm, 1988). Sizes: n, m.
  virtual RowMatching match_rows(const DeviceCsr& a, const Vector& column_logs, const Vector& slack_logs,
                                 const AuctionSettings& settings) = 0;
};

}  // namespace planwerk
