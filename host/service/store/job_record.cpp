#include "host/service/store/job_record.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace planwerk::service {

namespace {

constexpr std::array<std::string_view, 6> names = {"uploading", "queued", "running", "finished", "failed", "cancelled"};

}  // namespace

std::string_view to_string(JobState state) {
  return names[static_cast<std::size_t>(state)];
}

std::optional<JobState> job_state_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<JobState>(found - names.begin());
}

}  // namespace planwerk::service
