#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/model/validation/findings.hpp"

namespace planwerk {

// Ids name things in files, plans and conversations: not empty, at most 500 bytes, UTF-8, without control characters
// or blanks at either end, and each only once in its list.
class IdCheck {
 public:
  IdCheck(std::string_view list, std::size_t count) : list_(list) { ids_.reserve(count); }

  void see(const std::string& id, Findings& findings);
  // Reports the ids seen more than once.
  void report_duplicates(Findings& findings);

 private:
  struct Seen {
    std::size_t hash;
    std::string_view id;
    std::int64_t position;
    auto operator<=>(const Seen&) const = default;
  };
  std::string_view list_;
  std::vector<Seen> ids_;
};

template <class Thing>
void check_ids(std::string_view list, const std::vector<Thing>& things, Findings& findings) {
  IdCheck check(list, things.size());
  for (const Thing& thing : things) check.see(thing.id, findings);
  check.report_duplicates(findings);
}

}  // namespace planwerk
