#pragma once

#include <string>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

struct SummarySettings {
  std::size_t longest_list = 20;  // entries of each table
};

// What a planner wants to know first, as plain text of at most 120 columns: needs covered and short (worst first, with
// what stands in the way), labour used against offered, what is scarce, and what the certificate says. Of an infeasible
// job: the demands that contradict each other. Ends with a line feed.
std::string summary(const Economy& economy, const Plan& plan, const SummarySettings& settings = {});

// "status optimal  objective -475170154.9  gap 3.2e-05  time 1.24 s": the last line of `plan` and `solve`. Objective
// and gap are "none" of what is infeasible or unbounded.
std::string result_line(Status status, double objective, double gap, double elapsed_s);

}  // namespace planwerk
