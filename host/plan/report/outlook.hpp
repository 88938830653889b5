#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// What else could be done, as a report tells it. Ids are NamedResidual::id.

// Something that changes where a little more work is done.
struct Turn {
  enum class Kind { begins_covered, covered, gives_way, starts, stops, used_up, at_limit, has_room, rises };
  Kind kind = Kind::covered;
  std::string id;
};

// The most that can be covered with at most so many hours of work of all kinds.
struct WorkBend {
  double hours = 0;
  double covered = 0;  // of the worth of everything that is asked for, 0..1
  std::vector<Turn> turns;
};

// A plan that is nearly as good as the one reported, and does otherwise. Shares are 0..1.
struct NearbyPlan {
  struct Swap {
    std::string of;
    std::vector<std::string> instead_of, taken;
  };
  double different = 0;     // of what is turned over
  double worse = 0;         // of the objective, or of the tier that loses most
  double covered_less = 0;  // of any need, at most
  std::vector<Swap> swaps;
};

// What a need takes of the whole plan, everything upstream counted.
struct NeedFootprint {
  Index need = no_index;  // no_index: all that is left over, kept in stock or for nothing that is balanced
  double hours = 0;
  std::vector<double> limits;  // of the sum that each limit bounds
};

struct Outlook {
  std::vector<WorkBend> work;  // by ascending hours
  std::vector<NearbyPlan> nearby;
  double slack = 0;  // that nearby plans were allowed, of the objective and of coverage
  bool nearby_sought = false;
  std::vector<NeedFootprint> footprints;  // most hours first; they add up to the plan
};

}  // namespace planwerk
