#pragma once

#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Why needs are short, worst covered first, at most `longest_explanation_list` of them.
//
// The cost of one more unit of a need's cheapest product is followed upstream. A product's valuation is what its
// marginal recipe pays for inputs, labour (strain included), capacities and limits, and the rent of the recipe's own
// upper bound; cost spent on an input is followed to that input's marginal recipe, and so on, until it ends at
// something scarce: a labour kind, capacity, limit, recipe bound or stock that cannot be stretched, or a product that
// nobody can make. A recipe of several outputs shares its cost among them by value. The walk takes the largest open
// amount first and stops when less than a hundredth of the cost is still open, or after a fixed number of steps; shares
// are of the whole cost, so what is missing to 1 was not followed to its end. Marginal is the recipe that makes most of
// the product among those with room to either side; where all run at a bound, the one that makes most; where none runs,
// the one closest to paying.
inline constexpr std::size_t longest_explanation_list = 1000;

std::vector<NeedExplanation> explain(const Economy& economy, const Plan& plan);

}  // namespace planwerk
