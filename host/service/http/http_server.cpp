#include "host/service/http/http_server.hpp"

#include <filesystem>

#include "host/service/http/answers.hpp"
#include "host/service/http/api.hpp"
#include "host/service/http/gate.hpp"
#include "host/service/http/listener.hpp"
#include "host/service/http/metrics.hpp"
#include "host/service/http/page_files.hpp"

namespace planwerk::service {
namespace {

// What a request was for, without ids: what metrics may say.
std::string route_of(const std::string& path) {
  if (path == "/metrics" || path == "/healthz") return path;
  if (path.starts_with("/api/jobs/")) return "/api/jobs/ID";
  if (path == "/api/jobs" || path == "/api/session") return path;
  if (path.starts_with("/open/")) return "/open";
  return "page";
}

void empty_folder(const std::filesystem::path& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

}  // namespace

HttpSettings http_settings(const ServiceSettings& settings) {
  HttpSettings result;
  result.address = settings.http;
  result.tls = settings.tls;
  result.accounts = settings.accounts;
  result.temporary = settings.folder / "http";
  result.planwerk = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "planwerk";
  result.version = PLANWERK_VERSION;
  result.upload_bytes = std::min(result.upload_bytes, settings.limits.job_bytes);
  return result;
}

struct HttpServer::State {
  State(Planner& planner, JobStore& its_store, Supervisor& supervisor, EventBoard& events, const Access& access,
        HttpSettings its_settings)
      : settings(std::move(its_settings)),
        own_host(settings.address.substr(0, settings.address.rfind(':'))),
        store(its_store),
        metrics(store, supervisor, events),
        api(planner, access, settings) {}

  void set_up(Listener& server) {
    server.set_default_headers(safe_headers());
    server.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      const auto objection = objection_to(request, settings.accounts, own_host);
      if (!objection) return httplib::Server::HandlerResponse::Unhandled;
      tell(response, objection->status, objection->text);
      return httplib::Server::HandlerResponse::Handled;
    });
    // What went wrong inside is for the log, not for whoever asked.
    server.set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      tell(response, 500, "something went wrong in the service");
    });
    server.set_logger([this](const httplib::Request& request, const httplib::Response& response) {
      metrics.count_request("http", route_of(request.path), std::to_string(response.status));
    });
    add_page(server);
    api.add_to(server);
    server.Get("/metrics", [this](const httplib::Request& request, httplib::Response& response) {
      tell_metrics(request, response);
    });
    server.Get("/healthz", [this](const httplib::Request&, httplib::Response& response) { tell_health(response); });
    refuse_all_else(server);
  }

  static void tell(httplib::Response& response, int status, const std::string& text) {
    answer(response, {{"error", {{"code", "http"}, {"message", text}}}}, status);
  }

  static void add_page(Listener& server) {
    for (const PageFile& file : page_files()) {
      server.Get(std::string(file.path), [file](const httplib::Request&, httplib::Response& response) {
        response.set_content(file.text.data(), file.text.size(), std::string(file.type));
      });
    }
  }

  // Without this httplib would read the whole body of a request that nobody answers into memory.
  static void refuse_all_else(Listener& server) {
    const auto nothing_here = [](const httplib::Request&, httplib::Response& response, const httplib::ContentReader&) {
      tell(response, 404, "there is nothing here");
    };
    server.Post(".*", nothing_here);
    server.Delete(".*", nothing_here);
  }

  void tell_metrics(const httplib::Request& request, httplib::Response& response) {
    try {
      api.caller_of(request);
      response.set_content(metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
    } catch (const Refused& refused) {
      refuse(response, refused);
    }
  }

  void tell_health(httplib::Response& response) const {
    bool readable = true;
    try {
      store.running();
    } catch (const StoreError&) {
      readable = false;
    }
    const char* status = !readable ? "the store cannot be read" : draining ? "draining" : "ok";
    answer(response, {{"status", status}, {"version", settings.version}}, readable && !draining ? 200 : 503);
  }

  HttpSettings settings;
  std::string own_host;
  JobStore& store;
  Metrics metrics;
  Api api;
  std::atomic<bool> draining = false;
  std::unique_ptr<Listener> listener;
  int port = 0;
};

HttpServer::HttpServer(Planner& planner, JobStore& store, Supervisor& supervisor, EventBoard& events,
                       const Access& access, HttpSettings settings)
    : state_(std::make_unique<State>(planner, store, supervisor, events, access, std::move(settings))) {}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  empty_folder(state_->settings.temporary);
  state_->listener = std::make_unique<Listener>(tls_context(state_->settings.tls), state_->settings.connections);
  state_->set_up(*state_->listener);
  state_->port = state_->listener->begin(state_->settings.address);
}

int HttpServer::port() const {
  return state_->port;
}

void HttpServer::begin_drain() {
  state_->draining = true;
}

void HttpServer::count_call(const std::string& method, const std::string& code) {
  state_->metrics.count_request("grpc", method, code);
}

void HttpServer::stop() {
  state_->listener.reset();
}

}  // namespace planwerk::service
