#pragma once

#include <map>
#include <string>

namespace planwerk {

// From the path of a field in a message (`economy.recipes[4].inputs[0].amount`) to `line 12, column 4`, where it stands
// in the text that the message is read from. The keys say which fields are asked for; what is unset stays without
// place.
using FieldPlaces = std::map<std::string, std::string>;

}  // namespace planwerk
