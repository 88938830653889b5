#include <cmath>

#include <thrust/remove.h>
#include <thrust/sort.h>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/matching_kernels.hpp"

namespace planwerk::backend {
namespace {

constexpr double raise_without_rival = 2;  // of a bid where a row has no second choice: prices scale the basis

struct Bid {
  std::int32_t column;  // or slack, or none where the row has no choice at all
  std::int32_t row;
  double price;
};

// By column; of one column's bids the one that holds comes first.
struct StrongestFirst {
  PLANWERK_FN bool operator()(const Bid& a, const Bid& b) const {
    if (a.column != b.column) return a.column < b.column;
    if (a.price != b.price) return a.price > b.price;
    return a.row < b.row;
  }
};

struct Satisfied {
  PLANWERK_FN bool operator()(std::int32_t row) const { return row < 0; }
};

// The best and the second best that a row can get.
struct Choice {
  double best = -HUGE_VAL, second = -HUGE_VAL;
  std::int32_t column = RowMatching::none;
  PLANWERK_FN void consider(std::int32_t candidate, double profit) {
    if (profit > best) {
      second = best;
      best = profit;
      column = candidate;
    } else if (profit > second) {
      second = profit;
    }
  }
};

// What the rows see of an auction under way.
struct Market {
  const std::int64_t* row_offsets;
  const std::int32_t* columns;
  const double* values;
  const double* column_logs;
  const double* slack_logs;
  const double* prices;

  PLANWERK_FN Choice choice_of(std::int32_t row) const {
    Choice choice;
    choice.consider(RowMatching::slack, slack_logs[row]);
    for (std::int64_t k = row_offsets[row]; k < row_offsets[row + 1]; ++k) {
      const std::int32_t j = columns[k];
      if (values[k] != 0) choice.consider(j, std::log(std::fabs(values[k])) + column_logs[j] - prices[j]);
    }
    return choice;
  }
};

}  // namespace

class ThrustMatchingKernels final : public MatchingKernels {
 public:
  ThrustMatchingKernels(Device& device, Execution& execution) : device_(device), execution_(execution) {}

  RowMatching match_rows(const DeviceCsr& a, const Vector& column_logs, const Vector& slack_logs,
                         const AuctionSettings& settings) override {
    const KernelRange range(execution_, "auction", bytes_of(a));
    const auto rows = static_cast<std::size_t>(a.rows);
    RowMatching matching = empty_matching(a);
    DeviceVector<std::int32_t> owner(device_, static_cast<std::size_t>(a.columns)), bidders(device_, rows);
    DeviceVector<Bid> bids(device_, rows);
    start(owner, bidders);
    const Market market{a.row_offsets.data(), a.column_indices.data(), a.values.data(),
                        column_logs.data(),   slack_logs.data(),       matching.column_price.data()};

    std::int64_t bidding = a.rows;
    while (bidding > 0 && matching.rounds < settings.round_limit) {
      ++matching.rounds;
      matching.bids += bidding;
      place_bids(market, bidders, bidding, settings.epsilon, bids);
      award(bids, bidding, matching, owner, bidders);
      bidding = drop_satisfied(bidders, bidding);
    }
    matching.unmatched = settle_profits(market, matching);
    return matching;
  }

  // Below: public because nvcc wants it so of functions that hold device lambdas.

  void start(DeviceVector<std::int32_t>& owner, DeviceVector<std::int32_t>& bidders) {
    std::int32_t *owners = owner.data(), *rows = bidders.data();
    for_each_index(execution_, static_cast<std::int64_t>(owner.size()),
                   [=] PLANWERK_FN(std::int64_t j) { owners[j] = RowMatching::none; });
    for_each_index(execution_, static_cast<std::int64_t>(bidders.size()),
                   [=] PLANWERK_FN(std::int64_t i) { rows[i] = static_cast<std::int32_t>(i); });
  }

  RowMatching empty_matching(const DeviceCsr& a) {
    const auto rows = static_cast<std::size_t>(a.rows), columns = static_cast<std::size_t>(a.columns);
    RowMatching matching{.column_of_row = DeviceVector<std::int32_t>(device_, rows),
                         .row_profit = Vector(device_, rows),
                         .column_price = Vector(device_, columns)};
    std::int32_t* column_of_row = matching.column_of_row.data();
    double* prices = matching.column_price.data();
    for_each_index(execution_, a.rows, [=] PLANWERK_FN(std::int64_t i) { column_of_row[i] = RowMatching::none; });
    for_each_index(execution_, a.columns, [=] PLANWERK_FN(std::int64_t j) { prices[j] = 0; });
    return matching;
  }

  void place_bids(const Market& market, const DeviceVector<std::int32_t>& bidders, std::int64_t bidding, double epsilon,
                  DeviceVector<Bid>& bids) {
    const std::int32_t* rows = bidders.data();
    Bid* placed = bids.data();
    for_each_index(execution_, bidding, [=] PLANWERK_FN(std::int64_t k) {
      const Choice choice = market.choice_of(rows[k]);
      const double lead = choice.best - choice.second;
      const double raise = (lead < raise_without_rival ? lead : raise_without_rival) + epsilon;
      const double price = choice.column >= 0 ? market.prices[choice.column] + raise : 0;
      placed[k] = {choice.column, rows[k], price};
    });
  }

  // Each column goes to its strongest bidder. Who lost, or lost his column, is left in `bidders`; others leave a
  // negative mark.
  void award(DeviceVector<Bid>& bids, std::int64_t bidding, RowMatching& matching, DeviceVector<std::int32_t>& owner,
             DeviceVector<std::int32_t>& bidders) {
    const auto policy = execution_.policy(bidding);
    thrust::sort(policy, bids.data(), bids.data() + bidding, StrongestFirst{});
    const Bid* sorted = bids.data();
    std::int32_t *column_of_row = matching.column_of_row.data(), *owners = owner.data(), *next = bidders.data();
    double* prices = matching.column_price.data();
    for_each_index(execution_, bidding, [=] PLANWERK_FN(std::int64_t k) {
      const Bid bid = sorted[k];
      if (bid.column < 0) {
        column_of_row[bid.row] = bid.column;
        next[k] = RowMatching::none;
      } else if (k > 0 && sorted[k - 1].column == bid.column) {
        next[k] = bid.row;
      } else {
        const std::int32_t before = owners[bid.column];
        if (before >= 0) column_of_row[before] = RowMatching::none;
        owners[bid.column] = bid.row;
        prices[bid.column] = bid.price;
        column_of_row[bid.row] = bid.column;
        next[k] = before;
      }
    });
  }

  std::int64_t drop_satisfied(DeviceVector<std::int32_t>& bidders, std::int64_t bidding) {
    const auto policy = execution_.policy(bidding);
    const auto* end = thrust::remove_if(policy, bidders.data(), bidders.data() + bidding, Satisfied{});
    return end - bidders.data();
  }

  // Fills row_profit and counts the rows without a partner.
  std::int64_t settle_profits(const Market& market, RowMatching& matching) {
    const std::int32_t* column_of_row = matching.column_of_row.data();
    double* profits = matching.row_profit.data();
    const auto rows = static_cast<std::int64_t>(matching.column_of_row.size());
    for_each_index(execution_, rows, [=] PLANWERK_FN(std::int64_t i) {
      profits[i] = market.choice_of(static_cast<std::int32_t>(i)).best;
    });
    const auto alone = [=] PLANWERK_FN(std::int64_t i) { return column_of_row[i] == RowMatching::none ? 1.0 : 0.0; };
    return static_cast<std::int64_t>(reduce_index(execution_, rows, 0.0, alone, Plus{}));
  }

 private:
  Device& device_;
  Execution& execution_;
};

std::unique_ptr<MatchingKernels> make_matching_kernels(Device& device, Execution& execution) {
  return std::make_unique<ThrustMatchingKernels>(device, execution);
}

}  // namespace planwerk::backend
