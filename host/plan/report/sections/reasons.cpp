// Why needs are short: what stands in the way, who else wants it, what it would take.
#include <algorithm>
#include <cmath>
#include <span>

#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_listed = 15;      // bottlenecks and rivals of one need
constexpr double least_share = 0.005;        // of the cost, of a bottleneck that is listed
constexpr std::size_t most_competitors = 8;  // told of one scarce thing
constexpr std::size_t most_groups = 15;      // scarce things told about

std::string hours_in_words(const ReportBody& body, const std::vector<ExtraHours>& hours) {
  constexpr std::size_t most_named = 6;
  std::string text;
  for (std::size_t k = 0; k < std::min(hours.size(), most_named); ++k) {
    const LabourOffer& offer = body.economy.labour_offers[hours[k].offer];
    const LabourStep& step = body.economy.steps_of(offer)[hours[k].step];
    const std::string kind = name_or_id(body.economy.labour_kinds[offer.kind]);
    const std::string who = offer.cohort == no_index ? offer.id : name_or_id(body.economy.cohorts[offer.cohort]);
    text += (text.empty() ? "" : "; ") + body.say(Phrase::hours_of, body.language.amount(hours[k].hours, "h"), kind,
                                                  who, body.language.figure(step.burden));
  }
  if (hours.size() > most_named) text += "; " + body.say(Phrase::and_more, hours.size() - most_named);
  return text;
}

std::string names_with_shares(const ReportBody& body, const std::vector<NamedResidual>& entries) {
  std::string text;
  for (const NamedResidual& entry : entries) {
    if (!text.empty() && entry.value < least_share) continue;
    text += (text.empty() ? "" : ", ") +
            fmt::format("{} ({})", body.glossary.name_of(entry.id), body.language.percent(entry.value));
  }
  return text;
}

std::string missing_hours(const ReportBody& body, const std::vector<NamedResidual>& entries) {
  std::string text;
  for (const NamedResidual& entry : entries) {
    text += (text.empty() ? "" : ", ") +
            fmt::format("{} {}", body.language.amount(entry.value, "h"), body.glossary.name_of(entry.id));
  }
  return text;
}

// Hours within offers, but for those that are nothing beside the largest.
std::vector<ExtraHours> hours_worth_telling(const LabourAnswer& labour) {
  constexpr double told_part = 1e-3;
  double largest = 0;
  for (const ExtraHours& extra : labour.hours) largest = std::max(largest, std::fabs(extra.hours));
  for (const NamedResidual& missing : labour.missing) largest = std::max(largest, missing.value);
  std::vector<ExtraHours> told;
  for (const ExtraHours& extra : labour.hours) {
    if (std::fabs(extra.hours) >= told_part * largest) told.push_back(extra);
  }
  return told;
}

void labour_question(ReportBody& body, const LabourAnswer& labour) {
  body.markup.put("<h4>{}</h4>", escaped(body[Phrase::labour_question]));
  if (labour.possible) {
    body.paragraph(body.say(Phrase::labour_possible, body.language.amount(labour.burden, "h"),
                            hours_in_words(body, hours_worth_telling(labour))));
    if (!labour.missing.empty()) {
      body.paragraph(body.say(Phrase::labour_missing, missing_hours(body, labour.missing)));
    }
  } else {
    body.paragraph(body.say(Phrase::labour_impossible, names_with_shares(body, labour.lack)));
    if (!labour.missing.empty()) {
      body.paragraph(body.say(Phrase::labour_missing, missing_hours(body, labour.missing)));
    } else if (labour.coverage > 0) {
      body.paragraph(body.say(Phrase::labour_reaches, body.language.percent(labour.coverage)));
    }
  }
}

// By shares of what a unit more costs or, where none can be had, of the proof of that.
void bottlenecks(ReportBody& body, const NeedAnswer& answer) {
  const std::vector<Bottleneck>& entries = answer.bottlenecks;
  if (entries.empty()) return;
  const bool possible = std::isfinite(answer.marginal_cost);
  const std::string unit = possible ? unit_of_tier(body.economy, answer.tier, body.language)
                                    : unit_of(body.economy, body.economy.needs[answer.need]);
  Table table(body.language, "bottlenecks",
              std::string(body[possible ? Phrase::bottlenecks_caption : Phrase::bottlenecks_caption_proof]),
              {body.column(Phrase::column_obstacle),
               body.figures(possible ? Phrase::column_share_of_cost : Phrase::column_share_of_proof),
               body.figures(possible ? Phrase::column_one_more : Phrase::column_one_more_gives)});
  double rest = 0;
  std::size_t unlisted = 0;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const Bottleneck& entry = entries[k];
    if (k >= most_listed || (k > 0 && entry.share < least_share)) {
      rest += entry.share;
      ++unlisted;
      continue;
    }
    table.begin_row();
    table.words(body.glossary.name_of(entry.id));
    table.share(entry.share);
    if (entry.id.starts_with("product:")) {
      table.nothing();  // nothing supplies it: a unit of it would be a unit of it
    } else {
      table.number(entry.valuation, unit);
    }
  }
  if (unlisted > 0) table.rest(body.say(Phrase::smaller_obstacles, unlisted, body.language.percent(rest)));
  body.show(table);
}

void rivals(ReportBody& body, const NeedAnswer& answer) {
  if (answer.rivals.empty()) return;
  Table table(body.language, "rivals", std::string(body[Phrase::rivals_caption]),
              {body.column(Phrase::column_need), body.figures(Phrase::column_people),
               body.column(Phrase::column_covered), body.figures(Phrase::column_would_lose)});
  for (std::size_t k = 0; k < std::min(answer.rivals.size(), most_listed); ++k) {
    const Rival& rival = answer.rivals[k];
    const Need& need = body.economy.needs[rival.need];
    const Cohort& cohort = body.economy.cohorts[need.cohort];
    table.begin_row();
    table.words(name_or_id(need), name_or_id(cohort));
    table.people(cohort.size);
    table.share(body.plan.needs[rival.need].coverage, LargeIs::good);
    table.number(-rival.loss, unit_of(body.economy, need));
  }
  if (answer.rivals.size() > most_listed) table.rest(body.say(Phrase::rest, answer.rivals.size() - most_listed));
  body.show(table);
}

void chain(ReportBody& body, const NeedAnswer& answer) {
  if (answer.chain.empty()) return;
  body.markup.put("<h4>{}</h4>\n<ol class=\"path\">", escaped(body[Phrase::path_heading]));
  for (const ChainLink& link : answer.chain) {
    const Product& product = body.economy.products[link.product];
    const std::string amount = body.language.amount(link.amount, product.unit);
    body.markup.put("<li>{}</li>",
                    escaped(link.recipe == no_index ? body.say(Phrase::path_end, name_or_id(product), amount)
                                                    : body.say(Phrase::path_step, name_or_id(product), amount,
                                                               name_or_id(body.economy.recipes[link.recipe]))));
  }
  body.markup.put("</ol>");
  if (answer.bottlenecks.empty()) return;
  const std::string& end = answer.bottlenecks.front().id;
  body.paragraph(body.say(end.starts_with("product:") ? Phrase::path_unsupplied : Phrase::path_bottleneck,
                          body.glossary.name_of(end)));
}

// What one more unit costs: hours of burden, or whatever the tier counts that holds the need back.
std::string cost_in_words(const ReportBody& body, const NeedAnswer& answer, const std::string& one) {
  const std::string unit = unit_of_tier(body.economy, answer.tier, body.language);
  const std::string cost = body.language.amount(answer.marginal_cost, unit);
  const bool finite = std::isfinite(answer.marginal_cost);
  if (answer.tier == no_index) {
    if (!finite) return std::string(body[Phrase::cost_infinite]);
    const Phrase phrase = answer.exact                           ? Phrase::cost_exact
                          : std::isfinite(answer.marginal_doubt) ? Phrase::cost_estimated
                                                                 : Phrase::cost_roughly;
    return body.say(phrase, one, cost, body.language.amount(answer.marginal_doubt, unit));
  }
  const Tier& tier = body.economy.objective.tiers[answer.tier];
  const std::string aim = aim_in_words(tier.aim, body.language);
  if (!finite) return body.say(Phrase::cost_tier_infinite, tier.id, aim);
  return body.say(answer.exact ? Phrase::cost_tier : Phrase::cost_tier_roughly, one, cost, tier.id, aim);
}

void answer_in_full(ReportBody& body, const NeedAnswer& answer, bool open) {
  const Need& need = body.economy.needs[answer.need];
  const std::string unit = unit_of(body.economy, need);
  const std::string shortfall = body.language.amount(answer.shortfall, unit);
  body.begin_fold(name_or_id(need),
                  body.say(Phrase::reason_summary, name_or_id(body.economy.cohorts[need.cohort]),
                           body.language.percent(body.plan.needs[answer.need].coverage), shortfall),
                  open);
  body.markup.put("<div class=\"answer\">");
  const std::string one = unit.empty() || unit == "1" ? std::string(body[Phrase::one_piece]) : "1 " + unit;
  body.paragraph(cost_in_words(body, answer, one));
  if (const auto worth = worth_of_dear_unit(body.economy, body.plan, answer)) {
    body.paragraph(body.say(Phrase::short_by_choice, body.language.amount(*worth, "h")));
  }
  if (answer.holds_for > 0 && std::isfinite(answer.holds_for)) {
    body.paragraph(body.say(Phrase::holds_for, body.language.amount(answer.holds_for, unit)));
  }
  bottlenecks(body, answer);
  rivals(body, answer);
  if (!answer.hours.empty()) body.paragraph(body.say(Phrase::hours_per_unit, one, hours_in_words(body, answer.hours)));
  chain(body, answer);
  if (answer.labour) labour_question(body, *answer.labour);
  if (answer.labour_unanswered) {
    body.markup.put("<h4>{}</h4>", escaped(body[Phrase::labour_question]));
    body.paragraph(body[Phrase::labour_unanswered]);
  }
  body.markup.put("</div>");
  body.end_fold();
}

// Of how many short needs the page tells why, and what work would do; nothing where that is all of them.
void how_many_are_told(ReportBody& body, std::span<const NeedAnswer> told) {
  const auto is_short = [](const NeedResult& need) { return need.coverage < full_coverage; };
  const auto shorts = std::count_if(body.plan.needs.begin(), body.plan.needs.end(), is_short);
  const auto labour = std::count_if(told.begin(), told.end(), [](const auto& answer) { return answer.labour; });
  if (labour > 0 && labour < shorts) {
    body.paragraph(body.say(Phrase::reasons_told_labour, shorts, told.size(), labour));
  } else if (std::ssize(told) < shorts) {
    body.paragraph(body.say(Phrase::reasons_told, shorts, told.size()));
  }
}

}  // namespace

void add_reasons(ReportBody& body) {
  const auto& answers = body.plan.answers;
  if (answers.empty()) return;
  body.section("reasons", Phrase::reasons_heading);
  body.paragraph(body[Phrase::reasons_note]);
  const std::size_t shown = std::min(answers.size(), body.settings.longest_list / 10);
  how_many_are_told(body, {answers.data(), shown});
  for (std::size_t k = 0; k < shown; ++k) answer_in_full(body, answers[k], k == 0);
  if (shown < answers.size()) body.paragraph(body.say(Phrase::rest, answers.size() - shown));
}

void add_competition(ReportBody& body) {
  if (body.settings.competitions.empty()) return;
  body.section("competition", Phrase::competition_heading);
  body.paragraph(body[Phrase::competition_note]);
  Table table(
      body.language, "competition", std::string(body[Phrase::competition_heading]),
      {body.column(Phrase::column_scarce), body.column(Phrase::column_need), body.figures(Phrase::column_people),
       body.column(Phrase::column_covered), body.figures(Phrase::column_takes), body.figures(Phrase::column_brings)});
  const auto& groups = body.settings.competitions;
  for (std::size_t g = 0; g < std::min(groups.size(), most_groups); ++g) {
    const CompetitionGroup& group = groups[g];
    const std::string thing = body.glossary.name_of(group.id);
    for (std::size_t k = 0; k < std::min(group.needs.size(), most_competitors); ++k) {
      const CompetingNeed& entry = group.needs[k];
      const Need& need = body.economy.needs[entry.need];
      const Cohort& cohort = body.economy.cohorts[need.cohort];
      table.begin_row();
      table.words(thing, group.needs.size() > most_competitors
                             ? body.say(Phrase::and_more_needs, group.needs.size() - most_competitors)
                             : std::string());
      table.words(name_or_id(need), name_or_id(cohort));
      table.people(cohort.size);
      table.share(body.plan.needs[entry.need].coverage, LargeIs::good);
      table.number(entry.takes, body.glossary.unit_of(group.id));
      table.number(entry.brings, unit_of(body.economy, need));
    }
  }
  if (groups.size() > most_groups) table.rest(body.say(Phrase::rest, groups.size() - most_groups));
  body.show(table);
}

}  // namespace planwerk
