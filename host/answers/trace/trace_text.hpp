#pragma once

#include <string>
#include <vector>

#include "host/answers/trace/cycles.hpp"
#include "host/answers/trace/footprint.hpp"
#include "host/answers/trace/requirements.hpp"

namespace planwerk {

// Traces in the words of the people who plan; long lists show what weighs most.

std::string purpose_in_words(const Economy& economy, Purpose purpose);
// "by-products by mass; 3 recipes by value, because not all they make is weighed"
std::string allocation_in_words(const FlowNetwork& network, Allocation allocation);

std::string requirements_text(const FlowNetwork& network, const Requirements& requirements, Allocation allocation);
// Whom a recipe's activity, or a product, serves. `what`: "Bake bread, 1,200 times".
std::string uses_text(const FlowNetwork& network, const std::string& what, const Uses& uses, Allocation allocation);
std::string footprint_text(const FlowNetwork& network, const Footprint& footprint, Allocation allocation);
std::string cycles_text(const FlowNetwork& network, const std::vector<Cycle>& cycles);

}  // namespace planwerk
