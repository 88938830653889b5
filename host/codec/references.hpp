#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/base/problem.hpp"
#include "host/codec/id_index.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

// Turns ids into indices of one list of the economy. An id that nothing has is a problem and gets a stand-in at the end
// of the list, so that everything else can be checked all the same.
template <class Thing>
class References {
 public:
  References(std::string_view kind, std::string_view list, std::vector<Thing>& things, Findings& findings)
      : kind_(kind), list_(list), things_(things), findings_(findings) {}

  // The list is to be filled and indexed before its things are referred to. Views the ids in `messages`.
  template <class Messages>
  void index(const Messages& messages) {
    ids_.reserve(static_cast<std::size_t>(messages.size()));
    for (int i = 0; i < messages.size(); ++i) ids_.add(messages[i].id(), i);
  }

  Index find(const std::string& id, const Place& place) {
    if (const auto known = ids_.find(id)) return *known;
    if (id.empty()) {
      findings_.fail(place, "", "missing: the id of a " + std::string(kind_));
    } else {
      findings_.fail(place, planwerk::quoted(id), "unknown " + std::string(kind_) + ids_.suggestion(id));
    }
    return stand_in(id);
  }

  bool has_stand_ins() const { return !stand_ins_.empty(); }
  // Whether a problem is about a stand-in rather than about what the planner wrote.
  bool concerns_stand_in(const Problem& problem) const {
    for (const auto& [id, index] : stand_ins_) {
      if (problem.path.starts_with(Place(list_, id, index).text())) return true;
      if (problem.path.starts_with(Place(list_, {}, index).text())) return true;
    }
    return false;
  }

 private:
  Index stand_in(const std::string& id) {
    const auto [entry, is_new] = stand_ins_.emplace(id, static_cast<Index>(things_.size()));
    if (is_new) things_.emplace_back().id = id;
    return entry->second;
  }

  std::string_view kind_;
  std::string_view list_;
  std::vector<Thing>& things_;
  Findings& findings_;
  IdIndex ids_;
  std::unordered_map<std::string, Index> stand_ins_;
};

}  // namespace planwerk
