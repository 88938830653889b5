#pragma once

#include <string>
#include <string_view>

#include "host/plan/report/html.hpp"

namespace planwerk {

// A drawing as an SVG element with title and description, for a page or as a file of its own. Layout is computed here,
// so that it needs no script, prints, and is the same for everyone.
struct Picture {
  std::string name;   // stem of its file
  std::string title;  // for people
  std::string svg;    // <svg ...>...</svg>, with the title for those who listen
};

// Begins an SVG element of class `kind`, its size in pixels.
void open_svg(Markup& svg, std::string_view kind, double width, double height, std::string_view title,
              std::string_view description);

// The picture as an SVG file that needs no style sheet, in light colours.
std::string svg_file(const Picture& picture);

}  // namespace planwerk
