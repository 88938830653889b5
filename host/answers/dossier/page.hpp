#pragma once

#include <string>
#include <string_view>

namespace planwerk {

// A self-contained HTML file in the style of the report: `title` as plain text, `body` as HTML.
std::string html_page(std::string_view title, std::string_view body);

}  // namespace planwerk
