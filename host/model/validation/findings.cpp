#include "host/model/validation/findings.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace planwerk {
namespace {

// How a sequence goes on after its lead byte: `more` bytes, the first of them from `least` to `greatest`, which leaves
// out longer forms than needed, surrogates and what lies beyond U+10FFFF (Unicode 15, table 3-7).
struct Continuation {
  std::size_t more;
  unsigned char least = 0x80, greatest = 0xbf;
};

std::optional<Continuation> continuation_of(unsigned char lead) {
  if (lead < 0x80) return Continuation{0};
  if (lead < 0xc2) return std::nullopt;
  if (lead < 0xe0) return Continuation{1};
  if (lead == 0xe0) return Continuation{2, 0xa0, 0xbf};
  if (lead == 0xed) return Continuation{2, 0x80, 0x9f};
  if (lead < 0xf0) return Continuation{2};
  if (lead == 0xf0) return Continuation{3, 0x90, 0xbf};
  if (lead < 0xf4) return Continuation{3};
  if (lead == 0xf4) return Continuation{3, 0x80, 0x8f};
  return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto next = continuation_of(static_cast<unsigned char>(text[at++]));
    if (!next || text.size() - at < next->more) return false;
    for (std::size_t k = 0; k < next->more; ++k) {
      const auto byte = static_cast<unsigned char>(text[at++]);
      if (byte < (k == 0 ? next->least : 0x80) || byte > (k == 0 ? next->greatest : 0xbf)) return false;
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
