#pragma once

#include <vector>

#include "host/answers/dossier/frontier.hpp"

namespace planwerk {

// Straight pieces between neighbouring points: slopes, and who gains and loses on the way.
std::vector<FrontierSegment> segments_of(const Economy& economy, const std::vector<FrontierPoint>& points);

// What changes at each point, from the plans there and at its neighbours: along a straight piece a plan changes evenly,
// so that whatever is there at one end and not at the other begins or ends at a point. Largest first; none at the ends.
std::vector<std::vector<FrontierChange>> changes_at(const Economy& economy, const Means& means,
                                                    const std::vector<FrontierPoint>& points);

}  // namespace planwerk
