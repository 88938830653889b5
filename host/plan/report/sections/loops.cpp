// Products that need each other to be made.
#include <algorithm>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_loops = 20;
constexpr std::size_t most_named = 8;

std::string names_of(const ReportBody& body, const std::vector<Index>& products, std::size_t most) {
  std::string text;
  for (std::size_t k = 0; k < std::min(products.size(), most); ++k) {
    text += (text.empty() ? "" : ", ") + name_or_id(body.economy.products[products[k]]);
  }
  if (products.size() > most) text += ", " + body.say(Phrase::and_more, products.size() - most);
  return text;
}

double gain_of(const ProductionLoop& loop) {
  return 0.5 * (loop.gain_lower + loop.gain_upper);
}

}  // namespace

void add_loops(ReportBody& body) {
  const auto& loops = body.settings.loops;
  if (loops.empty()) return;
  body.section("loops", Phrase::loops_heading);
  body.paragraph(body[Phrase::loops_note]);
  const std::size_t shown = std::min(loops.size(), most_loops);
  std::size_t largest = 0;
  for (const ProductionLoop& loop : loops) largest = std::max(largest, loop.products.size());
  BarChart chart;
  chart.name = "loops";
  chart.title = body[Phrase::loops_title];
  chart.description = body.say(Phrase::loops_description, loops.size(), largest);
  chart.least = 0;
  chart.greatest = 1;
  chart.shares = true;
  Table table(
      body.language, "loops", std::string(body[Phrase::loops_heading]),
      {body.column(Phrase::column_loop), body.figures(Phrase::column_products), body.figures(Phrase::column_recipes),
       body.figures(Phrase::column_gain), body.column(Phrase::column_starters)});
  for (std::size_t k = 0; k < shown; ++k) {
    const ProductionLoop& loop = loops[k];
    chart.bars.push_back({names_of(body, loop.products, 2),
                          body.language.percent(gain_of(loop)),
                          {{0, std::min(1.0, gain_of(loop)), "product", ""}}});
    table.begin_row();
    table.words(names_of(body, loop.products, most_named));
    table.count(loop.products.size());
    table.count(loop.recipes);
    table.share(gain_of(loop));
    table.words(loop.starters.empty() ? std::string(body[Phrase::starts_itself])
                                      : names_of(body, loop.starters, most_named));
  }
  if (shown < loops.size()) table.rest(body.say(Phrase::rest, loops.size() - shown));
  body.show(draw(chart, body.language));
  body.show(table);
}

}  // namespace planwerk
