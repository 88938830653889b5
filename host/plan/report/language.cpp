#include "host/plan/report/language.hpp"

#include <array>
#include <cmath>
#include <cstdint>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr std::size_t text_count = static_cast<std::size_t>(Phrase::count);
using Texts = std::array<std::string_view, text_count>;

constexpr Texts english_texts{{
#define PLANWERK_TEXT(name, words) words,
#include "host/plan/report/texts_en.def"
#undef PLANWERK_TEXT
}};

// By name, so that the order of the German file does not matter.
constexpr Texts in_order_of_english() {
  Texts texts{};
#define PLANWERK_TEXT(name, words) texts[static_cast<std::size_t>(Phrase::name)] = words;
#include "host/plan/report/texts_de.def"
#undef PLANWERK_TEXT
  return texts;
}
constexpr Texts german_texts = in_order_of_english();

// The places {0}, {1}, ... of a sentence as bits.
constexpr std::uint32_t places_of(std::string_view text) {
  std::uint32_t places = 0;
  for (std::size_t k = 0; k + 1 < text.size(); ++k) {
    if (text[k] == '{') places |= 1u << (text[k + 1] - '0');
  }
  return places;
}

constexpr bool say_the_same() {
  for (std::size_t k = 0; k < text_count; ++k) {
    if (english_texts[k].empty() || german_texts[k].empty()) return false;
    if (places_of(english_texts[k]) != places_of(german_texts[k])) return false;
  }
  return true;
}
static_assert(say_the_same(), "a sentence is missing in German or has places for other values than in English");

std::string with_sign(double value, std::string digits) {
  return value > 0 ? "+" + digits : digits;
}

}  // namespace

const Language& Language::english() {
  static const Language language("en", english_texts.data());
  return language;
}

const Language& Language::german() {
  static const Language language("de", german_texts.data());
  return language;
}

const Language* Language::of(std::string_view code) {
  for (const Language* language : {&english(), &german()}) {
    if (language->code() == code) return language;
  }
  return nullptr;
}

// German writes 1.234,5 for 1,234.5.
std::string Language::localised_digits(std::string digits) const {
  if (this == &english()) return digits;
  for (char& c : digits) c = c == ',' ? '.' : c == '.' ? ',' : c;
  return digits;
}

std::string Language::figure(double value) const {
  if (std::isnan(value)) return std::string((*this)[Phrase::unknown]);
  if (std::isinf(value)) return std::string((*this)[Phrase::unlimited]);
  return localised_digits(planwerk::figure(value));
}

std::string Language::people(double size) const {
  return size < 100 && size == std::floor(size) ? fmt::format("{:.0f}", size) : figure(size);
}

std::string Language::percent(double share) const {
  return std::isfinite(share) ? localised_digits(planwerk::percent(share)) : std::string((*this)[Phrase::unknown]);
}

std::string Language::amount(double value, std::string_view unit) const {
  return unit.empty() || unit == "1" ? figure(value) : fmt::format("{} {}", figure(value), unit);
}

std::string Language::signed_percent(double share) const {
  return with_sign(share, localised_digits(fmt::format("{:.1f} %", 100 * share)));
}

std::string Language::round_percent(double share, bool with_its_sign) const {
  const std::string text = localised_digits(fmt::format("{:.6g} %", 100 * share));
  return with_its_sign ? with_sign(share, text) : text;
}

std::string Language::signed_amount(double value, std::string_view unit) const {
  return with_sign(value, amount(value, unit));
}

}  // namespace planwerk
