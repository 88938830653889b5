#include "host/answers/trace/cycle_start.hpp"

#include <algorithm>
#include <numeric>

namespace planwerk {
namespace {

constexpr std::int64_t most_entries = 1'000'000'000;  // entries looked at when products are taken out again

// What can be made, given what is there.
class Availability {
 public:
  explicit Availability(const CycleFlows& flows) : flows_(flows), users_(flows.made.size()) {
    for (std::size_t r = 0; r < flows.recipes.size(); ++r) {
      for (const CycleFlow& input : flows.recipes[r].inputs) users_[input.product].push_back(static_cast<Index>(r));
    }
    reset();
  }

  // As in the beginning: only what comes from outside.
  void reset() {
    there_.assign(users_.size(), false);
    missing_.clear();
    for (const CycleRecipe& recipe : flows_.recipes) missing_.push_back(static_cast<Index>(recipe.inputs.size()));
    count_ = 0;
    for (std::size_t k = 0; k < users_.size(); ++k) {
      if (flows_.from_outside[k]) add(static_cast<Index>(k));
    }
  }

  void add(Index product) {
    put(product);
    while (!queue_.empty()) {
      const Index next = queue_.back();
      queue_.pop_back();
      for (const Index recipe : users_[next]) {
        if (--missing_[recipe] > 0) continue;
        for (const CycleFlow& output : flows_.recipes[recipe].outputs) put(output.product);
      }
    }
  }

  bool there(Index product) const { return there_[product]; }
  bool complete() const { return count_ == users_.size(); }
  std::size_t users(Index product) const { return users_[product].size(); }

 private:
  void put(Index product) {
    if (there_[product]) return;
    there_[product] = true;
    ++count_;
    queue_.push_back(product);
  }

  const CycleFlows& flows_;
  std::vector<std::vector<Index>> users_;  // per product: recipes
  std::vector<bool> there_;
  std::vector<Index> missing_;  // per recipe: inputs from within that are not there
  std::vector<Index> queue_;
  std::size_t count_ = 0;
};

std::int64_t entries_of(const CycleFlows& flows) {
  std::int64_t entries = std::ssize(flows.made);
  for (const CycleRecipe& recipe : flows.recipes) entries += std::ssize(recipe.inputs) + std::ssize(recipe.outputs);
  return entries;
}

}  // namespace

StartingSet starting_set(const CycleFlows& flows) {
  Availability available(flows);
  std::vector<Index> by_use(flows.made.size());
  std::iota(by_use.begin(), by_use.end(), Index{0});
  std::stable_sort(by_use.begin(), by_use.end(),
                   [&](Index a, Index b) { return available.users(a) > available.users(b); });
  StartingSet start;
  for (const Index product : by_use) {
    if (available.complete()) break;
    if (available.there(product)) continue;
    available.add(product);
    start.products.push_back(product);
  }
  const std::int64_t looks = std::ssize(start.products);
  start.minimal = looks * entries_of(flows) <= most_entries;
  for (auto k = looks - 1; start.minimal && k >= 0; --k) {
    available.reset();
    for (auto other = start.products.begin(); other != start.products.end(); ++other) {
      if (other - start.products.begin() != k) available.add(*other);
    }
    if (available.complete()) start.products.erase(start.products.begin() + k);
  }
  return start;
}

}  // namespace planwerk
