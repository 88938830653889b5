#include "host/service/http/tls.hpp"

#include <stdexcept>

#include <openssl/err.h>

namespace planwerk::service {
namespace {

void demand(bool done, const std::filesystem::path& file, const std::string& what) {
  if (done) return;
  char reason[256] = "";
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  ERR_clear_error();
  throw std::runtime_error(file.string() + " " + what + ": " + reason);
}

void demand_client_certificates(SSL_CTX* context, const std::filesystem::path& authority) {
  demand(SSL_CTX_load_verify_locations(context, authority.c_str(), nullptr) == 1, authority,
         "holds no certificate authority");
  SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(authority.c_str()));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
}

}  // namespace

TlsContext tls_context(const TlsFiles& files) {
  if (!files.on()) return nullptr;
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // A session is resumed only where the certificate was checked by this server.
  const unsigned char name[] = "planwerk";
  SSL_CTX_set_session_id_context(context.get(), name, sizeof name - 1);
  demand(SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) == 1, files.certificate,
         "is no certificate");
  demand(SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) == 1, files.key,
         "is no key, or not that of the certificate");
  demand(SSL_CTX_check_private_key(context.get()) == 1, files.key, "does not fit the certificate");
  if (!files.client_ca.empty()) demand_client_certificates(context.get(), files.client_ca);
  return context;
}

std::string certified_name(const SSL* session) {
  if (session == nullptr || SSL_get_verify_mode(session) == SSL_VERIFY_NONE) return {};
  const std::unique_ptr<X509, FreeTls> certificate(SSL_get1_peer_certificate(session));
  if (!certificate || SSL_get_verify_result(session) != X509_V_OK) return {};
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  // A subject with two names is nobody's: which of them counts would be for each reader to guess.
  const int place = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (place < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, place) >= 0) return {};
  const ASN1_STRING* text = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, place));
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

}  // namespace planwerk::service
