#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "host/service/access/access.hpp"
#include "host/service/access/settings.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {

// planwerk.v1.Planner, health and reflection over gRPC. The references must outlive the server.
class GrpcServer {
 public:
  GrpcServer(Planner& planner, const Access& access, const ServiceSettings& settings);
  ~GrpcServer();  // stop() with no time left

  // To be told of every call's end, for metrics; before start().
  void on_call(std::function<void(const std::string& method, const std::string& code)> told);

  // Listens from now on. Throws std::runtime_error naming the address that is not to be had.
  void start();
  int port() const;    // that it listens on
  void begin_drain();  // health says so from now on; all else goes on
  // No new calls; those under way have so long to come to their end, then they are cut off.
  void stop(std::chrono::milliseconds grace);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace planwerk::service
