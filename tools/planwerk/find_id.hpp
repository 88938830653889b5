#pragma once

#include <string>
#include <vector>

#include "host/base/problem.hpp"
#include "host/model/economy.hpp"
#include "tools/planwerk/console.hpp"

namespace planwerk::cli {

// The index of the thing of this id; no_index, and an error with the nearest id, where there is none. `noun` says what
// the things are.
template <class Thing>
Index find_id(const std::string& noun, const std::vector<Thing>& things, const std::string& id,
              const Console& console) {
  std::vector<std::string> ids;
  for (const Thing& thing : things) {
    if (thing.id == id) return static_cast<Index>(ids.size());
    ids.push_back(thing.id);
  }
  const auto near = nearest_match(id, ids);
  console.error("no " + noun + " has the id " + id + (near ? "; is " + *near + " meant?" : std::string()));
  return no_index;
}

}  // namespace planwerk::cli
