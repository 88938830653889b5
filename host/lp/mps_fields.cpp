#include "host/lp/mps_fields.hpp"

#include <algorithm>

namespace planwerk {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

MpsFields free_fields(std::string_view line) {
  MpsFields fields;
  const char* at = line.data();
  const char* const end = at + line.size();
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (true) {
    while (at != end && is_blank(*at)) ++at;
    if (at == end) return fields;
    if (fields.count == fields.items.size()) break;
    const char* const begin = at;
    while (at != end && !is_blank(*at)) ++at;
    fields.items[fields.count++] = {begin, static_cast<std::size_t>(at - begin)};
  }
  fields.count = fields.items.size() + 1;
  return fields;
}

MpsFields fixed_fields(std::string_view line, bool with_code) {
  struct Place {
    std::size_t begin, size;
  };
  constexpr std::array<Place, 6> places{{{1, 2}, {4, 8}, {14, 8}, {24, 12}, {39, 8}, {49, 12}}};
  MpsFields fields;
  std::size_t item = 0;
  for (std::size_t p = with_code ? 0 : 1; p < places.size(); ++p, ++item) {
    if (places[p].begin >= line.size()) break;
    fields.items[item] = trimmed(line.substr(places[p].begin, places[p].size));
    if (!fields.items[item].empty()) fields.count = item + 1;
  }
  return fields;
}

}  // namespace planwerk
