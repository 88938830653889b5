#include "host/service/http/gate.hpp"

#include <array>
#include <string_view>

#include <arpa/inet.h>

namespace planwerk::service {
namespace {

std::string host_of(const std::string& header) {
  if (header.starts_with('[')) return header.substr(1, header.find(']') - 1);
  return header.substr(0, header.find(':'));
}

bool is_ip_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> address;
  return inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
         inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

// Nobody can make a browser believe that a foreign page has one of these names.
bool leads_nowhere_else(const std::string& host, const std::string& own_host) {
  return host.empty() || host == "localhost" || is_ip_address(host) || host == own_host;
}

bool is_known_method(const std::string& method) {
  return method == "GET" || method == "HEAD" || method == "POST" || method == "DELETE";
}

}  // namespace

httplib::Headers safe_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
           "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cache-Control", "no-store"}};
}

std::optional<Objection> objection_to(const httplib::Request& request, bool accounts, const std::string& own_host) {
  if (!is_known_method(request.method)) return Objection{405, "GET, HEAD, POST and DELETE are the methods here"};
  if (request.get_header_value_count("Content-Length") > 1 ||
      (request.has_header("Content-Length") && request.has_header("Transfer-Encoding"))) {
    return Objection{400, "the request's length is ambiguous"};
  }
  if (request.is_multipart_form_data()) return Objection{415, "files come as the request's body itself, not in a form"};
  if (!accounts && !leads_nowhere_else(host_of(request.get_header_value("Host")), own_host)) {
    return Objection{421, "this service without accounts is reached by localhost or an IP address only"};
  }
  const bool from_us = request.has_header("X-Planwerk") || request.has_header("Authorization");
  if (request.path.starts_with("/api/") && !from_us) {
    return Objection{403, "requests to /api/ need the header X-Planwerk or Authorization"};
  }
  return std::nullopt;
}

}  // namespace planwerk::service
