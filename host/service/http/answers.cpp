#include "host/service/http/answers.hpp"

#include <cmath>

namespace planwerk::service {
namespace {

using nlohmann::json;

json finite_or_null(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

json to_json(const PlanFigures& figures) {
  return {{"status", to_string(figures.status)},
          {"objective", finite_or_null(figures.objective)},
          {"safe_gap", finite_or_null(figures.safe_gap)},
          {"elapsed_s", figures.elapsed_s}};
}

json to_json(const JobSize& size) {
  return {{"products", size.products}, {"recipes", size.recipes}, {"needs", size.needs}, {"bytes", size.bytes}};
}

}  // namespace

json to_json(const JobRecord& job, const Caller& reader) {
  json value = {{"id", job.id},
                {"owner", job.owner},
                {"mine", job.owner == reader.user.id},
                {"name", job.request.name},
                {"priority", job.request.priority},
                {"state", to_string(job.state)},
                {"reason", job.reason},
                {"cancel_requested", job.cancel_requested},
                {"attempts", job.attempts},
                {"created", job.created},
                {"started", job.started},
                {"finished", job.finished},
                {"size", to_json(job.size)},
                {"has_plan", job.plan.has_value()}};
  if (job.figures) value["figures"] = to_json(*job.figures);
  return value;
}

json to_json(const JobEvent& event) {
  return {{"phase", event.phase},
          {"method", event.method},
          {"iteration", event.iteration},
          {"primal_residual", finite_or_null(event.primal_residual)},
          {"dual_residual", finite_or_null(event.dual_residual)},
          {"relative_gap", finite_or_null(event.relative_gap)},
          {"objective", finite_or_null(event.objective)},
          {"elapsed_s", event.elapsed_s}};
}

json to_json(const Problems& problems) {
  json list = json::array();
  for (const Problem& problem : problems.kept()) {
    list.push_back({{"severity", problem.severity == Severity::error ? "error" : "warning"},
                    {"path", problem.path},
                    {"value", problem.value},
                    {"message", problem.message}});
  }
  return list;
}

void answer(httplib::Response& response, const json& value, int status) {
  response.status = status;
  response.set_content(value.dump(-1, ' ', false, json::error_handler_t::replace), "application/json");
}

void refuse(httplib::Response& response, const Refused& refused) {
  json error = {{"code", to_string(refused.why())}, {"message", refused.what()}};
  if (!refused.problems().kept().empty()) {
    error["problems"] = to_json(refused.problems());
    error["errors"] = refused.problems().error_count();
  }
  answer(response, {{"error", error}}, status_of(refused.why()));
  if (refused.why() == Refusal::unauthenticated) response.set_header("WWW-Authenticate", "Bearer");
  if (refused.why() == Refusal::unavailable) response.set_header("Retry-After", "10");
}

int status_of(Refusal why) {
  switch (why) {
    case Refusal::invalid:
      return 400;
    case Refusal::unauthenticated:
      return 401;
    case Refusal::forbidden:
      return 403;
    case Refusal::not_found:
      return 404;
    case Refusal::conflict:
      return 409;
    case Refusal::too_large:
      return 413;
    case Refusal::exhausted:
      return 429;
    case Refusal::damaged:
      return 500;
    case Refusal::unavailable:
      return 503;
  }
  return 500;
}

}  // namespace planwerk::service
