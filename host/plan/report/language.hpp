#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace planwerk {

// The sentences of reports by name. Their words stand in texts_en.def and texts_de.def, which compile only where both
// say everything, with the same places for values.
enum class Phrase : std::size_t {
#define PLANWERK_TEXT(name, words) name,
#include "host/plan/report/texts_en.def"
#undef PLANWERK_TEXT
  count
};

// A language of reports: its sentences and how it writes numbers.
class Language {
 public:
  static const Language& english();
  static const Language& german();
  // By ISO 639 code, `en` or `de`; null for others.
  static const Language* of(std::string_view code);

  std::string_view code() const { return code_; }
  const Language& other() const { return this == &english() ? german() : english(); }

  std::string_view operator[](Phrase phrase) const { return texts_[static_cast<std::size_t>(phrase)]; }
  // The sentence with values in its places {0}, {1}, ...
  template <class... Values>
  std::string say(Phrase phrase, const Values&... values) const {
    return fmt::format(fmt::runtime((*this)[phrase]), values...);
  }

  // 12,840   103   24.6   6.82   0.0125   1.3e-09: about three digits, thousands set apart.
  std::string figure(double value) const;
  // 60   24,000   2.5   Whole people are told as such.
  std::string people(double size) const;
  // 62.9 %. Never 100.0 % of what is told as short, never 0.0 % of what is more than nothing.
  std::string percent(double share) const;
  // A figure with its unit; pieces go without.
  std::string amount(double value, std::string_view unit) const;
  // "+3.2 %", "-1,200 h": differences.
  std::string signed_percent(double share) const;
  // Of a round share, as on a scale: 50 %, 2.5 %.
  std::string round_percent(double share, bool with_its_sign) const;
  std::string signed_amount(double value, std::string_view unit) const;
  // Digits as English writes them, in this language.
  std::string localised_digits(std::string digits) const;

 private:
  Language(std::string_view code, const std::string_view* texts) : code_(code), texts_(texts) {}

  std::string_view code_;
  const std::string_view* texts_;  // Phrase::count of them
};

}  // namespace planwerk
