#pragma once

#include <string>

#include "host/answers/dossier/comparison.hpp"

namespace planwerk {

struct ComparisonText {
  std::size_t longest_list = 12;  // entries of each table
};

// Who gains, who loses, what is used and made, and why: plain text; with up to three plans at most 120 columns.
std::string comparison_text(const Comparison& comparison, const ComparisonText& settings = {});

// The dossier: the same and more as one self-contained HTML file, with a picture of who gains and who loses.
std::string comparison_page(const Comparison& comparison, std::size_t longest_list = 500);

}  // namespace planwerk
