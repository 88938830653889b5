#pragma once

#include <optional>
#include <string>

namespace planwerk::cli {

// What to do where client and service do not agree on TLS, by what gRPC says of a connection that was not made.
// Nothing where it failed for another reason, such as that nobody listens. `secure`: the client speaks TLS.
std::optional<std::string> tls_hint(const std::string& transport_error, bool secure);

}  // namespace planwerk::cli
