#pragma once

#include <string>

#include "host/service/http/http_server.hpp"

namespace planwerk::service {

// Asks `/healthz` of the service that runs with these settings on this machine. Empty: it is well; else what is wrong.
// Nothing secret is sent, so its certificate is not looked at; where clients must show one, it is enough that somebody
// listens.
std::string health_fault(const HttpSettings& settings);

}  // namespace planwerk::service
