#include "host/service/grpc/grpc_server.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>

#include "host/service/grpc/planner_service.hpp"

namespace planwerk::service {
namespace {

constexpr int quick_threads = 32;  // most of them wait for the disk, together
constexpr int slow_threads = 32;   // likewise, or for their turn to read a large job
constexpr int minute_ms = 60'000;

std::string contents(const std::filesystem::path& file) {
  std::ostringstream text;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !(text << stream.rdbuf())) throw std::runtime_error(file.string() + ": cannot be read");
  return text.str();
}

std::shared_ptr<grpc::ServerCredentials> credentials_of(const TlsFiles& tls) {
  if (!tls.on()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({contents(tls.key), contents(tls.certificate)});
  if (!tls.client_ca.empty()) {
    options.pem_root_certs = contents(tls.client_ca);
    options.client_certificate_request = GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
  }
  return grpc::SslServerCredentials(options);
}

// Connections that are slow, silent or half open end; nobody holds one for ever.
void limit_connections(grpc::ServerBuilder& builder, const ServiceSettings& settings) {
  const int silence_ms = static_cast<int>(std::min(settings.silence_s, 1e6) * 1000);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, std::min(silence_ms, minute_ms / 6));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, minute_ms);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, minute_ms / 3);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, minute_ms / 6);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 30 * minute_ms);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, 24 * 60 * minute_ms);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60 * minute_ms);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second service on the port is a mistake
}

// A compressed message is limited only in its compressed size: none is taken.
void limit_messages(grpc::ServerBuilder& builder, const ServiceSettings& settings) {
  builder.SetMaxReceiveMessageSize(message_limit);
  builder.SetMaxSendMessageSize(message_limit);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  grpc::ResourceQuota quota("planwerk");
  quota.Resize(static_cast<std::size_t>(settings.call_memory));
  builder.SetResourceQuota(quota);
}

}  // namespace

struct GrpcServer::State {
  State(Planner& planner, const Access& access, const ServiceSettings& service_settings)
      : settings(service_settings),
        quick(quick_threads),
        slow(slow_threads),
        silence(std::chrono::milliseconds(static_cast<std::int64_t>(service_settings.silence_s * 1000))),
        tools{planner, access, quick, slow, answers, silence, feed, service_settings.folder / "incoming"},
        service(tools) {}

  // Of the whole server, and of the service by its name: health clients ask for either.
  void tell_health(bool serving) {
    grpc::HealthCheckServiceInterface& health = *server->GetHealthCheckService();
    health.SetServingStatus(serving);
    health.SetServingStatus(v1::Planner::service_full_name(), serving);
  }

  const ServiceSettings settings;
  WorkPool quick;
  WorkPool slow;
  WorkPool answers{1};
  SilenceWatch silence;
  WatchFeed feed;
  CallTools tools;
  PlannerService service;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

GrpcServer::GrpcServer(Planner& planner, const Access& access, const ServiceSettings& settings)
    : state_(std::make_unique<State>(planner, access, settings)) {}

GrpcServer::~GrpcServer() {
  stop(std::chrono::milliseconds(0));
}

void GrpcServer::on_call(std::function<void(const std::string& method, const std::string& code)> told) {
  state_->tools.on_call = std::move(told);
}

void GrpcServer::start() {
  std::filesystem::remove_all(state_->tools.temporary);
  std::filesystem::create_directory(state_->tools.temporary);
  std::filesystem::permissions(state_->tools.temporary, std::filesystem::perms::owner_all);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  limit_connections(builder, state_->settings);
  limit_messages(builder, state_->settings);
  builder.AddListeningPort(state_->settings.listen, credentials_of(state_->settings.tls), &state_->port);
  builder.RegisterService(&state_->service);
  state_->server = builder.BuildAndStart();
  if (!state_->server || state_->port == 0) {
    throw std::runtime_error(state_->settings.listen + ": cannot be listened on; is it in use?");
  }
  state_->tell_health(true);
}

int GrpcServer::port() const {
  return state_->port;
}

void GrpcServer::begin_drain() {
  if (state_->server) state_->tell_health(false);
}

void GrpcServer::stop(std::chrono::milliseconds grace) {
  if (!state_->server) return;
  state_->feed.close();  // watchers would not end by themselves
  state_->server->Shutdown(std::chrono::system_clock::now() + grace);
  state_->server->Wait();
  state_->server.reset();
}

}  // namespace planwerk::service
