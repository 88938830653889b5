// A second plan beside this one: who gains, who loses, what work it takes. Things are matched by id.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/report_body.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_pairs_drawn = 40;
constexpr double worth_drawing = 5e-4;      // part of the scale
constexpr double noise_of_amounts = 1e-9;   // differences below this part of them are rounding
constexpr double noise_of_coverage = 1e-4;  // plans are no more exact than that

// A figure in this plan and in the other one.
struct Pair {
  std::string name, aside, unit;
  double here = 0;
  double there = 0;
  double weight = 0;  // people concerned
  double noise = noise_of_amounts * std::max(std::fabs(here), std::fabs(there));
  double difference() const { return std::fabs(there - here) > noise ? there - here : 0; }
};

template <class Thing>
std::unordered_map<std::string_view, std::size_t> places_of(const std::vector<Thing>& things) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t k = 0; k < things.size(); ++k) places.emplace(things[k].id, k);
  return places;
}

void largest_difference_first(std::vector<Pair>& pairs) {
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return std::fabs(a.difference()) > std::fabs(b.difference()); });
}

std::vector<Pair> coverages(const ReportBody& body) {
  const OtherPlan& other = body.settings.compared;
  const auto places = places_of(other.economy->needs);
  std::vector<Pair> pairs;
  for (std::size_t n = 0; n < body.economy.needs.size(); ++n) {
    const Need& need = body.economy.needs[n];
    const auto found = places.find(need.id);
    if (found == places.end()) continue;
    const Cohort& cohort = body.economy.cohorts[need.cohort];
    pairs.push_back({name_or_id(need), name_or_id(cohort), "", body.plan.needs[n].coverage,
                     other.plan->needs[found->second].coverage, cohort.size, noise_of_coverage});
  }
  largest_difference_first(pairs);
  return pairs;
}

template <class Thing, class Results, class ValueOf, class UnitOf>
std::vector<Pair> pairs_of(const std::vector<Thing>& here, const std::vector<Thing>& there, const Results& results_here,
                           const Results& results_there, ValueOf value_of, UnitOf unit_of_entry) {
  const auto places = places_of(there);
  std::vector<Pair> pairs;
  for (std::size_t k = 0; k < here.size(); ++k) {
    const auto found = places.find(here[k].id);
    if (found == places.end()) continue;
    pairs.push_back({name_or_id(here[k]), "", unit_of_entry(here[k]), value_of(results_here[k]),
                     value_of(results_there[found->second])});
  }
  largest_difference_first(pairs);
  return pairs;
}

// Bars to the right for what the other plan has more of, to the left for less. `tones`: of more and of less.
Picture difference_picture(const ReportBody& body, const std::vector<Pair>& pairs, BarChart chart,
                           std::string_view more, std::string_view less) {
  const double scale = pairs.empty() ? 0 : std::fabs(pairs.front().difference());
  std::size_t left_out = 0;
  for (const Pair& pair : pairs) {
    const double difference = pair.difference();
    if (chart.bars.size() >= most_pairs_drawn || std::fabs(difference) < worth_drawing * scale || difference == 0) {
      ++left_out;
      continue;
    }
    chart.bars.push_back(
        {pair.aside.empty() ? pair.name : pair.name + " · " + pair.aside,
         chart.shares ? body.language.signed_percent(difference) : body.language.signed_amount(difference, pair.unit),
         {{0, difference, difference > 0 ? more : less, ""}}});
  }
  if (left_out > 0) chart.bars.push_back({body.say(Phrase::others_change_less, left_out), "", {}});
  return draw(chart, body.language);
}

void difference_table(ReportBody& body, const std::vector<Pair>& pairs, const std::string& name, Phrase caption,
                      Phrase what, bool shares) {
  Table table(body.language, name, std::string(body[caption]),
              {body.column(what),
               body.figures(Phrase::column_this_plan),
               {body.settings.compared.name, true},
               body.figures(Phrase::column_difference)});
  const std::size_t shown = std::min(pairs.size(), body.settings.longest_list);
  for (std::size_t k = 0; k < shown; ++k) {
    const Pair& pair = pairs[k];
    table.begin_row();
    table.words(pair.name, pair.aside);
    for (const double value : {pair.here, pair.there, pair.difference()}) {
      shares ? table.share(value) : table.number(value, pair.unit);
    }
  }
  if (shown < pairs.size()) table.rest(body.say(Phrase::rest, pairs.size() - shown));
  body.show(table);
}

void who_gains(ReportBody& body, const std::vector<Pair>& pairs) {
  double gaining = 0, losing = 0;
  std::size_t up = 0, down = 0;
  for (const Pair& pair : pairs) {
    const double difference = pair.difference();
    if (difference == 0) continue;
    ++(difference > 0 ? up : down);
    (difference > 0 ? gaining : losing) += pair.weight * std::fabs(difference);
  }
  body.paragraph(body.say(Phrase::comparison_sum, body.settings.compared.name, up, down, body.language.figure(gaining),
                          body.language.figure(losing)));
}

}  // namespace

void add_comparison(ReportBody& body) {
  const OtherPlan& other = body.settings.compared;
  if (other.plan == nullptr) return;
  body.section("comparison", Phrase::comparison_heading);
  tell_other_job(body);
  const auto needs = coverages(body);
  who_gains(body, needs);
  body.show(difference_picture(body, needs,
                               {"coverage-differences",
                                std::string(body[Phrase::coverage_difference_title]),
                                body.say(Phrase::comparison_description, other.name),
                                {},
                                {},
                                {},
                                true,
                                ""},
                               "good", "poor"));
  difference_table(body, needs, "coverage-differences", Phrase::coverage_difference_title, Phrase::column_need, true);
  const auto work = pairs_of(
      body.economy.labour_kinds, other.economy->labour_kinds, body.plan.labour_kinds, other.plan->labour_kinds,
      [](const LabourResult& labour) { return labour.used; }, [](const LabourKind&) { return std::string("h"); });
  if (!work.empty()) {
    body.show(difference_picture(body, work,
                                 {"work-differences",
                                  std::string(body[Phrase::work_difference_title]),
                                  body.say(Phrase::comparison_description, other.name),
                                  {},
                                  {},
                                  {},
                                  false,
                                  "h"},
                                 "work2", "labour"));
    difference_table(body, work, "work-differences", Phrase::work_difference_title, Phrase::column_work, false);
  }
  const auto limits = pairs_of(
      body.economy.limits, other.economy->limits, body.plan.limits, other.plan->limits,
      [](const LimitResult& limit) { return limit.value; }, [](const Limit& limit) { return limit.unit; });
  if (!limits.empty()) {
    difference_table(body, limits, "limit-differences", Phrase::limit_difference_title, Phrase::column_limit, false);
  }
}

}  // namespace planwerk
