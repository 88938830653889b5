#include "host/base/problem.hpp"

#include <algorithm>
#include <numeric>

namespace planwerk {

std::string to_string(const Problem& problem) {
  std::string text = problem.path;
  if (!problem.value.empty()) text += ": " + problem.value;
  return text + ": " + problem.message;
}

void Problems::add(Severity severity, std::string path, std::string value, std::string message) {
  (severity == Severity::error ? error_count_ : warning_count_) += 1;
  if (kept_.size() >= kept_limit) return;
  kept_.push_back({severity, std::move(path), std::move(value), std::move(message)});
}

void Problems::error(std::string path, std::string value, std::string message) {
  add(Severity::error, std::move(path), std::move(value), std::move(message));
}

void Problems::warning(std::string path, std::string value, std::string message) {
  add(Severity::warning, std::move(path), std::move(value), std::move(message));
}

void Problems::append(const Problems& others) {
  const auto room = kept_limit - std::min(kept_limit, kept_.size());
  const auto taken = std::min(room, others.kept_.size());
  kept_.insert(kept_.end(), others.kept_.begin(), others.kept_.begin() + static_cast<std::ptrdiff_t>(taken));
  error_count_ += others.error_count_;
  warning_count_ += others.warning_count_;
}

namespace {

// Fewest insertions, deletions, replacements and swaps of neighbours, no place being edited twice: a slip of the
// fingers counts once.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = last[j] + (a[i] == b[j] ? 0 : 1);
      row[j + 1] = std::min({replaced, row[j] + 1, last[j + 1] + 1});
      const bool swapped = i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j];
      if (swapped) row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest_match(std::string_view name, const std::vector<std::string>& candidates) {
  const std::size_t meant_within = std::max<std::size_t>(1, name.size() / 3);
  std::optional<std::string> nearest;
  std::size_t least = meant_within + 1;
  for (const auto& candidate : candidates) {
    const std::size_t longer = std::max(candidate.size(), name.size());
    const std::size_t shorter = std::min(candidate.size(), name.size());
    if (longer - shorter >= least) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace planwerk
