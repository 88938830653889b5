#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/plan/report/picture.hpp"

namespace planwerk {

// Rectangles whose areas are to the scale of sizes, as near to squares as they get.
struct Tile {
  std::string label;
  std::string value;      // in words, below the label where there is room
  double size = 0;        // >= 0
  std::string_view tone;  // class of picture_style.css
};

struct Treemap {
  std::string name;
  std::string title;
  std::string description;
  std::vector<Tile> tiles;
};

struct PlacedTile {
  double x = 0, y = 0, width = 0, height = 0;
};

// Tiles of the given sizes that fill a rectangle, in the sizes' order; those of size 0 are empty.
// Bruls, Huizing & van Wijk, Squarified treemaps, Data Visualization 2000.
std::vector<PlacedTile> squarified(std::span<const double> sizes, double width, double height);

Picture draw(const Treemap& map);

}  // namespace planwerk
