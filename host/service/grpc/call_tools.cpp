#include "host/service/grpc/call_tools.hpp"

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

}  // namespace

Caller CallTools::caller(const grpc::CallbackServerContext& context) const {
  const auto& metadata = context.client_metadata();
  const auto header = metadata.find("authorization");
  const std::string_view authorization = header == metadata.end() ? std::string_view() : view(header->second);
  return access.authenticate(authorization, certified_name(context), "grpc");
}

}  // namespace planwerk::service
