#include "host/plan/report/treemap.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace planwerk {
namespace {

constexpr double map_width = 880;
constexpr double map_height = 460;
constexpr double letter_width = 6.6;  // of the font used, on average and a little more
constexpr double line_height = 15;
constexpr double padding = 5;
constexpr std::size_t fewest_letters = 4;  // of a label worth writing

// Fills what is left of the rectangle row by row along its shorter side.
class Squarifier {
 public:
  Squarifier(double width, double height) : free_{0, 0, width, height} {}

  std::vector<PlacedTile> place(std::span<const double> areas) {
    tiles_.resize(areas.size());
    for (std::size_t begin = 0; begin < areas.size();) {
      const std::size_t end = end_of_row(areas, begin);
      set_row(areas, begin, end);
      begin = end;
    }
    return std::move(tiles_);
  }

 private:
  double shorter() const { return std::min(free_.width, free_.height); }

  // The worst ratio of sides in a row of these areas.
  double worst_ratio(double sum, double least, double greatest) const {
    const double side = shorter();
    if (least <= 0 || side <= 0) return std::numeric_limits<double>::infinity();
    return std::max(side * side * greatest / (sum * sum), sum * sum / (side * side * least));
  }

  // A row takes tiles as long as they make it no worse.
  std::size_t end_of_row(std::span<const double> areas, std::size_t begin) const {
    double sum = areas[begin], least = sum, greatest = sum;
    std::size_t end = begin + 1;
    for (; end < areas.size(); ++end) {
      const double next = areas[end];
      if (worst_ratio(sum + next, std::min(least, next), std::max(greatest, next)) > worst_ratio(sum, least, greatest))
        break;
      sum += next;
      least = std::min(least, next);
      greatest = std::max(greatest, next);
    }
    return end;
  }

  void set_row(std::span<const double> areas, std::size_t begin, std::size_t end) {
    const double sum = std::accumulate(areas.begin() + begin, areas.begin() + end, 0.0);
    const bool upright = free_.width >= free_.height;  // the row is a column at the left
    const double side = shorter();
    const double depth = side > 0 ? sum / side : 0;
    double along = upright ? free_.y : free_.x;
    for (std::size_t k = begin; k < end; ++k) {
      const double length = depth > 0 ? areas[k] / depth : 0;
      tiles_[k] = upright ? PlacedTile{free_.x, along, depth, length} : PlacedTile{along, free_.y, length, depth};
      along += length;
    }
    (upright ? free_.x : free_.y) += depth;
    double& rest = upright ? free_.width : free_.height;
    rest = std::max(0.0, rest - depth);
  }

  PlacedTile free_;
  std::vector<PlacedTile> tiles_;
};

void draw_tile(Markup& svg, const Tile& tile, const PlacedTile& place) {
  svg.put(R"(<g><title>{}: {}</title><rect class="tile {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)",
          escaped(tile.label), escaped(tile.value), tile.tone, place.x, place.y, place.width, place.height);
  const auto letters = static_cast<std::size_t>(std::max(0.0, place.width - 2 * padding) / letter_width);
  const double x = place.x + padding, y = place.y + padding;
  if (letters >= fewest_letters && place.height >= line_height + padding) {
    svg.put(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x, y + 11, escaped(shortened(tile.label, letters)));
  }
  if (letters >= tile.value.size() && place.height >= 2 * line_height + padding) {
    svg.put(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x, y + 11 + line_height, escaped(tile.value));
  }
  svg.put("</g>");
}

}  // namespace

std::vector<PlacedTile> squarified(std::span<const double> sizes, double width, double height) {
  const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  std::vector<double> areas(sizes.begin(), sizes.end());
  for (double& area : areas) area *= sum > 0 ? width * height / sum : 0;
  return Squarifier(width, height).place(areas);
}

Picture draw(const Treemap& map) {
  std::vector<double> sizes;
  for (const Tile& tile : map.tiles) sizes.push_back(tile.size);
  const auto places = squarified(sizes, map_width, map_height);
  Markup svg;
  open_svg(svg, "treemap", map_width, map_height, map.title, map.description);
  for (std::size_t k = 0; k < map.tiles.size(); ++k) {
    if (map.tiles[k].size > 0) draw_tile(svg, map.tiles[k], places[k]);
  }
  svg.put("</svg>");
  return {map.name, map.title, svg.str()};
}

}  // namespace planwerk
