#pragma once

#include <string_view>

namespace planwerk {

// The texts of the style sheets and the script, compiled in: a report is one file.
extern const std::string_view page_style;     // all of a page: colours, pictures, the rest
extern const std::string_view picture_style;  // of pictures, in colours that are named
extern const std::string_view light_colours;  // the names' values
extern const std::string_view page_script;

}  // namespace planwerk
