#pragma once

#include <functional>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "host/service/access/access.hpp"
#include "host/service/http/http_server.hpp"
#include "host/service/http/report_maker.hpp"
#include "host/service/http/tickets.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// What the page asks of the service; everything is asked of Planner in the caller's name. All but the last two are JSON
// and need the token where there are accounts.
//   GET    /api/session                          who is asking, and what the service is
//   GET    /api/jobs?states=&name=&page=&size=   newest first; those that run with their progress
//   POST   /api/jobs?file=&key=&name=&...        the body is a file of a job
//   GET    /api/jobs/ID     DELETE /api/jobs/ID     POST /api/jobs/ID/cancel
//   POST   /api/jobs/ID/ticket                   for the two addresses that a browser opens by itself:
//   GET    /open/TICKET/report.html?language=    GET /open/TICKET/plan.pbs
class Api {
 public:
  Api(Planner& planner, const Access& access, const HttpSettings& settings);
  void add_to(httplib::Server& server);

  // Who sent the request. Throws Refused (unauthenticated).
  Caller caller_of(const httplib::Request& request) const;

 private:
  using Handler = std::function<void(const Caller&, const httplib::Request&, httplib::Response&)>;
  // With the caller known; what is refused becomes the answer.
  httplib::Server::Handler for_callers(Handler handler) const;
  httplib::Server::HandlerWithContentReader without_body(Handler handler) const;

  void add_job_routes(httplib::Server& server);
  void add_opened_routes(httplib::Server& server);
  void session(const Caller& caller, httplib::Response& response) const;
  void list(const Caller& caller, const httplib::Request& request, httplib::Response& response);
  void submit(const Caller& caller, const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader& body);
  void open_report(const Tickets::Ticket& ticket, const httplib::Request& request, httplib::Response& response);
  void open_plan(const Tickets::Ticket& ticket, httplib::Response& response);
  nlohmann::json with_progress(const JobRecord& job, const Caller& caller) const;

  Planner& planner_;
  const Access& access_;
  const HttpSettings& settings_;
  Tickets tickets_;
  ReportMaker reports_;
};

}  // namespace planwerk::service
