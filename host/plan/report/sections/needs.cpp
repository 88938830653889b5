// How far needs are covered, and by which variants.
#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_needs_drawn = 60;  // of single needs in the picture
constexpr std::size_t fewest_of_cohort = 3;   // shown of each cohort, however many there are

std::vector<std::size_t> worst_covered_first(const Plan& plan) {
  std::vector<std::size_t> order(plan.needs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return plan.needs[a].coverage < plan.needs[b].coverage; });
  return order;
}

std::string_view tone_of_coverage(double coverage) {
  return coverage >= full_coverage ? "good" : coverage < 0.7 ? "poor" : "some";
}

Bar coverage_bar(const ReportBody& body, std::string label, double coverage) {
  return {std::move(label),
          body.language.percent(coverage),
          {{0, std::min(1.0, coverage), tone_of_coverage(coverage), ""}}};
}

// Needs by cohort, the worst covered cohort first, in it the worst covered need. Of many needs each cohort shows its
// worst ones, and the mean of the others.
Picture coverage_picture(const ReportBody& body, const std::vector<std::size_t>& order) {
  const Economy& economy = body.economy;
  std::vector<Index> cohorts;
  std::map<Index, std::vector<std::size_t>> needs_of;
  for (const std::size_t n : order) {
    auto& needs = needs_of[economy.needs[n].cohort];
    if (needs.empty()) cohorts.push_back(economy.needs[n].cohort);
    needs.push_back(n);
  }
  const std::size_t shown_cohorts = std::min(cohorts.size(), most_needs_drawn / 4);
  BarChart chart;
  chart.name = "coverage";
  chart.title = body[Phrase::coverage_title];
  chart.least = 0;
  chart.greatest = 1;
  chart.shares = true;
  for (std::size_t c = 0; c < shown_cohorts; ++c) {
    const Cohort& cohort = economy.cohorts[cohorts[c]];
    const auto& needs = needs_of[cohorts[c]];
    chart.bars.push_back(
        {body.say(Phrase::cohort_heading, name_or_id(cohort), body.language.people(cohort.size)), "", {}, true});
    const std::size_t in_proportion = most_needs_drawn * needs.size() / std::max<std::size_t>(1, order.size());
    const std::size_t shown =
        order.size() <= most_needs_drawn ? needs.size() : std::max(fewest_of_cohort, in_proportion);
    double rest = 0;
    for (std::size_t k = 0; k < needs.size(); ++k) {
      const double coverage = body.plan.needs[needs[k]].coverage;
      if (k < shown) chart.bars.push_back(coverage_bar(body, name_or_id(economy.needs[needs[k]]), coverage));
      if (k >= shown) rest += coverage;
    }
    if (needs.size() > shown) {
      const auto others = static_cast<double>(needs.size() - shown);
      chart.bars.push_back(coverage_bar(body, body.say(Phrase::mean_of_others, needs.size() - shown), rest / others));
    }
  }
  chart.description = body.say(Phrase::coverage_description, name_or_id(economy.needs[order.front()]),
                               body.language.percent(body.plan.needs[order.front()].coverage), order.size());
  return draw(chart, body.language);
}

void need_row(const ReportBody& body, Table& table, std::size_t n) {
  const Need& need = body.economy.needs[n];
  const NeedResult& result = body.plan.needs[n];
  const Cohort& cohort = body.economy.cohorts[need.cohort];
  const std::string& unit = unit_of(body.economy, need);
  const double missing = body.economy.asked(need) - result.delivered;
  const bool is_short = result.coverage < full_coverage;
  table.begin_row();
  table.share(result.coverage, LargeIs::good);
  table.words(name_or_id(need), name_or_id(cohort), need.reason);
  table.people(cohort.size);
  table.number(result.delivered, unit);
  if (is_short) {
    table.number(missing, unit);
    table.words(obstacles_in_words(body.economy, body.plan, static_cast<Index>(n), body.glossary, body.language));
  } else {
    table.nothing();
    table.nothing();
  }
}

}  // namespace

void add_needs(ReportBody& body) {
  if (body.plan.needs.empty()) return;
  const auto order = worst_covered_first(body.plan);
  body.section("needs", Phrase::needs_heading);
  body.show(coverage_picture(body, order));
  Table table(body.language, "needs", std::string(body[Phrase::needs_caption]),
              {body.column(Phrase::column_covered), body.column(Phrase::column_need),
               body.figures(Phrase::column_people), body.figures(Phrase::column_delivered),
               body.figures(Phrase::column_short_by), body.column(Phrase::column_obstacles)});
  const std::size_t shown = std::min(order.size(), body.settings.longest_list);
  for (std::size_t k = 0; k < shown; ++k) need_row(body, table, order[k]);
  if (shown < order.size()) {
    double rest = 0;
    for (std::size_t k = shown; k < order.size(); ++k) rest += body.plan.needs[order[k]].coverage;
    table.rest(body.say(Phrase::rest_of_needs, order.size() - shown,
                        body.language.percent(rest / static_cast<double>(order.size() - shown))));
  }
  body.show(table);
}

void add_variants(ReportBody& body) {
  Table table(body.language, "variants", std::string(body[Phrase::variants_heading]),
              {body.column(Phrase::column_need), body.column(Phrase::column_variant),
               body.figures(Phrase::column_delivered), body.figures(Phrase::column_part)});
  std::size_t needs = 0;
  for (std::size_t n = 0; n < body.economy.needs.size(); ++n) {
    const Need& need = body.economy.needs[n];
    const auto alternatives = body.economy.alternatives_of(need);
    if (alternatives.size() < 2 || ++needs > body.settings.longest_list) continue;
    const NeedResult& result = body.plan.needs[n];
    for (std::size_t a = 0; a < alternatives.size(); ++a) {
      const Product& product = body.economy.products[alternatives[a].product];
      const double counted = result.deliveries[a] * alternatives[a].rate;
      table.begin_row();
      table.words(name_or_id(need), name_or_id(body.economy.cohorts[need.cohort]));
      table.words(name_or_id(product), alternatives[a].regret > 0 ? body[Phrase::less_liked] : std::string_view());
      table.number(result.deliveries[a], product.unit);
      table.share(result.delivered > 0 ? counted / result.delivered : 0);
    }
  }
  if (table.empty()) return;
  if (needs > body.settings.longest_list) table.rest(body.say(Phrase::rest, needs - body.settings.longest_list));
  body.section("variants", Phrase::variants_heading);
  body.paragraph(body[Phrase::variants_note]);
  body.show(table);
}

}  // namespace planwerk
