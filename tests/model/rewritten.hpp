#pragma once

#include "host/model/economy.hpp"

namespace planwerk {

// The same economy written down in another way: what must not change any optimum.

// Expresses `product` in a unit of which `per_old` make one old unit, everywhere an amount of it stands.
Economy in_other_unit(Economy economy, Index product, double per_old);

// Each need voiced by two cohorts, `share` of its people and the rest, under other names, last needs first; every
// second one lists its alternatives the other way round.
Economy with_cohorts_split(const Economy& economy, double share);

}  // namespace planwerk
