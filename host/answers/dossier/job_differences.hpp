#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// What differs between two jobs, place by place.
struct JobDifference {
  std::string path;           // `needs["bread"].amount_per_head`, `recipes["bake"].inputs["flour"]`, `limits["co2"]`
  std::string before, after;  // as text; empty where the one job has nothing there
  double change = 0;          // relative, of figures that both have: (after - before) / |before|; else 0
};

// By kinds of things and then in the order of the first job, what only the second has behind. Things match by id.
// A thing that is in one job only is one difference; its parts are not told.
std::vector<JobDifference> job_differences(const Economy& before, const Economy& after);

}  // namespace planwerk
