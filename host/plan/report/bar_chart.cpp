#include "host/plan/report/bar_chart.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

constexpr double chart_width = 910;
constexpr double label_width = 290;
constexpr double value_width = 180;
constexpr double bar_height = 15;
constexpr double bar_row = 22;
constexpr double heading_row = 30;
constexpr double heading_gap = 4;  // between the words of a heading and the lines above and below
constexpr double scale_room = 30;  // above the bars, for the numbers of the scale
constexpr std::size_t longest_bar_label = 42;
constexpr std::size_t longest_value = 24;
constexpr double thinnest = 0.6;  // of a segment that is there

// Round places that part the range into about four.
std::vector<double> round_places(double least, double greatest) {
  const double rough = (greatest - least) / 4;
  const double decade = std::pow(10, std::floor(std::log10(rough)));
  const double factor = rough / decade;
  const double step = decade * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  std::vector<double> places;
  for (double k = std::ceil(least / step - 1e-9); k * step <= greatest + 1e-9 * step; ++k)
    places.push_back(k * step + 0.0);
  return places;
}

class Drawing {
 public:
  Drawing(const BarChart& chart, const Language& language)
      : chart_(chart), language_(language), layout_(lay_out(chart)) {}

  Picture draw() {
    open_svg(svg_, "bars", layout_.width, layout_.height, chart_.title, chart_.description);
    scale();
    for (std::size_t k = 0; k < chart_.bars.size(); ++k) chart_.bars[k].is_heading ? heading(k) : bar(k);
    svg_.put("</svg>");
    return {chart_.name, chart_.title, svg_.str()};
  }

 private:
  void scale() {
    for (const double place : layout_.ticks) {
      const double x = layout_.x(place);
      const std::string words =
          chart_.shares ? language_.round_percent(place, !chart_.least) : language_.amount(place, chart_.unit);
      svg_.put(R"(<path class="{}" d="{}"/>)", place == 0 ? "zero" : "grid", line_beside_headings(x));
      svg_.put(R"(<text class="soft" text-anchor="middle" x="{:.1f}" y="{:.1f}">{}</text>)", x, scale_room - 12,
               escaped(words));
    }
  }

  // From the scale to the last bar, but not through the words of headings.
  std::string line_beside_headings(double x) const {
    std::string path = fmt::format("M{:.1f} {:.1f}", x, scale_room - 6);
    for (std::size_t k = 0; k < chart_.bars.size(); ++k) {
      if (!chart_.bars[k].is_heading) continue;
      path += fmt::format("V{:.1f}M{:.1f} {:.1f}", layout_.tops[k] + heading_gap, x,
                          layout_.tops[k] + heading_row - heading_gap);
    }
    return path + fmt::format("V{:.1f}", layout_.height - 4);
  }

  void heading(std::size_t k) {
    svg_.put(R"(<text class="heading" x="0" y="{:.1f}">{}</text>)", layout_.tops[k] + heading_row - 9,
             escaped(chart_.bars[k].label));
  }

  void bar(std::size_t k) {
    const Bar& bar = chart_.bars[k];
    const double top = layout_.tops[k], baseline = top + bar_height - 3;
    svg_.put(R"(<g><title>{}: {}</title><text text-anchor="end" x="{:.1f}" y="{:.1f}">{}</text>)", escaped(bar.label),
             escaped(bar.value), layout_.left - 10, baseline, escaped(shortened(bar.label, longest_bar_label)));
    for (const BarSegment& segment : bar.segments) {
      const double x = std::min(layout_.x(segment.from), layout_.x(segment.to));
      const double width = std::max(std::fabs(layout_.x(segment.to) - layout_.x(segment.from)),
                                    segment.from == segment.to ? 0 : thinnest);
      svg_.put(R"(<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{}">{}</rect>)", segment.tone, x, top,
               width, bar_height, segment.title.empty() ? "" : "<title>" + escaped(segment.title) + "</title>");
    }
    svg_.put(R"(<text class="soft" x="{:.1f}" y="{:.1f}">{}</text></g>)", layout_.right + 12, baseline,
             escaped(shortened(bar.value, longest_value)));
  }

  const BarChart& chart_;
  const Language& language_;
  BarLayout layout_;
  Markup svg_;
};

}  // namespace

BarLayout lay_out(const BarChart& chart) {
  BarLayout layout;
  layout.width = chart_width;
  layout.left = label_width;
  layout.right = chart_width - value_width;
  layout.least = chart.least.value_or(0);
  layout.greatest = chart.greatest.value_or(0);
  double y = scale_room;
  for (const Bar& bar : chart.bars) {
    layout.tops.push_back(y);
    layout.heights.push_back(bar.is_heading ? heading_row : bar_height);
    y += bar.is_heading ? heading_row : bar_row;
    for (const BarSegment& segment : bar.segments) {
      if (!chart.least) layout.least = std::min({layout.least, segment.from, segment.to});
      if (!chart.greatest) layout.greatest = std::max({layout.greatest, segment.from, segment.to});
    }
  }
  if (!(layout.greatest > layout.least)) layout.greatest = layout.least + 1;
  layout.height = y + 6;
  layout.ticks = round_places(layout.least, layout.greatest);
  return layout;
}

Picture draw(const BarChart& chart, const Language& language) {
  return Drawing(chart, language).draw();
}

}  // namespace planwerk
