#pragma once

#include <string>

#include "host/answers/dossier/alternatives.hpp"

namespace planwerk {

struct AlternativesText {
  std::size_t longest_list = 8;  // swaps and shifts told of each plan
};

// What could be done otherwise and what it would cost: a paragraph per plan, at most 120 columns.
std::string alternatives_text(const Economy& economy, const Alternatives& found, const Slack& slack,
                              const AlternativesText& settings = {});

// "Bake at home (loaves): 120 in this plan, between 40 and 180 in plans that are nearly as good."
std::string range_in_words(const Economy& economy, const Quantity& quantity, const QuantityRange& range);

}  // namespace planwerk
