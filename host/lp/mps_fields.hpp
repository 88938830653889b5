#pragma once

#include <array>
#include <string_view>

namespace planwerk {

// The fields of one data line of an MPS file, at most six.
struct MpsFields {
  std::array<std::string_view, 6> items;
  std::size_t count = 0;  // 7 where the line has more than six

  std::string_view operator[](std::size_t i) const { return items[i]; }
};

// Free format: whatever blanks and tabs separate.
MpsFields free_fields(std::string_view line);

// Fixed format: columns 2-3, 5-12, 15-22, 25-36, 40-47 and 50-61, blanks at their ends cut off. `with_code` says
// whether the section uses the first of them. Empty fields at the end are not counted.
MpsFields fixed_fields(std::string_view line, bool with_code);

std::string_view trimmed(std::string_view text);

}  // namespace planwerk
