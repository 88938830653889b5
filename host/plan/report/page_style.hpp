#pragma once

#include <string_view>

namespace planwerk {

// The texts of page_style.css and page_script.js, compiled in: a report is one file.
extern const std::string_view page_style;
extern const std::string_view page_script;

}  // namespace planwerk
