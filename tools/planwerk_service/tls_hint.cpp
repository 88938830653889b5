#include "tools/planwerk_service/tls_hint.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace planwerk::cli {
namespace {

struct Sign {
  bool secure;
  std::string_view text;  // in lower case, without underscores: OpenSSL and BoringSSL differ in both
  const char* hint;
};

constexpr std::array<Sign, 5> signs{{
    {false, "socket closed",
     "it answers, but not without TLS: give the authority of its certificate with --ca FILE, or --tls where this "
     "machine trusts that anyway"},
    {true, "wrong version number", "it answers, but without TLS: leave out --tls, --ca and --cert"},
    {true, "certificate verify failed",
     "its certificate is of no authority that is trusted here, or has expired: give its authority with --ca FILE"},
    {true, "not in peer certificate", "its certificate is for another name: use one that stands in it with --server"},
    {true, "certificate required", "it wants a certificate of the client: --cert FILE --cert-key FILE"},
}};

std::string normal(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c == '_' ? ' ' : static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::optional<std::string> tls_hint(const std::string& transport_error, bool secure) {
  const std::string error = normal(transport_error);
  if (!error.starts_with("failed to connect")) return std::nullopt;
  for (const Sign& sign : signs) {
    if (sign.secure == secure && error.find(sign.text) != std::string::npos) return sign.hint;
  }
  return std::nullopt;
}

}  // namespace planwerk::cli
