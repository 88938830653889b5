#include "tests/model/rewritten.hpp"

#include <algorithm>

namespace planwerk {

namespace {

// The need's unit is that of its first alternative: amount and rates are expressed in it.
void reverse_alternatives(Economy& economy, Need& need) {
  const auto begin = economy.alternatives.begin();
  std::vector<Alternative> reversed(begin + need.alternatives.begin, begin + need.alternatives.end);
  std::reverse(reversed.begin(), reversed.end());
  const double unit = reversed.front().rate;
  need.amount_per_head /= unit;
  for (Alternative& alternative : reversed) alternative.rate /= unit;
  need.alternatives = {std::ssize(economy.alternatives), std::ssize(economy.alternatives) + std::ssize(reversed)};
  economy.alternatives.insert(economy.alternatives.end(), reversed.begin(), reversed.end());
}

}  // namespace

Economy in_other_unit(Economy economy, Index product, double per_old) {
  const auto rescale = [&](Slice slice) {
    for (auto k = slice.begin; k < slice.end; ++k) {
      if (economy.flows[k].index == product) economy.flows[k].amount *= per_old;
    }
  };
  for (const Recipe& recipe : economy.recipes) {
    rescale(recipe.inputs);
    rescale(recipe.outputs);
  }
  for (Alternative& alternative : economy.alternatives) {
    if (alternative.product == product) alternative.rate /= per_old;
  }
  for (std::vector<LimitTerm>* terms : {&economy.limit_terms, &economy.tier_terms}) {
    for (LimitTerm& term : *terms) {
      if (term.product == product) term.coefficient /= per_old;
    }
  }
  for (Stock& stock : economy.stocks) {
    if (stock.product != product) continue;
    stock.opening *= per_old;
    stock.closing *= per_old;
  }
  return economy;
}

Economy with_cohorts_split(const Economy& economy, double share) {
  Economy split = economy;
  split.cohorts.clear();
  split.needs.clear();
  for (auto need = economy.needs.rbegin(); need != economy.needs.rend(); ++need) {
    for (const double part : {share, 1 - share}) {
      Need half = *need;
      half.id += " of part " + std::to_string(split.needs.size());
      half.cohort = static_cast<Index>(split.cohorts.size());
      split.cohorts.push_back({half.id, "", part * economy.cohorts[need->cohort].size});
      if (split.needs.size() % 2 == 1) reverse_alternatives(split, half);
      split.needs.push_back(std::move(half));
    }
  }
  return split;
}

}  // namespace planwerk
