#include "host/codec/sha256.hpp"

#include <stdexcept>

#include <openssl/evp.h>

namespace planwerk {

namespace {

void demand(bool done) {
  if (!done) throw std::runtime_error("SHA-256 is not available from OpenSSL");
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept {
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  demand(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256::update(std::string_view bytes) {
  demand(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::digest() const {
  const std::unique_ptr<evp_md_ctx_st, Free> copy(EVP_MD_CTX_new());
  std::string bytes(32, '\0');
  demand(copy && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1 &&
         EVP_DigestFinal_ex(copy.get(), reinterpret_cast<unsigned char*>(bytes.data()), nullptr) == 1);
  return bytes;
}

std::string lower_case_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace planwerk
