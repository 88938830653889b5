#include "host/model/validation/ids.hpp"

#include <algorithm>

namespace planwerk {
namespace {

constexpr std::size_t longest_id = 500;

bool is_control(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte < 0x20 || byte == 0x7f;
}

// What is wrong with an id; empty where nothing is.
std::string_view fault_of(std::string_view id) {
  if (id.empty()) return "an id must not be empty";
  if (id.size() > longest_id) return "an id must not be longer than 500 bytes";
  if (std::any_of(id.begin(), id.end(), is_control)) return "an id must not hold control characters";
  if (id.front() == ' ' || id.back() == ' ') return "an id must not begin or end with a blank";
  if (!is_utf8(id)) return "an id must be UTF-8";
  return {};
}

}  // namespace

void IdCheck::see(const std::string& id, Findings& findings) {
  const auto position = static_cast<std::int64_t>(ids_.size());
  ids_.push_back({std::hash<std::string_view>{}(id), id, position});
  if (const auto fault = fault_of(id); !fault.empty()) {
    findings.fail(Place(list_, {}, position).field("id"), quoted(id.substr(0, longest_id)), std::string(fault));
  }
}

void IdCheck::report_duplicates(Findings& findings) {
  std::sort(ids_.begin(), ids_.end());  // by hash first, which rarely leaves the ids themselves to compare
  for (std::size_t k = 1; k < ids_.size(); ++k) {
    const Seen& earlier = ids_[k - 1];
    const Seen& later = ids_[k];
    if (later.hash != earlier.hash || later.id != earlier.id || later.id.empty()) continue;
    findings.fail(Place(list_, {}, later.position).field("id"), quoted(later.id),
                  "stands at position " + std::to_string(earlier.position) + " already; ids are unique in their list");
  }
}

}  // namespace planwerk
