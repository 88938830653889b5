#include "host/service/access/settings.hpp"

#include <unistd.h>

namespace planwerk::service {
namespace {

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::chrono::seconds whole_seconds(double seconds) {
  return std::chrono::seconds(static_cast<std::int64_t>(seconds));
}

void check_file(const std::string& name, const std::filesystem::path& file, Problems& problems) {
  if (file.empty()) return;
  if (access(file.c_str(), R_OK) != 0) problems.error(name, file.string(), "cannot be read");
}

void check_address(const std::string& name, const std::string& address, const ServiceSettings& settings,
                   Problems& problems) {
  if (address.empty() || is_loopback(address) || settings.insecure) return;
  if (!settings.tls.on()) {
    problems.error(name, address, "is reached from other machines: name tls-certificate and tls-key, or say insecure");
  }
  if (!settings.accounts)
    problems.error(name, address, "is reached from other machines: switch on accounts, or say insecure");
}

std::filesystem::path worker_program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "planwerk-worker";
}

}  // namespace

bool is_loopback(const std::string& address) {
  if (address.starts_with("unix:")) return true;
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

Problems check(const ServiceSettings& settings) {
  Problems problems;
  if (settings.folder.empty()) problems.error("folder", "", "is needed: where jobs and plans are kept");
  check_address("listen", settings.listen, settings, problems);
  check_address("http", settings.http, settings, problems);
  if (settings.listen.empty()) problems.error("listen", "", "is needed: HOST:PORT");
  if (settings.tls.certificate.empty() != settings.tls.key.empty()) {
    problems.error("tls-key", settings.tls.key.string(), "certificate and key are given together or not at all");
  }
  if (!settings.tls.on() && !settings.tls.client_ca.empty()) {
    problems.error("tls-client-ca", settings.tls.client_ca.string(),
                   "needs a certificate and key of the service's own");
  }
  check_file("tls-certificate", settings.tls.certificate, problems);
  check_file("tls-key", settings.tls.key, problems);
  check_file("tls-client-ca", settings.tls.client_ca, problems);
  if (settings.devices.empty()) problems.error("devices", "", "at least one is needed, such as cpu");
  return problems;
}

SupervisorSettings supervisor_settings(const ServiceSettings& settings) {
  SupervisorSettings result;
  result.worker = settings.worker.empty() ? worker_program() : settings.worker;
  for (const std::string& device : settings.devices) {
    result.slots.push_back({device, settings.threads, settings.worker_memory});
  }
  result.heartbeat_timeout = milliseconds(settings.heartbeat_s);
  result.checkpoint_interval = whole_seconds(settings.checkpoint_s);
  result.default_time_limit = whole_seconds(settings.time_limit_s);
  result.running_per_user = settings.running_per_user;
  return result;
}

}  // namespace planwerk::service
