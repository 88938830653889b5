#include "host/plan/report/html.hpp"

namespace planwerk {

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') safe += c;
    }
  }
  return safe;
}

std::string shortened(std::string_view text, std::size_t longest) {
  std::size_t characters = 0, end_of_kept = 0;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const bool starts_character = (static_cast<unsigned char>(text[k]) & 0xC0) != 0x80;
    if (starts_character && characters++ == longest - 1) end_of_kept = k;
  }
  return characters <= longest ? std::string(text) : std::string(text.substr(0, end_of_kept)) + "…";
}

}  // namespace planwerk
