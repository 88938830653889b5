#pragma once

#include <string_view>

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// Changes the things that a serialised v1::JobChanges names by their ids; what it does not name or leaves unset stays
// as it is. Unknown ids, things that are changed twice and values that cannot be are added to `problems`, named as
// `changes.needs["bread"].floor`, and so is what validate() finds in the changed economy. After an error the economy is
// not to be used.
void apply_changes(std::string_view changes, Economy& economy, Problems& problems);

}  // namespace planwerk
