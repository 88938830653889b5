#include "host/service/http/health.hpp"

#include <httplib.h>

namespace planwerk::service {
namespace {

constexpr std::chrono::seconds answer_patience{4};

// An address that means every address of the machine is asked on the nearest one.
std::string reachable(std::string address) {
  for (const auto& [every, near] : {std::pair{"0.0.0.0:", "127.0.0.1:"}, std::pair{"[::]:", "[::1]:"}}) {
    if (address.starts_with(every)) return near + address.substr(std::string_view(every).size());
  }
  return address;
}

}  // namespace

std::string health_fault(const HttpSettings& settings) {
  httplib::Client client((settings.tls.on() ? "https://" : "http://") + reachable(settings.address));
  client.enable_server_certificate_verification(false);
  client.set_connection_timeout(answer_patience);
  client.set_read_timeout(answer_patience);
  const auto answer = client.Get("/healthz");
  if (!answer) {
    if (!settings.tls.client_ca.empty() && answer.error() != httplib::Error::Connection) return {};
    return settings.address + " does not answer";
  }
  return answer->status == 200 ? std::string() : answer->body;
}

}  // namespace planwerk::service
