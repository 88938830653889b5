#include "host/plan/certificate/netting.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk::certificate {
namespace {

// What sums of equal amounts leave behind by rounding alone, as in 0.1 + 0.2 - 0.3, relative to the amounts added.
constexpr double rounding_residue = 1e-15;

}  // namespace

NettedRecipes::NettedRecipes(const Economy& economy) : offsets_{0} {
  offsets_.reserve(economy.recipes.size() + 1);
  std::vector<Flow> entries;
  for (const Recipe& recipe : economy.recipes) {
    entries.clear();
    for (const Flow& output : economy.flows_of(recipe.outputs)) entries.push_back(output);
    for (const Flow& input : economy.flows_of(recipe.inputs)) entries.push_back({input.index, -input.amount});
    std::stable_sort(entries.begin(), entries.end(), [](const Flow& a, const Flow& b) { return a.index < b.index; });
    for (auto entry = entries.begin(); entry != entries.end();) {
      const Index product = entry->index;
      double net = 0, gross = 0;
      for (; entry != entries.end() && entry->index == product; ++entry) {
        net += entry->amount;
        gross += std::fabs(entry->amount);
      }
      if (std::fabs(net) > rounding_residue * gross) flows_.push_back({product, net});
    }
    offsets_.push_back(static_cast<std::int64_t>(flows_.size()));
  }
}

}  // namespace planwerk::certificate
