#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace planwerk {

// A number as text files write it: a leading plus sign, Fortran's exponent letter D and `inf` are understood; NaN, hex
// and anything behind the number are not.
std::optional<double> parse_number(std::string_view text);

// The shortest text that reads back as the same double; `inf` and `-inf` for the infinities.
void append_number(std::string& text, double value);

}  // namespace planwerk
