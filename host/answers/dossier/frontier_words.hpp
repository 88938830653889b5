#pragma once

#include <string>
#include <vector>

#include "host/answers/dossier/frontier.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {

// A frontier in the words of those who decide.

struct FrontierText {
  std::size_t longest_list = 30;  // kinks told, those that show the curve's shape best
};

// "Coverage against work of all kinds".
std::string title_of(const Economy& economy, const Frontier& frontier);
// What the curve means, how exact it is, and the job's own place on it: plain sentences, one per line.
std::string frontier_in_words(const Economy& economy, const Frontier& frontier);
// The measure: "83.2 %", or hours.
std::string value_in_words(const Frontier& frontier, double value);
// A gain of it: "0.12 %", which may be less than any share is told as.
std::string gain_in_words(const Frontier& frontier, double gain);
// "Cake begins to be covered", "Oven is used up".
std::string change_in_words(const FrontierChange& change, const Glossary& glossary);
// The most important changes at a point and who gains from there on: "Bread is covered; then more of Cake".
std::string point_in_words(const Economy& economy, const Frontier& frontier, std::size_t point,
                           const Glossary& glossary, std::size_t most_changes = 2);

// All of it as text of at most 120 columns and one line per kink.
std::string frontier_text(const Economy& economy, const Frontier& frontier, const FrontierText& settings = {});

// One line per point: means, value, both measures, hours, burden, slope from there on, what changes.
std::string frontier_csv(const Economy& economy, const Frontier& frontier);

// The curve as SVG, title and description included, readable by itself and in a page.
std::string frontier_picture(const Economy& economy, const Frontier& frontier);

// Picture and all points as one HTML file.
std::string frontier_page(const Economy& economy, const Frontier& frontier);

// The points that show the curve's shape best: ends, then again and again the one farthest above the lines between
// those told so far (Douglas & Peucker 1973). Ascending.
std::vector<std::size_t> telling_points(const Frontier& frontier, std::size_t at_most);

// A round amount of the means, about a tenth to a hundredth of the curve's width, by which gains are told.
double readable_step(const Frontier& frontier);

}  // namespace planwerk
