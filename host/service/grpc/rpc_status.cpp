#include "host/service/grpc/rpc_status.hpp"

#include <new>

#include "planwerk/v1/rpc_status.pb.h"

namespace planwerk::service {
namespace {

// Clients take 8 KiB of metadata unless they are told otherwise; text and details go there, in base 64.
constexpr std::size_t details_limit = 3000;
constexpr std::size_t text_limit = 1000;

std::string shortened(const std::string& text) {
  if (text.size() <= text_limit) return text;
  std::size_t end = text_limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // not within a character
  return text.substr(0, end) + "...";
}

}  // namespace

grpc::StatusCode code_of(Refusal why) {
  switch (why) {
    case Refusal::invalid:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case Refusal::unauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    case Refusal::forbidden:
      return grpc::StatusCode::PERMISSION_DENIED;
    case Refusal::not_found:
      return grpc::StatusCode::NOT_FOUND;
    case Refusal::conflict:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case Refusal::exhausted:
    case Refusal::too_large:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case Refusal::unavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case Refusal::damaged:
      return grpc::StatusCode::DATA_LOSS;
  }
  return grpc::StatusCode::INTERNAL;
}

v1::Faults faults_of(const Problems& problems, std::size_t bytes) {
  v1::Faults faults;
  faults.set_errors(static_cast<std::int64_t>(problems.error_count()));
  faults.set_warnings(static_cast<std::int64_t>(problems.warning_count()));
  for (const Problem& problem : problems.kept()) {
    v1::Fault& fault = *faults.add_faults();
    fault.set_warning(problem.severity == Severity::warning);
    fault.set_path(problem.path);
    fault.set_value(problem.value);
    fault.set_message(problem.message);
    if (bytes == std::string::npos || faults.ByteSizeLong() <= bytes) continue;
    faults.mutable_faults()->RemoveLast();
    break;
  }
  return faults;
}

grpc::Status status_of(const Refused& refused) {
  const grpc::StatusCode code = code_of(refused.why());
  const std::string text = shortened(refused.what());
  if (refused.problems().kept().empty()) return {code, text};
  v1::RpcStatus details;
  details.set_code(static_cast<int>(code));
  details.set_message(text);
  details.add_details()->PackFrom(faults_of(refused.problems(), details_limit));
  return {code, text, details.SerializeAsString()};
}

grpc::Status status_of_current_exception() {
  try {
    throw;
  } catch (const Refused& refused) {
    return status_of(refused);
  } catch (const std::bad_alloc&) {
    return {grpc::StatusCode::UNAVAILABLE, "the service is out of memory; try again later"};
  } catch (const std::exception&) {
    return {grpc::StatusCode::INTERNAL, "the service failed; its log says more"};
  }
}

}  // namespace planwerk::service
