// Sums by group of products: what each group's needs got, its recipes' work, what is made of it.
#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

#include "host/plan/report/report_body.hpp"
#include "host/plan/report/treemap.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_groups_drawn = 60;  // in the picture

struct GroupSums {
  std::string_view name;
  std::size_t products = 0;
  std::size_t needs = 0;
  std::size_t short_needs = 0;
  double people = 0;   // of the needs' cohorts, each need counted
  double covered = 0;  // likewise, times coverage
  double hours = 0;    // of work in recipes whose main product is of the group
  double worth = 0;    // of what is made, hours of burden

  double coverage() const { return people > 0 ? covered / people : 1; }
};

using Groups = std::map<std::string_view, GroupSums>;

// The output that is worth most; where none is worth anything, the first.
Index main_product(const Economy& economy, const Plan& plan, const Recipe& recipe) {
  Index best = no_index;
  double most = -1;
  for (const Flow& flow : economy.flows_of(recipe.outputs)) {
    const double worth = flow.amount * std::max(0.0, plan.products[flow.index].valuation);
    if (worth > most) best = flow.index, most = worth;
  }
  return best;
}

void add_products(const Economy& economy, const Plan& plan, Groups& groups) {
  for (std::size_t p = 0; p < economy.products.size(); ++p) {
    GroupSums& group = groups[economy.products[p].group];
    group.name = economy.products[p].group;
    group.products += 1;
    group.worth += std::max(0.0, plan.products[p].made * plan.products[p].valuation);
  }
}

// A need belongs where its first alternative does.
void add_needs(const Economy& economy, const Plan& plan, Groups& groups) {
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    GroupSums& group = groups[economy.products[economy.alternatives_of(need).front().product].group];
    const double people = economy.cohorts[need.cohort].size, coverage = std::min(1.0, plan.needs[n].coverage);
    group.needs += 1;
    group.short_needs += coverage < full_coverage;
    group.people += people;
    group.covered += people * coverage;
  }
}

void add_work(const Economy& economy, const Plan& plan, Groups& groups) {
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const Recipe& recipe = economy.recipes[r];
    const Index main = main_product(economy, plan, recipe);
    if (main == no_index || plan.activity[r] == 0) continue;
    GroupSums& group = groups[economy.products[main].group];
    for (const Flow& work : economy.flows_of(recipe.labour)) group.hours += work.amount * plan.activity[r];
  }
}

std::vector<GroupSums> most_worth_first(const Groups& groups) {
  std::vector<GroupSums> order;
  for (const auto& [name, sums] : groups) order.push_back(sums);
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.worth > b.worth; });
  return order;
}

std::string name_of(const ReportBody& body, const GroupSums& group) {
  return group.name.empty() ? std::string(body[Phrase::no_group]) : std::string(group.name);
}

std::string_view tone_of(const GroupSums& group) {
  if (group.needs == 0) return "others";
  return group.short_needs == 0 ? "people" : "some";
}

Picture worth_by_group(const ReportBody& body, const std::vector<GroupSums>& groups, double sum) {
  Treemap map;
  map.name = "groups";
  map.title = body[Phrase::groups_title];
  map.description = body.say(Phrase::products_description, body.worth_in_words());
  double rest = 0;
  for (std::size_t k = 0; k < groups.size(); ++k) {
    const GroupSums& group = groups[k];
    if (k >= most_groups_drawn) {
      rest += group.worth;
      continue;
    }
    map.tiles.push_back({name_of(body, group), body.language.percent(group.worth / sum), group.worth, tone_of(group)});
  }
  if (rest > 0) {
    map.tiles.push_back({body.say(Phrase::sum_of_others, groups.size() - most_groups_drawn),
                         body.language.percent(rest / sum), rest, "others"});
  }
  return draw(map);
}

}  // namespace

void add_groups(ReportBody& body) {
  Groups sums;
  add_products(body.economy, body.plan, sums);
  if (sums.size() < 2) return;
  add_needs(body.economy, body.plan, sums);
  add_work(body.economy, body.plan, sums);
  const std::vector<GroupSums> groups = most_worth_first(sums);
  double worth = 0;
  for (const GroupSums& group : groups) worth += group.worth;

  body.section("groups", Phrase::groups_heading);
  body.paragraph(body.say(Phrase::groups_note, body.economy.products.size(), body.economy.recipes.size(),
                          body.economy.needs.size(), groups.size()));
  if (worth > 0) {
    body.markup.put(R"(<p class="key"><span class="people">{}</span><span class="some">{}</span>
<span class="others">{}</span></p>)",
                    escaped(body[Phrase::key_group_covered]), escaped(body[Phrase::key_group_short]),
                    escaped(body[Phrase::key_group_no_needs]));
    body.show(worth_by_group(body, groups, worth));
  }
  Table table(body.language, "groups", std::string(body[Phrase::groups_heading]),
              {body.column(Phrase::column_group), body.figures(Phrase::column_products),
               body.figures(Phrase::column_needs), body.figures(Phrase::column_short_needs),
               body.figures(Phrase::column_mean_coverage), body.figures(Phrase::column_hours_used),
               body.figures(Phrase::column_worth), body.figures(Phrase::column_share_of_all)});
  for (const GroupSums& group : groups) {
    table.begin_row();
    table.words(name_of(body, group));
    table.count(group.products);
    table.count(group.needs);
    table.count(group.short_needs);
    group.needs > 0 ? table.share(group.coverage(), LargeIs::good) : table.nothing();
    table.number(group.hours, "h");
    table.number(group.worth, body.worth_unit);
    table.share(worth > 0 ? group.worth / worth : 0);
  }
  body.show(table);
}

}  // namespace planwerk
