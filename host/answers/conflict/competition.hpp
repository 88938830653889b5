#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// A short need whose further coverage takes of a scarce thing.
struct Competitor {
  Index need = no_index;
  double people = 0;    // of its cohort
  double coverage = 0;  // in the plan
  double share = 0;     // of the cost of covering the need further that ends at the scarce thing, 0..1
  double takes = 0;     // units of the scarce thing that one more unit of the need takes, everything upstream counted
  double brings = 0;    // units of the need that one more unit of the scarce thing would bring, if only it is missing
};

// Something scarce and the needs that compete for it.
struct Competition {
  std::string id;                       // as NamedResidual::id
  double valuation = 0;                 // of one more unit of it, hours of burden
  double people = 0;                    // of all competitors' cohorts, each cohort counted once
  std::vector<Competitor> competitors;  // least covered first, then those of more people
};

// Who competes for what in a plan, by its explanations (exact answers where it has them): for every scarce thing with a
// price that stands in the way of a short need. A unit of the need costs its marginal cost, `share` of it is paid for
// the scarce thing at its valuation, so that it takes share * marginal cost / valuation units of it. Things that most
// people compete for first, then the dearest.
std::vector<Competition> competitions(const Economy& economy, const Plan& plan);

}  // namespace planwerk
