#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

// Finds the things of one kind by id. Views the ids, which must not move while it lives.
class IdIndex {
 public:
  void reserve(std::size_t count) { by_id_.reserve(count); }
  // The first of equal ids counts; false for the others.
  bool add(std::string_view id, Index index) { return by_id_.emplace(id, index).second; }
  std::optional<Index> find(std::string_view id) const;

  // `; did you mean "village"?`, or nothing. Comparing with every id takes time: after some 2 million comparisons
  // nothing more is suggested.
  std::string suggestion(std::string_view id) const;

 private:
  std::unordered_map<std::string_view, Index> by_id_;
  mutable std::vector<std::string> candidates_;  // for suggestions, sorted when first needed
  mutable std::size_t comparisons_ = 0;
};

// The index of all things of a list that have an id.
template <class Thing>
IdIndex index_ids(const std::vector<Thing>& things) {
  IdIndex index;
  index.reserve(things.size());
  for (std::size_t i = 0; i < things.size(); ++i) index.add(things[i].id, static_cast<Index>(i));
  return index;
}

}  // namespace planwerk
