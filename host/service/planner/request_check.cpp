#include "host/service/planner/request_check.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/method.hpp"

namespace planwerk::service {
namespace {

constexpr std::size_t longest_key = 200;
constexpr std::size_t longest_name = 200;
constexpr std::size_t most_users = 1000;
constexpr std::size_t shown = 80;
constexpr int extreme_priority = 10;

// Texts of requests are shown as they are: nothing in them may steer a terminal or a log. Control characters are those
// below a space, U+007F, and, two bytes each in UTF-8, U+0080 to U+009F.
bool is_plain(std::string_view text) {
  unsigned char before = 0;
  return std::none_of(text.begin(), text.end(), [&](unsigned char c) {
    const bool in_upper_set = before == 0xc2 && c >= 0x80 && c < 0xa0;
    before = c;
    return c < 0x20 || c == 0x7f || in_upper_set;
  });
}

void check_text(const std::string& path, std::string_view text, std::size_t longest, Problems& problems) {
  if (text.size() > longest) {
    problems.error(path, std::string(text.substr(0, shown)) + "...",
                   "is longer than " + std::to_string(longest) + " bytes");
  } else if (!is_plain(text)) {
    problems.error(path, "", "has control characters");
  }
}

void check_positive(const std::string& path, std::optional<double> value, Problems& problems) {
  if (value && !(*value > 0 && std::isfinite(*value))) {
    problems.error(path, std::to_string(*value), "must be a number above 0");
  }
}

}  // namespace

Problems check_request(const JobRequest& request, const RequestLimits& limits) {
  Problems problems;
  check_text("request.name", request.name, std::min(longest_name, limits.text_length), problems);
  if (std::abs(request.priority) > extreme_priority) {
    problems.error("request.priority", std::to_string(request.priority), "must be within -10 and 10");
  }
  check_positive("request.settings.tolerance", request.tolerance, problems);
  check_positive("request.settings.time_limit_s", request.time_limit_s, problems);
  if (!request.method.empty() && !method_named(request.method)) {
    problems.error("request.settings.method", request.method.substr(0, shown), "must be auto, pdhg or ipm");
  }
  if (!request.previous_job.empty() && !looks_like_job_id(request.previous_job)) {
    problems.error("request.previous_job", request.previous_job.substr(0, shown), "is no id of a job");
  }
  return problems;
}

Problems check_key(std::string_view key) {
  Problems problems;
  if (key.empty()) problems.error("idempotency_key", "", "is missing: 1 to 200 characters of your choice");
  check_text("idempotency_key", key, longest_key, problems);
  return problems;
}

Problems check_users(const std::vector<std::string>& users) {
  Problems problems;
  if (users.size() > most_users) {
    problems.error("users", std::to_string(users.size()), "are more than " + std::to_string(most_users));
    return problems;
  }
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (looks_like_user_id(users[i])) continue;
    problems.error("users[" + std::to_string(i) + "]", is_plain(users[i]) ? users[i].substr(0, shown) : "",
                   "is no id of a user: 1 to 64 of a-z, 0-9, '-', '_'");
  }
  return problems;
}

void demand(const Problems& problems) {
  if (!problems.has_errors()) return;
  const auto first = std::find_if(problems.kept().begin(), problems.kept().end(),
                                  [](const Problem& problem) { return problem.severity == Severity::error; });
  std::string text = first == problems.kept().end() ? "the request has errors" : to_string(*first);
  if (problems.error_count() > 1) text += " (and " + std::to_string(problems.error_count() - 1) + " more)";
  throw Refused(Refusal::invalid, text, problems);
}

bool looks_like_job_id(std::string_view id) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return id.size() == 26 && std::all_of(id.begin(), id.end(), fits);
}

bool looks_like_user_id(std::string_view id) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), fits);
}

}  // namespace planwerk::service
