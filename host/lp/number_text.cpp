#include "host/lp/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace planwerk {
namespace {

std::optional<double> parse_plain(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || std::isnan(value)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  const auto fortran_exponent = text.find_first_of("dD");
  if (fortran_exponent == std::string_view::npos) return parse_plain(text);
  std::string usual(text);
  usual[fortran_exponent] = 'e';
  return parse_plain(usual);
}

void append_number(std::string& text, double value) {
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  text.append(digits.data(), end);
}

}  // namespace planwerk
