// What people decided before anything was computed, and the tiers of the objective with what is proved of each.
#include <algorithm>
#include <cmath>

#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr double as_good_as_proved = 1e-6;  // of a tier's value

// The value of a tier as people read it: coverage counts negative where plans minimise.
std::string value_in_words(const ReportBody& body, Aim aim, const TierResult& result) {
  const double value = result.value;
  switch (aim) {
    case Aim::worst_off:
      return body.say(result.level == 0 ? Phrase::tier_least_coverage : Phrase::tier_least_of_others,
                      body.language.percent(0.0 - value));
    case Aim::coverage:
      return body.say(Phrase::tier_coverage_value, body.language.figure(-value));
    case Aim::floors:
      return body.say(Phrase::tier_floor_value, body.language.figure(value));
    case Aim::burden:
    case Aim::weighted:
      return body.language.amount(value, "h");
    case Aim::regret:
    case Aim::use:
    case Aim::surplus:
      return body.language.figure(value);
  }
  return {};
}

std::string proof_in_words(const ReportBody& body, const TierResult& result) {
  if (!std::isfinite(result.bound)) return std::string(body[Phrase::tier_unproved]);
  const double gap = std::max(0.0, result.value - result.bound) / std::max(1.0, std::fabs(result.value));
  if (gap <= as_good_as_proved) return std::string(body[Phrase::tier_proved]);
  return body.say(Phrase::tier_proved_within, body.language.localised_digits(fmt::format("{:.2g}", 100 * gap)));
}

std::string settled_in_words(const ReportBody& body, const std::vector<Index>& needs) {
  constexpr std::size_t most_named = 6;
  std::string text;
  for (std::size_t k = 0; k < std::min(needs.size(), most_named); ++k) {
    text += (text.empty() ? "" : ", ") + name_or_id(body.economy.needs[needs[k]]);
  }
  if (needs.size() > most_named) text += ", " + body.say(Phrase::and_more, needs.size() - most_named);
  return text;
}

void decision(Table& table, const ReportBody& body, std::string_view what, std::string_view value,
              std::string_view who) {
  table.begin_row();
  table.words(what);
  table.words(value);
  table.words(who.empty() ? body[Phrase::nobody_named] : who);
}

std::string ladder_in_words(const ReportBody& body) {
  std::string text;
  for (const CoverageStep& step : body.economy.objective.ladder) {
    text += (text.empty() ? "" : ", ") +
            body.say(Phrase::ladder_step, body.language.percent(step.width), body.language.figure(step.value));
  }
  return text;
}

}  // namespace

void add_tiers(ReportBody& body) {
  if (body.plan.tiers.empty()) return;
  body.section("tiers", Phrase::tiers_heading);
  body.paragraph(body[Phrase::tiers_note]);
  Table table(body.language, "tiers", std::string(body[Phrase::tiers_heading]),
              {body.figures(Phrase::column_order), body.column(Phrase::column_aim), body.column(Phrase::column_reached),
               body.column(Phrase::column_proved), body.column(Phrase::column_settled)});
  std::size_t order = 0;
  for (const TierResult& result : body.plan.tiers) {
    const Tier& tier = body.economy.objective.tiers[result.tier];
    table.begin_row();
    table.number(static_cast<double>(++order), "");
    const std::string level =
        tier.aim == Aim::worst_off && tier.depth > 1 ? body.say(Phrase::tier_level, result.level + 1) : std::string();
    table.words(aim_in_words(tier.aim, body.language), level);
    table.words(value_in_words(body, tier.aim, result));
    table.words(proof_in_words(body, result));
    table.words(settled_in_words(body, result.settled));
  }
  body.show(table);
}

void add_decisions(ReportBody& body) {
  const Economy& economy = body.economy;
  const Language& language = body.language;
  body.section("decisions", Phrase::decisions_heading);
  body.paragraph(body[Phrase::decisions_note]);
  Table table(
      language, "decisions", std::string(body[Phrase::decisions_heading]),
      {body.column(Phrase::column_decision), body.column(Phrase::column_value), body.column(Phrase::column_who)});
  const Objective& objective = economy.objective;
  if (objective.hours_per_coverage > 0) {
    decision(table, body, body[Phrase::decision_exchange],
             body.say(Phrase::decision_exchange_value, language.figure(objective.hours_per_coverage)),
             objective.origin);
  }
  decision(table, body, body[Phrase::decision_ladder], ladder_in_words(body), objective.origin);
  for (const Tier& tier : objective.tiers) {
    decision(table, body, body.say(Phrase::decision_tier, tier.id), aim_in_words(tier.aim, body.language),
             tier.origin.empty() ? objective.origin : tier.origin);
  }
  std::size_t listed = 0, told = 0;
  for (const Need& need : economy.needs) {
    const bool weighted = need.weight != 1 || !need.weight_origin.empty();
    if (!weighted && need.floor == 0) continue;
    if (++listed > body.settings.longest_list / 10) continue;
    ++told;
    const std::string aside = " (" + name_or_id(economy.cohorts[need.cohort]) + ")";
    if (weighted) {
      decision(table, body, body.say(Phrase::decision_weight, name_or_id(need) + aside), language.figure(need.weight),
               need.weight_origin);
    }
    if (need.floor > 0) {
      decision(table, body, body.say(Phrase::decision_floor, name_or_id(need) + aside), language.percent(need.floor),
               need.reason);
    }
  }
  if (listed > told) table.rest(body.say(Phrase::rest_of_decisions, listed - told));
  body.show(table);
}

}  // namespace planwerk
