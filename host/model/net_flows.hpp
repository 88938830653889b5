#pragma once

#include <span>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// Adds up entries (index, amount) with few distinct indices out of many. Reset costs only what was touched.
class SparseSum {
 public:
  explicit SparseSum(std::size_t indices) : slots_(indices) {}

  void add(Index index, double amount);
  // The sums in order of first appearance, without those that cancel to within rounding (0.1 + 0.2 - 0.3). Valid until
  // the next call of take(); the accumulator is empty afterwards.
  std::span<const Flow> take();

 private:
  struct Slot {
    double sum = 0;
    double gross = 0;  // sum of absolute amounts; zero: untouched
  };
  std::vector<Slot> slots_;
  std::vector<Index> touched_;
  std::vector<Flow> taken_;
};

// What a recipe makes (positive) and uses (negative) of each product per unit of activity, its own inputs and outputs
// of a product netted: a loop that turns on itself must not look like supply.
class NetFlows {
 public:
  explicit NetFlows(const Economy& economy) : economy_(economy), sum_(economy.products.size()) {}

  // Valid until the next call.
  std::span<const Flow> of(const Recipe& recipe);

 private:
  const Economy& economy_;
  SparseSum sum_;
};

}  // namespace planwerk
