#include "host/codec/id_index.hpp"

#include <algorithm>

#include "host/codec/message_file.hpp"

namespace planwerk {

std::optional<Index> IdIndex::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::string IdIndex::suggestion(std::string_view id) const {
  constexpr std::size_t comparison_limit = 2'000'000;
  if (comparisons_ > comparison_limit) return "";
  comparisons_ += by_id_.size();
  if (candidates_.empty()) {
    candidates_.reserve(by_id_.size());
    for (const auto& [known, index] : by_id_) candidates_.emplace_back(known);
    std::sort(candidates_.begin(), candidates_.end());  // the same suggestion on every machine
  }
  return did_you_mean(id, candidates_);
}

}  // namespace planwerk
