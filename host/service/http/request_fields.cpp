#include "host/service/http/request_fields.hpp"

#include <charconv>
#include <sstream>

#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

[[noreturn]] void refuse_field(const std::string& field, const std::string& value, const std::string& message) {
  Problems problems;
  problems.error(field, value, message);
  throw Refused(Refusal::invalid, field + " is not what it should be: " + message, problems);
}

// The field's number; none where it is missing or empty.
template <class Number>
std::optional<Number> number_of(const httplib::Request& request, const std::string& field) {
  const std::string text = request.get_param_value(field);
  if (text.empty()) return std::nullopt;
  Number number{};
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || rest != text.data() + text.size()) refuse_field(field, text, "a number is needed");
  return number;
}

}  // namespace

JobRequest job_request_of(const httplib::Request& request) {
  JobRequest wanted;
  wanted.name = request.get_param_value("name");
  wanted.priority = number_of<int>(request, "priority").value_or(0);
  wanted.time_limit_s = number_of<double>(request, "time_limit");
  wanted.tolerance = number_of<double>(request, "tolerance");
  wanted.method = request.get_param_value("method");
  wanted.previous_job = request.get_param_value("previous");
  wanted.labour_questions = request.get_param_value("labour") == "1";
  return wanted;
}

JobFilter job_filter_of(const httplib::Request& request) {
  JobFilter filter;
  std::istringstream states(request.get_param_value("states"));
  for (std::string name; std::getline(states, name, ',');) {
    const auto state = job_state_named(name);
    if (!state) refuse_field("states", name, "there is no such state");
    filter.states.push_back(*state);
  }
  filter.name_contains = request.get_param_value("name");
  filter.page_token = request.get_param_value("page");
  filter.page_size = number_of<int>(request, "size").value_or(filter.page_size);
  if (filter.page_size < 1 || filter.page_size > 1000) {
    refuse_field("size", std::to_string(filter.page_size), "1 to 1000 jobs are a page");
  }
  return filter;
}

std::string language_of(const httplib::Request& request) {
  const std::string language = request.has_param("language") ? request.get_param_value("language") : "en";
  if (language != "en" && language != "de") refuse_field("language", language, "en or de");
  return language;
}

}  // namespace planwerk::service
