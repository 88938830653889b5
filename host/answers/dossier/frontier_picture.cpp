#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "host/answers/dossier/frontier_words.hpp"
#include "host/answers/dossier/page.hpp"
#include "host/plan/report/html.hpp"

namespace planwerk {
namespace {

constexpr double width = 860, height = 430, left = 88, right = 24, top = 22, bottom = 56;
constexpr double most_dots_named = 400;  // dots with titles

constexpr std::string_view style =
    R"(svg.curve { display: block; width: 100%; height: auto; font: 13px system-ui, "Segoe UI", sans-serif; }
.curve text { fill: var(--ink, #22262b); } .curve .soft { fill: var(--soft, #667078); }
.curve .grid { stroke: var(--line, #dcdcd6); } .curve .axis { stroke: var(--soft, #667078); }
.curve .line { fill: none; stroke: var(--product, #4a7fb5); stroke-width: 2.2; }
.curve .mean { fill: none; stroke: var(--labour, #5d9a68); stroke-width: 1.4; stroke-dasharray: 2 3; }
.curve .present { stroke: var(--scarce, #c0653f); stroke-dasharray: 6 4; }
.curve circle { fill: var(--product, #4a7fb5); } .curve circle:hover { fill: var(--scarce, #c0653f); }
)";

// Round numbers that part a range into about six.
std::vector<double> ticks(double low, double high) {
  if (!(high > low)) return {low};
  const double rough = (high - low) / 6, decade = std::pow(10, std::floor(std::log10(rough)));
  const double factor = rough / decade;
  const double step = decade * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  std::vector<double> places;
  for (double k = std::ceil(low / step - 1e-9) + 0.0; k * step <= high + 1e-9 * step; ++k) places.push_back(k * step);
  return places;
}

// About three digits of a round number in units of a tick's own decade: 1,000, 0.25, 40 %.
std::string tick_text(const Frontier& frontier, double value) {
  return frontier.measure == Measure::objective ? figure(value) : fmt::format("{:.3g} %", 100 * value);
}

class Chart {
 public:
  Chart(const Economy& economy, const Frontier& frontier) : economy_(economy), frontier_(frontier) {
    const auto& points = frontier.points;
    const double sign = frontier.sign;
    low_x_ = std::min(sign * points.front().means, sign * points.back().means);
    high_x_ = std::max(sign * points.front().means, sign * points.back().means);
    if (frontier.measure == Measure::objective) {
      low_y_ = points.front().value;
      high_y_ = points.back().value;
    }
    for (const FrontierPoint& point : points) {
      low_y_ = std::min(low_y_, point.value);
      high_y_ = std::max({high_y_, point.value, both() ? point.mean_coverage : point.value});
    }
    if (!(high_x_ > low_x_)) high_x_ = low_x_ + 1;
    if (!(high_y_ > low_y_)) high_y_ = low_y_ + 1;
  }

  std::string draw() {
    open();
    axes();
    line("line", [](const FrontierPoint& point) { return point.value; });
    if (both()) line("mean", [](const FrontierPoint& point) { return point.mean_coverage; });
    present();
    dots();
    put("</svg>");
    return fmt::to_string(svg_);
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(svg_), format, std::forward<Values>(values)...);
    svg_.push_back('\n');
  }

  bool both() const { return frontier_.measure == Measure::worth; }
  double x(double means) const { return left + (means - low_x_) / (high_x_ - low_x_) * (width - left - right); }
  double y(double value) const {
    return height - bottom - (value - low_y_) / (high_y_ - low_y_) * (height - top - bottom);
  }

  void open() {
    const std::string title = escaped(title_of(economy_, frontier_));
    put(R"(<svg class="curve" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">)",
        width, height, title);
    put("<title>{}</title><desc>{}</desc>\n<style>\n{}</style>", title, escaped(description()), style);
  }

  // For those who cannot see the picture.
  std::string description() const {
    const FrontierPoint &first = frontier_.points.front(), &last = frontier_.points.back();
    const std::string unit = unit_of(economy_, frontier_.means);
    return fmt::format("From {} at {} to {} at {}, with {}; each unit more brings less than the one before.",
                       value_in_words(frontier_, first.value), amount(frontier_.sign * first.means, unit),
                       value_in_words(frontier_, last.value), amount(frontier_.sign * last.means, unit),
                       counted(frontier_.points.size() - std::min<std::size_t>(2, frontier_.points.size()), "kink"));
  }

  void axes() {
    for (const double place : ticks(low_y_, high_y_)) {
      put(R"(<line class="grid" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/><text x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>)",
          left, width - right, y(place), y(place), left - 8, y(place) + 4, tick_text(frontier_, place));
    }
    for (const double place : ticks(low_x_, high_x_)) {
      put(R"(<line class="axis" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/><text x="{0:.1f}" y="{3:.1f}" text-anchor="middle">{4}</text>)",
          x(place), height - bottom, height - bottom + 5, height - bottom + 20, figure(place));
    }
    put(R"(<line class="axis" x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}"/>)", left, width - right, height - bottom,
        height - bottom);
    const std::string unit = unit_of(economy_, frontier_.means);
    put(R"(<text class="soft" x="{:.1f}" y="{:.1f}" text-anchor="end">{} {}{}</text>)", width - right, height - 10,
        frontier_.sign > 0 ? "at most so much" : "at least so much", escaped(name_of(economy_, frontier_.means)),
        unit.empty() || unit == "1" ? "" : " (" + escaped(unit) + ")");
    put(R"(<text class="soft" x="{:.1f}" y="{:.1f}">{}</text>)", 8.0, top - 8,
        frontier_.measure == Measure::objective ? "hours that a plan is worth"
        : both()                                ? "covered, by worth; dotted: mean of all people's needs"
                                                : "covered, mean of all people's needs");
  }

  template <class Value>
  void line(const char* name, Value value) {
    std::string path;
    for (const FrontierPoint& point : frontier_.points) {
      path +=
          fmt::format("{}{:.2f} {:.2f}", path.empty() ? "M" : " L", x(frontier_.sign * point.means), y(value(point)));
    }
    put(R"(<path class="{}" d="{}"/>)", name, path);
  }

  void present() {
    if (!frontier_.present) return;
    const double bound = frontier_.sign * *frontier_.present;
    if (bound < low_x_ || bound > high_x_) return;
    const bool far_right = x(bound) > 0.8 * width;
    put(R"(<line class="present" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2:.1f}"/><text x="{3:.1f}" y="{4:.1f}" text-anchor="{5}">the job's own</text>)",
        x(bound), top, height - bottom, x(bound) + (far_right ? -6 : 6), height - bottom - 8,
        far_right ? "end" : "start");
  }

  void dots() {
    if (static_cast<double>(frontier_.points.size()) > most_dots_named) return;
    const Glossary glossary(economy_);
    for (std::size_t k = 0; k < frontier_.points.size(); ++k) {
      const FrontierPoint& point = frontier_.points[k];
      const std::string what = point_in_words(economy_, frontier_, k, glossary, 4);
      put(R"(<circle cx="{:.2f}" cy="{:.2f}" r="3.2"><title>{}: {}{}{}</title></circle>)",
          x(frontier_.sign * point.means), y(point.value),
          escaped(amount(frontier_.sign * point.means, unit_of(economy_, frontier_.means))),
          value_in_words(frontier_, point.value), what.empty() ? "" : "; ", escaped(what));
    }
  }

  const Economy& economy_;
  const Frontier& frontier_;
  double low_x_ = 0, high_x_ = 1;
  double low_y_ = 0, high_y_ = 0;
  fmt::memory_buffer svg_;
};

}  // namespace

std::string frontier_picture(const Economy& economy, const Frontier& frontier) {
  return frontier.points.empty() ? std::string() : Chart(economy, frontier).draw();
}

std::string frontier_page(const Economy& economy, const Frontier& frontier) {
  const Glossary glossary(economy);
  fmt::memory_buffer body;
  const auto put = [&](std::string_view text) {
    body.append(text);
    body.push_back('\n');
  };
  if (!economy.name.empty()) {
    put(R"(<p class="soft">)" + escaped(economy.name) + (economy.period.empty() ? "" : ", " + escaped(economy.period)) +
        "</p>");
  }
  for (std::string rest = frontier_in_words(economy, frontier); !rest.empty();) {
    const auto end = rest.find('\n');
    put("<p>" + escaped(rest.substr(0, end)) + "</p>");
    rest.erase(0, end + 1);
  }
  put(frontier_picture(economy, frontier));
  const std::string unit = unit_of(economy, frontier.means);
  put(fmt::format(R"(<h2>Where it bends</h2><div class="wide"><table class="sortable"><thead><tr><th>{}</th>
<th class="number">{}</th><th class="number">Mean of all people's needs</th><th class="number">Hours of work</th>
<th class="number">{} more bring</th><th>What changes there</th></tr></thead><tbody>)",
                  frontier.sign > 0 ? "At most" : "At least",
                  frontier.measure == Measure::objective ? "Worth" : "Covered",
                  escaped(amount(readable_step(frontier), unit))));
  for (std::size_t k = 0; k < frontier.points.size(); ++k) {
    const FrontierPoint& point = frontier.points[k];
    const double slope = k < frontier.segments.size() ? frontier.segments[k].slope : 0;
    put(fmt::format(
        R"(<tr><td data-value="{}">{}</td><td class="number" data-value="{}">{}</td><td class="number" data-value="{}">{}</td>
<td class="number" data-value="{}">{}</td><td class="number" data-value="{}">{}</td><td>{}</td></tr>)",
        frontier.sign * point.means, escaped(amount(frontier.sign * point.means, unit)), point.value,
        value_in_words(frontier, point.value), point.mean_coverage, percent(point.mean_coverage), point.hours,
        figure(point.hours), slope, gain_in_words(frontier, readable_step(frontier) * slope),
        escaped(point_in_words(economy, frontier, k, glossary, 4))));
  }
  put("</tbody></table></div>");
  return html_page(title_of(economy, frontier), fmt::to_string(body));
}

}  // namespace planwerk
