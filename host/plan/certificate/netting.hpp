#pragma once

#include <span>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk::certificate {

// What one unit of activity of each recipe adds to (> 0) or takes from (< 0) each product, the recipe's own inputs and
// outputs of a product netted first: a loop that turns on itself must not look like supply. The certificate's own
// netting: the linear programme has another, and a fault in one shows in the other.
class NettedRecipes {
 public:
  explicit NettedRecipes(const Economy& economy);

  // By ascending product; distinct products, no zero amounts.
  std::span<const Flow> of(Index recipe) const {
    return {flows_.data() + offsets_[recipe], static_cast<std::size_t>(offsets_[recipe + 1] - offsets_[recipe])};
  }

 private:
  std::vector<Flow> flows_;
  std::vector<std::int64_t> offsets_;  // recipes + 1
};

}  // namespace planwerk::certificate
