#include "host/service/grpc/call_tools.hpp"

#include <array>

namespace planwerk::service {
namespace {

std::string_view view(grpc::string_ref text) {
  return {text.data(), text.size()};
}

// Of the client's certificate, where mutual TLS checked one.
std::string certified_name(const grpc::CallbackServerContext& context) {
  const auto peer = context.auth_context();
  if (!peer || !peer->IsPeerAuthenticated()) return {};
  const auto names = peer->FindPropertyValues("x509_common_name");
  return names.empty() ? std::string() : std::string(view(names.front()));
}

const char* name_of(grpc::StatusCode code) {
  constexpr std::array<const char*, 17> names{
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  const auto number = static_cast<std::size_t>(code);
  return number < names.size() ? names[number] : "UNKNOWN";
}

}  // namespace

grpc::Status CallTools::ended(const char* method, grpc::Status status) const {
  if (on_call) on_call(method, name_of(status.error_code()));
  return status;
}

Caller CallTools::caller(const grpc::CallbackServerContext& context) const {
  const auto& metadata = context.client_metadata();
  const auto header = metadata.find("authorization");
  const std::string_view authorization = header == metadata.end() ? std::string_view() : view(header->second);
  return access.authenticate(authorization, certified_name(context), "grpc");
}

}  // namespace planwerk::service
