#include "host/service/http/api.hpp"

#include <chrono>
#include <fstream>

#include "host/service/http/answers.hpp"
#include "host/service/http/gate.hpp"
#include "host/service/http/incoming_file.hpp"
#include "host/service/http/request_fields.hpp"
#include "host/service/http/tls.hpp"

namespace planwerk::service {
namespace {

constexpr const char* one_job = R"(/api/jobs/([a-z0-9]{1,40}))";

std::string id_of(const httplib::Request& request) {
  return request.matches[1];
}

UnixMillis now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// A file as it is sent, piece by piece; it may be deleted meanwhile.
void send_file(httplib::Response& response, const std::filesystem::path& path, const std::string& saved_as) {
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file) throw Refused(Refusal::damaged, "the plan's file cannot be read");
  response.set_header("Content-Disposition", "attachment; filename=\"" + saved_as + "\"");
  response.set_content_provider(std::filesystem::file_size(path), "application/octet-stream",
                                [file, piece = std::vector<char>(256 << 10)](std::size_t offset, std::size_t length,
                                                                             httplib::DataSink& sink) mutable {
                                  file->seekg(static_cast<std::streamoff>(offset));
                                  file->read(piece.data(),
                                             static_cast<std::streamsize>(std::min(length, piece.size())));
                                  const auto got = static_cast<std::size_t>(file->gcount());
                                  return got > 0 && sink.write(piece.data(), got);
                                });
}

}  // namespace

Api::Api(Planner& planner, const Access& access, const HttpSettings& settings)
    : planner_(planner), access_(access), settings_(settings), reports_(settings.planwerk, settings.temporary) {}

Caller Api::caller_of(const httplib::Request& request) const {
  return access_.authenticate(request.get_header_value("Authorization"), certified_name(request.ssl), "http");
}

httplib::Server::Handler Api::for_callers(Handler handler) const {
  return [this, handler = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
    try {
      handler(caller_of(request), request, response);
    } catch (const Refused& refused) {
      refuse(response, refused);
    }
  };
}

httplib::Server::HandlerWithContentReader Api::without_body(Handler handler) const {
  return [inner = for_callers(std::move(handler))](const httplib::Request& request, httplib::Response& response,
                                                   const httplib::ContentReader&) { inner(request, response); };
}

void Api::add_to(httplib::Server& server) {
  server.Get("/api/session", for_callers([this](const Caller& caller, const httplib::Request&,
                                                httplib::Response& response) { session(caller, response); }));
  add_job_routes(server);
  add_opened_routes(server);
}

void Api::add_job_routes(httplib::Server& server) {
  using httplib::Request;
  using httplib::Response;
  server.Get("/api/jobs", for_callers([this](const Caller& caller, const Request& request, Response& response) {
               list(caller, request, response);
             }));
  server.Post("/api/jobs", [this](const Request& request, Response& response, const httplib::ContentReader& body) {
    for_callers([&](const Caller& caller, const Request&, Response&) { submit(caller, request, response, body); })(
        request, response);
  });
  server.Get(one_job, for_callers([this](const Caller& caller, const Request& request, Response& response) {
               answer(response, with_progress(planner_.get(caller, id_of(request)), caller));
             }));
  server.Delete(one_job, without_body([this](const Caller& caller, const Request& request, Response& response) {
                  planner_.remove(caller, id_of(request));
                  answer(response, nlohmann::json::object());
                }));
  server.Post(std::string(one_job) + "/cancel",
              without_body([this](const Caller& caller, const Request& request, Response& response) {
                answer(response, to_json(planner_.cancel(caller, id_of(request)), caller));
              }));
  server.Post(std::string(one_job) + "/ticket",
              without_body([this](const Caller& caller, const Request& request, Response& response) {
                const JobRecord job = planner_.get(caller, id_of(request));
                answer(response, {{"ticket", tickets_.issue(caller, job.id)}});
              }));
}

void Api::add_opened_routes(httplib::Server& server) {
  using Opener = std::function<void(const Tickets::Ticket&, const httplib::Request&, httplib::Response&)>;
  const auto with_ticket = [this](Opener open) {
    return [this, open = std::move(open)](const httplib::Request& request, httplib::Response& response) {
      try {
        const auto ticket = tickets_.find(request.matches[1]);
        if (!ticket) throw Refused(Refusal::not_found, "this address is no longer valid: open it from the list again");
        open(*ticket, request, response);
      } catch (const Refused& refused) {
        response.status = status_of(refused.why());
        response.set_content(refused.what(), "text/plain; charset=utf-8");
      }
    };
  };
  server.Get(R"(/open/([A-Za-z0-9_-]{43})/report\.html)",
             with_ticket([this](const Tickets::Ticket& ticket, const httplib::Request& request,
                                httplib::Response& response) { open_report(ticket, request, response); }));
  server.Get(R"(/open/([A-Za-z0-9_-]{43})/plan\.pbs)",
             with_ticket([this](const Tickets::Ticket& ticket, const httplib::Request&, httplib::Response& response) {
               open_plan(ticket, response);
             }));
}

void Api::session(const Caller& caller, httplib::Response& response) const {
  answer(response, {{"accounts", settings_.accounts},
                    {"user", caller.user.id},
                    {"version", settings_.version},
                    {"upload_bytes", settings_.upload_bytes}});
}

nlohmann::json Api::with_progress(const JobRecord& job, const Caller& caller) const {
  nlohmann::json value = to_json(job, caller);
  if (job.state != JobState::running) return value;
  if (const auto event = planner_.board_event(job.id)) value["progress"] = to_json(*event);
  return value;
}

void Api::list(const Caller& caller, const httplib::Request& request, httplib::Response& response) {
  const JobPage page = planner_.list(caller, job_filter_of(request));
  nlohmann::json jobs = nlohmann::json::array();
  for (const JobRecord& job : page.jobs) jobs.push_back(with_progress(job, caller));
  answer(response, {{"jobs", std::move(jobs)}, {"next_page", page.next_page_token}, {"now", now()}});
}

void Api::submit(const Caller& caller, const httplib::Request& request, httplib::Response& response,
                 const httplib::ContentReader& body) {
  const JobRequest wanted = job_request_of(request);
  IncomingFile file(settings_.temporary, request.get_param_value("file"));
  file.receive(request, body, settings_.upload_bytes);
  Problems warnings;
  const JobRecord job = planner_.submit_file(caller, request.get_param_value("key"), wanted, file.path(), warnings);
  answer(response, {{"job", to_json(job, caller)}, {"warnings", to_json(warnings)}}, 201);
}

void Api::open_report(const Tickets::Ticket& ticket, const httplib::Request& request, httplib::Response& response) {
  const std::string language = language_of(request);
  const auto job = planner_.job_path(ticket.caller, ticket.job);
  const auto plan = planner_.plan_path(ticket.caller, ticket.job);
  response.set_content(reports_.make(job, plan, language), "text/html; charset=utf-8");
  response.headers.erase("Content-Security-Policy");
  response.set_header("Content-Security-Policy", report_policy);
}

void Api::open_plan(const Tickets::Ticket& ticket, httplib::Response& response) {
  send_file(response, planner_.plan_path(ticket.caller, ticket.job), "plan-" + ticket.job + ".pbs");
}

}  // namespace planwerk::service
