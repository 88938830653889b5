// What plans are made with: what is scarce, work by kind and burden, limits, plant.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/report_body.hpp"
#include "host/plan/report/scarcities.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_means_drawn = 30;
constexpr double noise = 1e-9;  // valuations below it are rounding errors

// Burdens are told apart by colour up to these, and beyond.
constexpr double burden_tones[] = {1, 1.5, 2};

std::string_view tone_of_burden(double burden) {
  static constexpr std::string_view tones[] = {"work0", "work1", "work2", "work3"};
  return tones[std::lower_bound(std::begin(burden_tones), std::end(burden_tones), burden) - std::begin(burden_tones)];
}

double used_part(const LabourResult& labour) {
  return labour.offered > 0 ? labour.used / labour.offered : 0;
}

Picture scarcity_picture(const ReportBody& body, const std::vector<Scarcity>& scarce) {
  BarChart chart;
  chart.name = "scarcity";
  chart.title = body.say(Phrase::scarcity_title, body.worth_in_words());
  chart.description = body.say(Phrase::scarcity_description, scarce.front().name,
                               body.language.amount(scarce.front().worth_of_more, body.worth_unit));
  chart.unit = body.worth_unit;
  const std::size_t shown = std::min(scarce.size(), most_means_drawn);
  for (std::size_t k = 0; k < shown; ++k) {
    const bool work = scarce[k].id.starts_with("labour:");
    chart.bars.push_back({scarce[k].name,
                          body.language.amount(scarce[k].worth_of_more, body.worth_unit),
                          {{0, scarce[k].worth_of_more, work ? "labour" : "scarce", ""}}});
  }
  if (shown < scarce.size()) {
    double rest = 0;
    for (std::size_t k = shown; k < scarce.size(); ++k) rest += scarce[k].worth_of_more;
    chart.bars.push_back({body.say(Phrase::sum_of_others, scarce.size() - shown),
                          body.language.amount(rest, body.worth_unit),
                          {{0, rest, "others", ""}}});
  }
  return draw(chart, body.language);
}

// Hours of one kind of work at one burden, all offers together.
struct WorkStep {
  double used = 0;
  double offered = 0;
};
using WorkSteps = std::map<double, WorkStep>;  // by burden

std::vector<WorkSteps> work_by_burden(const Economy& economy, const Plan& plan) {
  std::vector<WorkSteps> kinds(economy.labour_kinds.size());
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const LabourOffer& offer = economy.labour_offers[o];
    const auto steps = economy.steps_of(offer);
    for (std::size_t s = 0; s < steps.size(); ++s) {
      WorkStep& step = kinds[offer.kind][steps[s].burden];
      step.offered += steps[s].hours;
      step.used += plan.labour[o][s];
    }
  }
  return kinds;
}

std::vector<std::size_t> most_used_first(const Plan& plan) {
  std::vector<std::size_t> order(plan.labour_kinds.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return used_part(plan.labour_kinds[a]) > used_part(plan.labour_kinds[b]); });
  return order;
}

// A bar of used hours, burden after burden, and behind it, paler, what is offered and not used.
Bar work_bar(const ReportBody& body, std::string label, const WorkSteps& steps) {
  Bar bar;
  bar.label = std::move(label);
  double x = 0, offered = 0;
  for (const auto& [burden, step] : steps) {
    const std::string title = body.say(Phrase::work_step, body.language.figure(burden),
                                       body.language.amount(step.used, "h"), body.language.amount(step.offered, "h"));
    if (step.used > 0) bar.segments.push_back({x, x + step.used, tone_of_burden(burden), title});
    x += step.used;
    offered += step.offered;
  }
  bar.segments.push_back({x, std::max(x, offered), "idle", body.language.amount(offered - x, "h")});
  bar.value = body.say(Phrase::used_of, body.language.figure(x), body.language.amount(offered, "h"));
  return bar;
}

void work_key(ReportBody& body) {
  const auto upto = [&](double burden) { return body.say(Phrase::key_burden, body.language.figure(burden)); };
  body.markup.put(R"(<p class="key"><span class="work0">{}</span><span class="work1">{}</span>
<span class="work2">{}</span><span class="work3">{}</span><span class="idle">{}</span></p>)",
                  escaped(upto(burden_tones[0])), escaped(upto(burden_tones[1])), escaped(upto(burden_tones[2])),
                  escaped(body.say(Phrase::key_burden_beyond, body.language.figure(burden_tones[2]))),
                  escaped(body[Phrase::key_idle]));
}

Picture work_picture(const ReportBody& body, const std::vector<WorkSteps>& kinds,
                     const std::vector<std::size_t>& order) {
  BarChart chart;
  chart.name = "work";
  chart.title = body[Phrase::work_title];
  chart.description = body[Phrase::work_description];
  chart.unit = "h";
  const std::size_t shown = std::min(order.size(), most_means_drawn);
  for (std::size_t k = 0; k < shown; ++k) {
    chart.bars.push_back(work_bar(body, name_or_id(body.economy.labour_kinds[order[k]]), kinds[order[k]]));
  }
  if (shown < order.size()) {
    WorkSteps others;
    for (std::size_t k = shown; k < order.size(); ++k) {
      for (const auto& [burden, step] : kinds[order[k]]) {
        others[burden].used += step.used;
        others[burden].offered += step.offered;
      }
    }
    chart.bars.push_back(work_bar(body, body.say(Phrase::sum_of_others, order.size() - shown), others));
  }
  return draw(chart, body.language);
}

void work_table(ReportBody& body, const std::vector<std::size_t>& order) {
  Table table(
      body.language, "work", std::string(body[Phrase::work_caption]),
      {body.column(Phrase::column_used), body.column(Phrase::column_work), body.figures(Phrase::column_hours_used),
       body.figures(Phrase::column_hours_offered), body.figures(Phrase::column_hour_saves)});
  for (std::size_t k = 0; k < std::min(order.size(), body.settings.longest_list); ++k) {
    const LabourResult& labour = body.plan.labour_kinds[order[k]];
    table.begin_row();
    table.share(used_part(labour), LargeIs::bad);
    table.words(name_or_id(body.economy.labour_kinds[order[k]]));
    table.number(labour.used, "h");
    table.number(labour.offered, "h");
    table.number(labour.valuation, body.worth_unit);
  }
  if (order.size() > body.settings.longest_list)
    table.rest(body.say(Phrase::rest, order.size() - body.settings.longest_list));
  body.show(table);
}

void burden_table(ReportBody& body, const std::vector<WorkSteps>& kinds, const std::vector<std::size_t>& order) {
  body.begin_fold(body[Phrase::work_by_burden], "", false);
  Table table(body.language, "work-by-burden", std::string(body[Phrase::work_by_burden]),
              {body.column(Phrase::column_work), body.figures(Phrase::column_burden),
               body.figures(Phrase::column_hours_used), body.figures(Phrase::column_hours_offered)});
  for (std::size_t k = 0; k < std::min(order.size(), body.settings.longest_list); ++k) {
    for (const auto& [burden, step] : kinds[order[k]]) {
      table.begin_row();
      table.words(name_or_id(body.economy.labour_kinds[order[k]]));
      table.number(burden, "");
      table.number(step.used, "h");
      table.number(step.offered, "h");
    }
  }
  body.show(table);
  body.end_fold();
}

}  // namespace

void add_scarcities(ReportBody& body) {
  const auto scarce = scarcities(body.economy, body.plan, body.settings.longest_list);
  body.section("scarce", Phrase::scarce_heading);
  if (scarce.empty()) {
    body.paragraph(body[Phrase::nothing_scarce]);
    return;
  }
  const Index tier = pricing_tier(body.economy, body.plan);
  body.paragraph(body.worth_unit == "h"
                     ? std::string(body[Phrase::scarce_note])
                     : body.say(Phrase::worth_note, body.economy.objective.tiers[tier].id,
                                aim_in_words(body.economy.objective.tiers[tier].aim, body.language)));
  body.paragraph(body[Phrase::scarce_of_whole]);
  body.show(scarcity_picture(body, scarce));
  Table table(body.language, "scarce", std::string(body[Phrase::scarce_heading]),
              {body.column(Phrase::column_scarce), body.figures(Phrase::column_there_is),
               body.figures(Phrase::column_percent_more), body.figures(Phrase::column_unit_more)});
  for (const Scarcity& entry : scarce) {
    table.begin_row();
    table.words(entry.name);
    table.number(entry.bound, entry.unit);
    table.number(entry.worth_of_more, body.worth_unit);
    table.number(entry.valuation, body.worth_unit);
  }
  body.show(table);
}

void add_work(ReportBody& body) {
  if (body.economy.labour_kinds.empty()) return;
  const auto kinds = work_by_burden(body.economy, body.plan);
  const auto order = most_used_first(body.plan);
  body.section("work", Phrase::work_heading);
  work_key(body);
  body.show(work_picture(body, kinds, order));
  work_table(body, order);
  burden_table(body, kinds, order);
}

void add_limits(ReportBody& body) {
  if (body.economy.limits.empty()) return;
  body.section("limits", Phrase::limits_heading);
  Table table(
      body.language, "limits", std::string(body[Phrase::limits_heading]),
      {body.column(Phrase::column_limit), body.figures(Phrase::column_in_plan), body.figures(Phrase::column_at_least),
       body.figures(Phrase::column_at_most), body.figures(Phrase::column_unit_more), body.column(Phrase::column_who)});
  const auto bound = [&](double value, const std::string& unit) {
    std::isfinite(value) ? table.number(value, unit) : table.nothing();
  };
  for (std::size_t k = 0; k < std::min(body.economy.limits.size(), body.settings.longest_list); ++k) {
    const Limit& limit = body.economy.limits[k];
    table.begin_row();
    table.words(name_or_id(limit));
    table.number(body.plan.limits[k].value, limit.unit);
    bound(limit.lower, limit.unit);
    bound(limit.upper, limit.unit);
    const double valuation = std::fabs(body.plan.limits[k].valuation);
    table.number(valuation < noise ? 0 : valuation, body.worth_unit);
    table.words(limit.origin.empty() ? body[Phrase::nobody_named] : limit.origin);
  }
  if (body.economy.limits.size() > body.settings.longest_list) {
    table.rest(body.say(Phrase::rest, body.economy.limits.size() - body.settings.longest_list));
  }
  body.show(table);
}

void add_plant(ReportBody& body) {
  const auto& capacities = body.economy.capacities;
  if (capacities.empty()) return;
  std::vector<std::size_t> order(capacities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto used = [&](std::size_t k) {
    return capacities[k].amount > 0 ? body.plan.capacities[k].used / capacities[k].amount : 0;
  };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return used(a) > used(b); });
  body.section("plant", Phrase::plant_heading);
  Table table(body.language, "plant", std::string(body[Phrase::plant_heading]),
              {body.column(Phrase::column_used), body.column(Phrase::column_plant), body.figures(Phrase::column_in_use),
               body.figures(Phrase::column_there_is), body.figures(Phrase::column_unit_more)});
  const std::size_t shown = std::min(order.size(), body.settings.longest_list);
  for (std::size_t k = 0; k < shown; ++k) {
    const Capacity& plant = capacities[order[k]];
    const CapacityResult& result = body.plan.capacities[order[k]];
    table.begin_row();
    table.share(used(order[k]), LargeIs::bad);
    table.words(name_or_id(plant));
    table.number(result.used, plant.unit);
    table.number(plant.amount, plant.unit);
    table.number(result.valuation < noise ? 0 : result.valuation, body.worth_unit);
  }
  if (shown < order.size()) table.rest(body.say(Phrase::rest, order.size() - shown));
  body.show(table);
}

}  // namespace planwerk
