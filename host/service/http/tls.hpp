#pragma once

#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "host/service/access/settings.hpp"

namespace planwerk::service {

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;
using TlsSession = std::unique_ptr<SSL, FreeTls>;

// TLS 1.2 or later with the service's certificate; with `client_ca` clients must show one too. None where TLS is off.
// Throws std::runtime_error naming the file that does not do.
TlsContext tls_context(const TlsFiles& files);

// The common name of the certificate that the client showed and that was found good; empty: none.
std::string certified_name(const SSL* session);

}  // namespace planwerk::service
