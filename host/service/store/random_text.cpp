#include "host/service/store/random_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

#include <sys/random.h>

namespace planwerk::service {

namespace {

constexpr std::string_view base_32 = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::string_view base_64_url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t id_length = 26;
constexpr std::size_t secret_bytes = 32;

template <std::size_t count>
std::array<unsigned char, count> random_bytes() {
  static_assert(count <= 256, "getrandom gives up to 256 bytes in one piece");
  std::array<unsigned char, count> bytes;
  ssize_t got;
  do {
    got = ::getrandom(bytes.data(), bytes.size(), 0);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(count)) {
    throw std::system_error(got < 0 ? errno : EIO, std::generic_category(), "no random numbers");
  }
  return bytes;
}

}  // namespace

std::string random_id() {
  std::string text;
  for (const unsigned char byte : random_bytes<id_length>()) text += base_32[byte & 31];
  return text;
}

bool is_id(std::string_view text) {
  return text.size() == id_length && text.find_first_not_of(base_32) == std::string_view::npos;
}

std::string random_secret() {
  std::string text;
  unsigned pending = 0;
  int bits = 0;
  for (const unsigned char byte : random_bytes<secret_bytes>()) {
    pending = pending << 8 | byte;
    for (bits += 8; bits >= 6; bits -= 6) text += base_64_url[pending >> (bits - 6) & 63];
  }
  text += base_64_url[pending << (6 - bits) & 63];  // 256 = 42 * 6 + 4
  return text;
}

bool is_user_id(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace planwerk::service
