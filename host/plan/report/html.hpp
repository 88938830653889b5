#pragma once

#include <string>
#include <string_view>

namespace planwerk {

// Text made safe for elements and attributes of HTML and SVG.
std::string escaped(std::string_view text);

// At most `longest` characters of UTF-8 text, the last one an ellipsis where something was cut.
std::string shortened(std::string_view text, std::size_t longest);

}  // namespace planwerk
