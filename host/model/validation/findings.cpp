#include "host/model/validation/findings.hpp"

#include <array>
#include <charconv>

namespace planwerk {
namespace {

// Number of continuation bytes a UTF-8 lead byte asks for; -1 where it is none.
int continuation_bytes(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead < 0xe0) return 1;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  if (lead >= 0xf0 && lead < 0xf5) return 3;
  return -1;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const int more = continuation_bytes(static_cast<unsigned char>(text[at++]));
    if (more < 0 || text.size() - at < static_cast<std::size_t>(more)) return false;
    for (int k = 0; k < more; ++k) {
      if ((static_cast<unsigned char>(text[at++]) & 0xc0) != 0x80) return false;
    }
  }
  return true;
}

Place Place::entry(std::string_view entries, std::int64_t number) const {
  Place place = *this;
  place.entries_ = entries;
  place.entry_ = number;
  return place;
}

Place Place::field(std::string_view name) const {
  Place place = *this;
  place.field_ = name;
  return place;
}

std::string Place::text() const {
  std::string text(list_);
  if (position_ >= 0) text += '[' + (id_.empty() ? std::to_string(position_) : quoted(id_)) + ']';
  if (!entries_.empty()) text += '.' + std::string(entries_) + '[' + std::to_string(entry_) + ']';
  if (!field_.empty()) text += '.' + std::string(field_);
  return text;
}

std::string quoted(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  const bool readable = is_utf8(text);
  std::string result = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !readable)) {
      result += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    } else {
      if (character == '"' || character == '\\') result += '\\';
      result += character;
    }
  }
  return result + '"';
}

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "infinity" : "-infinity";
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

bool Findings::fail(const Place& place, double value, std::string message) {
  return fail(place, number_text(value), std::move(message));
}

bool Findings::fail(const Place& place, std::string value, std::string message) {
  problems_.error(place.text(), std::move(value), std::move(message));
  return false;
}

void Findings::warn(const Place& place, std::string value, std::string message) {
  problems_.warning(place.text(), std::move(value), std::move(message));
}

}  // namespace planwerk
