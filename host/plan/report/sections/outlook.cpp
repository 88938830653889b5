// What each need takes of the whole, how much work covers how much, and plans that are nearly as good.
#include <algorithm>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_limits = 3;  // columns of footprints
constexpr std::size_t most_turns = 3;   // told of a bend
constexpr std::size_t most_swaps = 8;   // told of a plan
constexpr std::size_t most_things = 3;  // on each side of a swap

std::string turn_in_words(const ReportBody& body, const Turn& turn) {
  static constexpr Phrase phrases[] = {Phrase::turn_begins_covered, Phrase::turn_covered,  Phrase::turn_gives_way,
                                       Phrase::turn_starts,         Phrase::turn_stops,    Phrase::turn_used_up,
                                       Phrase::turn_at_limit,       Phrase::turn_has_room, Phrase::turn_rises};
  return body.say(phrases[static_cast<std::size_t>(turn.kind)], body.glossary.name_of(turn.id));
}

std::string turns_in_words(const ReportBody& body, const std::vector<Turn>& turns) {
  std::string text;
  for (std::size_t k = 0; k < std::min(turns.size(), most_turns); ++k) {
    text += (text.empty() ? "" : ", ") + turn_in_words(body, turns[k]);
  }
  if (turns.size() > most_turns) text += ", " + body.say(Phrase::and_more, turns.size() - most_turns);
  return text;
}

// Variants go by the product that is delivered.
std::string names_of(const ReportBody& body, const std::vector<std::string>& ids) {
  std::string text;
  for (std::size_t k = 0; k < std::min(ids.size(), most_things); ++k) {
    const bool variant = ids[k].starts_with("delivery:");
    text += (text.empty() ? "" : ", ") +
            body.glossary.name_of(variant ? "product:" + ids[k].substr(ids[k].rfind(':') + 1) : ids[k]);
  }
  if (ids.size() > most_things) text += ", " + body.say(Phrase::and_more, ids.size() - most_things);
  return text;
}

std::string need_in_words(const ReportBody& body, Index need) {
  return need == no_index ? std::string(body[Phrase::footprint_of_no_need]) : name_or_id(body.economy.needs[need]);
}

std::string cohort_in_words(const ReportBody& body, Index need) {
  return need == no_index ? "" : name_or_id(body.economy.cohorts[body.economy.needs[need].cohort]);
}

}  // namespace

void add_footprints(ReportBody& body) {
  const auto& footprints = body.settings.outlook.footprints;
  if (footprints.empty()) return;
  body.section("footprints", Phrase::footprints_heading);
  body.paragraph(body[Phrase::footprints_note]);
  double hours = 0;
  for (const NeedFootprint& footprint : footprints) hours += footprint.hours;
  const std::size_t limits = std::min(most_limits, body.economy.limits.size());
  std::vector<Column> columns{body.column(Phrase::column_need), body.figures(Phrase::column_hours),
                              body.figures(Phrase::column_part_of_work)};
  for (std::size_t l = 0; l < limits; ++l) columns.push_back({name_or_id(body.economy.limits[l]), true});
  Table table(body.language, "footprints", std::string(body[Phrase::footprints_heading]), std::move(columns));
  const std::size_t shown = std::min(footprints.size(), body.settings.longest_list);
  for (std::size_t k = 0; k < shown; ++k) {
    const NeedFootprint& footprint = footprints[k];
    table.begin_row();
    table.words(need_in_words(body, footprint.need), cohort_in_words(body, footprint.need));
    table.number(footprint.hours, "h");
    table.share(hours > 0 ? footprint.hours / hours : 0);
    for (std::size_t l = 0; l < limits; ++l) table.number(footprint.limits[l], body.economy.limits[l].unit);
  }
  if (shown < footprints.size()) table.rest(body.say(Phrase::rest, footprints.size() - shown));
  body.show(table);
}

void add_work_frontier(ReportBody& body) {
  const auto& bends = body.settings.outlook.work;
  if (bends.size() < 2) return;
  body.section("frontier", Phrase::frontier_heading);
  body.paragraph(body[Phrase::frontier_note]);
  BarChart chart;
  chart.name = "frontier";
  chart.title = body[Phrase::frontier_title];
  chart.description =
      body.say(Phrase::frontier_description, bends.size(), body.language.amount(bends.back().hours, "h"),
               body.language.percent(bends.back().covered));
  chart.least = 0;
  chart.greatest = 1;
  chart.shares = true;
  Table table(body.language, "frontier", std::string(body[Phrase::frontier_heading]),
              {body.figures(Phrase::column_with_at_most), body.figures(Phrase::column_covered),
               body.figures(Phrase::column_per_hours), body.column(Phrase::column_turns)});
  for (std::size_t k = 0; k < bends.size(); ++k) {
    const WorkBend& bend = bends[k];
    const std::string at_most = body.language.amount(bend.hours, "h");
    chart.bars.push_back({at_most, body.language.percent(bend.covered), {{0, bend.covered, "labour", at_most}}});
    table.begin_row();
    table.number(bend.hours, "h");
    table.share(bend.covered);
    if (k == 0) {
      table.nothing();
    } else {
      table.number((bend.hours - bends[k - 1].hours) / (100 * (bend.covered - bends[k - 1].covered)), "h");
    }
    table.words(turns_in_words(body, bend.turns));
  }
  body.show(draw(chart, body.language));
  body.show(table);
}

void add_nearby_plans(ReportBody& body) {
  const Outlook& outlook = body.settings.outlook;
  if (!outlook.nearby_sought) return;
  const std::string slack = body.language.percent(outlook.slack);
  body.section("nearby", Phrase::nearby_heading);
  body.paragraph(body.say(body.plan.tiers.empty() ? Phrase::nearby_note : Phrase::nearby_note_tiers, slack));
  if (outlook.nearby.empty()) body.paragraph(body[Phrase::nearby_none]);
  for (std::size_t k = 0; k < outlook.nearby.size(); ++k) {
    const NearbyPlan& other = outlook.nearby[k];
    body.begin_fold(
        body.say(Phrase::nearby_plan, k + 1, body.language.percent(other.different)),
        body.say(Phrase::nearby_loss, body.language.percent(other.worse), body.language.percent(other.covered_less)),
        k == 0);
    Table table(
        body.language, fmt::format("nearby-{}", k + 1), body.say(Phrase::nearby_title, k + 1),
        {body.column(Phrase::column_thing), body.column(Phrase::column_taken), body.column(Phrase::column_instead_of)});
    for (std::size_t s = 0; s < std::min(other.swaps.size(), most_swaps); ++s) {
      table.begin_row();
      table.words(body.glossary.name_of(other.swaps[s].of));
      table.words(names_of(body, other.swaps[s].taken));
      table.words(names_of(body, other.swaps[s].instead_of));
    }
    if (other.swaps.size() > most_swaps) table.rest(body.say(Phrase::rest, other.swaps.size() - most_swaps));
    if (!table.empty()) body.show(table);
    body.end_fold();
  }
}

}  // namespace planwerk
