#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace planwerk {

// SHA-256 on the fly (FIPS 180-4, by OpenSSL).
class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  // The digest of all bytes so far, 32 raw bytes. More may follow.
  std::string digest() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string lower_case_hex(std::string_view bytes);

}  // namespace planwerk
