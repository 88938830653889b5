#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/plan/report/language.hpp"
#include "host/plan/report/picture.hpp"

namespace planwerk {

// Horizontal bars, each of segments on one scale: coverage of needs, hours by burden, what is scarce, differences.
struct BarSegment {
  double from = 0;
  double to = 0;          // in either order
  std::string_view tone;  // class of picture_style.css: good, some, poor, labour, ...
  std::string title;      // for who points at it
};

struct Bar {
  std::string label;
  std::string value;  // in words, right of all bars
  std::vector<BarSegment> segments;
  bool is_heading = false;  // of the bars below it
};

struct BarChart {
  std::string name;  // of the picture's file
  std::string title;
  std::string description;  // what the picture shows, in a sentence or two
  std::vector<Bar> bars;
  std::optional<double> least, greatest;  // ends of the scale; else those of the segments and zero
  bool shares = false;                    // the scale is in per cent, else in `unit`
  std::string unit;
};

// Where the parts lie, in pixels: row k takes heights tops[k] to tops[k] + row_heights[k].
struct BarLayout {
  double width = 0, height = 0;
  double left = 0, right = 0;  // of the scale
  double least = 0, greatest = 1;
  std::vector<double> tops, heights;
  std::vector<double> ticks;  // places on the scale

  double x(double value) const { return left + (value - least) / (greatest - least) * (right - left); }
};

BarLayout lay_out(const BarChart& chart);
Picture draw(const BarChart& chart, const Language& language);

}  // namespace planwerk
