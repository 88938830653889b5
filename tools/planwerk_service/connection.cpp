#include "tools/planwerk_service/connection.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include "planwerk/v1/rpc_status.pb.h"
#include "tools/planwerk/interrupt.hpp"
#include "tools/planwerk_service/tls_hint.hpp"

namespace planwerk::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* default_server = "127.0.0.1:50551";
constexpr int message_limit = (16 << 20) + 4096;
constexpr int metadata_limit = 64 << 10;
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};
// Attempts to connect that fail for want of TLS, or too much of it, one after the other: a service that is just being
// killed may look so once.
constexpr int most_misunderstandings = 5;

std::string contents(const std::string& file) {
  std::ostringstream text;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || !(text << stream.rdbuf())) throw std::system_error(ENOENT, std::generic_category(), file);
  return text.str();
}

bool is_local(const std::string& server) {
  return server.starts_with("unix:") || server.starts_with("localhost:") || server.starts_with("127.") ||
         server.starts_with("[::1]");
}

Problems problems_in(const grpc::Status& status) {
  Problems problems;
  v1::RpcStatus details;
  if (!details.ParseFromString(status.error_details())) return problems;
  for (const auto& detail : details.details()) {
    v1::Faults faults;
    if (!detail.UnpackTo(&faults)) continue;
    for (const v1::Fault& fault : faults.faults()) {
      problems.add(fault.warning() ? Severity::warning : Severity::error, fault.path(), fault.value(), fault.message());
    }
  }
  return problems;
}

bool may_pass(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE;
}

}  // namespace

RpcError::RpcError(const grpc::Status& status)
    : std::runtime_error(status.error_message()), code_(status.error_code()), problems_(problems_in(status)) {}

ExitCode RpcError::exit_code() const {
  switch (code_) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
      return ExitCode::bad_input;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
      return ExitCode::stopped_short;
    default:
      return ExitCode::internal_failure;
  }
}

void Connection::add_flags(CLI::App& command) {
  const auto group = command.add_option_group("Service");
  group->add_option("--server", server_, "HOST:PORT")->envname("PLANWERK_SERVER")->capture_default_str();
  group->add_option("--token-file", token_file_, "a file with the API token; else PLANWERK_TOKEN")->type_name("FILE");
  group->add_flag("--tls", tls_, "TLS, with the certificates that this machine trusts");
  group->add_option("--ca", ca_, "TLS, with the authority in this PEM file")->envname("PLANWERK_CA")->type_name("FILE");
  group->add_option("--cert", certificate_, "the client's own certificate, for mutual TLS")->type_name("FILE");
  group->add_option("--cert-key", key_, "its key")->type_name("FILE");
  group->add_flag("--insecure", insecure_, "send the token to another machine without TLS");
  group->add_option("--patience", patience_s_, "seconds to keep trying while the service is away")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
}

std::string Connection::token() const {
  std::string token;
  if (!token_file_.empty()) {
    token = contents(token_file_);
  } else if (const char* variable = std::getenv("PLANWERK_TOKEN")) {
    token = variable;
  }
  while (!token.empty() && std::isspace(static_cast<unsigned char>(token.back()))) token.pop_back();
  return token;
}

bool Connection::is_secure() const {
  return tls_ || !ca_.empty() || !certificate_.empty();
}

std::shared_ptr<grpc::ChannelCredentials> Connection::credentials() const {
  if (!is_secure()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  if (!ca_.empty()) options.pem_root_certs = contents(ca_);
  if (!certificate_.empty()) options.pem_cert_chain = contents(certificate_);
  if (!key_.empty()) options.pem_private_key = contents(key_);
  return grpc::SslCredentials(options);
}

void Connection::open() {
  const std::string secret = token();
  if (!secret.empty() && !is_secure() && !is_local(server_) && !insecure_) {
    throw std::system_error(EPERM, std::generic_category(),
                            "the token would travel to " + server_ + " in the open: use --tls or --ca");
  }
  if (!secret.empty()) authorization_ = "Bearer " + secret;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(message_limit);
  arguments.SetMaxSendMessageSize(message_limit);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, metadata_limit);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  stub_ = v1::Planner::NewStub(grpc::CreateCustomChannel(server_, credentials(), arguments));
}

std::unique_ptr<grpc::ClientContext> Connection::context() const {
  auto result = std::make_unique<grpc::ClientContext>();
  if (!authorization_.empty()) result->AddMetadata("authorization", authorization_);
  return result;
}

void Connection::persist(const std::function<grpc::Status()>& attempt) const {
  const auto patience = std::chrono::duration<double>(patience_s_);
  auto away_since = Clock::now();
  auto pause = first_pause;
  for (int misunderstandings = 0;;) {
    const auto begin = Clock::now();
    const grpc::Status status = attempt();
    if (status.ok()) return;
    if (Clock::now() - begin > longest_pause) {  // it was there for a while
      away_since = Clock::now();
      pause = first_pause;
    }
    const auto hint = tls_hint(status.error_message(), is_secure());
    misunderstandings = hint ? misunderstandings + 1 : 0;
    const bool too_long = Clock::now() + pause - away_since > patience || misunderstandings == most_misunderstandings;
    if (!may_pass(status.error_code()) || too_long || interrupted_by_user()) {
      throw RpcError(hint ? grpc::Status(status.error_code(), status.error_message() + "; " + *hint) : status);
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, longest_pause);
  }
}

std::string Connection::flags_text() const {
  std::string text;
  if (server_ != default_server) text += " --server " + server_;
  if (!ca_.empty()) text += " --ca " + ca_;
  if (tls_) text += " --tls";
  if (!token_file_.empty()) text += " --token-file " + token_file_;
  return text;
}

ExitCode tell_refusals(const Console& console, const std::function<ExitCode()>& command) {
  try {
    return command();
  } catch (const RpcError& error) {
    console.problems(error.problems());
    if (error.problems().kept().empty()) console.error(error.what());
    return error.exit_code();
  }
}

}  // namespace planwerk::cli
