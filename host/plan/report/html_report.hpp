#pragma once

#include <string>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

struct ReportSettings {
  Index need = no_index;         // whose chain is shown first; no_index: the worst covered one that gets anything
  std::size_t most_chains = 12;  // pictures
  std::size_t longest_list = 500;
};

// A plan as one HTML file that needs no network and no scripts: status and certificate in words, coverage of needs,
// work used against offered, what is scarce, limits, and pictures of the chains behind needs.
std::string html_report(const Economy& economy, const Plan& plan, const ReportSettings& settings = {});

}  // namespace planwerk
