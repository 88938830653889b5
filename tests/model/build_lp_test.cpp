#include "host/model/build_lp.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/model/lp_algebra.hpp"
#include "tests/model/rewritten.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsSupersetOf;

// Everything a job can hold, once: flour and a stock of it, a mill, slag that must be treated, smoke that is only
// counted and limited, two kinds of food for one need, a floor, extra hours.
struct Village : EconomyBuilder {
  Index flour = product("flour"), bread = product("bread"), gruel = product("gruel");
  Index slag = product("slag", BalanceRule::exact), smoke = product("smoke", BalanceRule::free);
  Index work = labour_kind("work");
  Index mill = capacity("mill", 100);
  Index grind = recipe("grind", {}, {{flour, 0.8}, {slag, 0.2}}, {{work, 0.1}}, {{mill, 0.5}});
  // The sourdough (0.1 bread) comes back out of the dough.
  Index bake = recipe("bake", {{flour, 0.7}, {bread, 0.1}}, {{bread, 1.1}, {smoke, 0.3}}, {{work, 0.2}});
  Index cook = recipe("cook", {{flour, 0.5}}, {{gruel, 1}}, {{work, 0.05}});
  Index bury = recipe("bury", {{slag, 1}}, {}, {{work, 0.01}});
  Index people = cohort("people", 10);
  Index food = need("food", people, 4, {{bread, 1}, {gruel, 0.5}}, {{0.5, 8}, {0.5, 2}});
  Index toast = need("toast", people, 2, {{bread, 4}}, {{0.6, 3}, {0.4, 1}});
  Index hands = offer("hands", work, {{5, 1}, {3, 1.5}});
  Index air = limit("air", {{smoke, no_index, 2}, {no_index, bake, 0.4}}, -INFINITY, 6);
  Index bakers = limit("bakers", {{no_index, bake, 1}}, 1, INFINITY);
  Index sacks = stock(flour, 12, 3);

  Village() {
    economy.objective.hours_per_coverage = 0.5;
    economy.recipes[cook].lower_activity = 1;
    economy.recipes[cook].upper_activity = 50;
    economy.needs[toast].weight = 2;
    economy.needs[toast].floor = 0.7;
  }
};

TEST(BuildLp, WritesTheProgrammeAsOnPaper) {
  const Village village;
  EXPECT_THAT(
      algebra(village.economy, build_lp(village.economy)),
      ElementsAre("3 <= 0.8 recipe:grind - 0.7 recipe:bake - 0.5 recipe:cook + 1 stock:flour  (product:flour)",
                  "0 <= 1 recipe:bake - 0.25 coverage:toast:0 - 0.25 coverage:toast:1 - 1 delivery:food:0  "
                  "(product:bread)",
                  "0 <= 1 recipe:cook - 1 delivery:food:1  (product:gruel)",
                  "0.2 recipe:grind - 1 recipe:bury = 0  (product:slag)",
                  "-1 coverage:food:0 - 1 coverage:food:1 + 1 delivery:food:0 + 0.5 delivery:food:1 = 0  "
                  "(need:food)",
                  "0.1 recipe:grind + 0.2 recipe:bake + 0.05 recipe:cook + 0.01 recipe:bury - 1 offer:hands:0 "
                  "- 1 offer:hands:1 <= 0  (labour:work)",
                  "0.5 recipe:grind <= 100  (capacity:mill)",  //
                  "1 recipe:bake <= 6  (limit:air)",           // 2 * 0.3 smoke + 0.4
                  "1 <= 1 recipe:bake  (limit:bakers)",        //
                  "0 <= recipe:grind", "0 <= recipe:bake", "1 <= recipe:cook <= 50", "0 <= recipe:bury",
                  "0 <= coverage:food:0 <= 20  costs -1",     // 0.5 h * 8 / 4 per head
                  "0 <= coverage:food:1 <= 20  costs -0.25",  //
                  "coverage:toast:0 = 12  costs -1.5",        // 0.5 h * 3 * weight 2 / 2 per head
                  "2 <= coverage:toast:1 <= 8  costs -0.5",   // the floor of 0.7 takes 0.1 of this step
                  "0 <= delivery:food:0 <= 40", "0 <= delivery:food:1 <= 80", "0 <= offer:hands:0 <= 5  costs 1",
                  "0 <= offer:hands:1 <= 3  costs 1.5", "0 <= stock:flour <= 12"));
}

TEST(BuildLp, TurnsRowsSoThatPositiveMeansMade) {
  const Village village;
  EXPECT_THAT(build_lp(village.economy).structure.row_orientation, ElementsAre(1, 1, 1, 1, 1, -1, -1, -1, 1));
}

TEST(BuildLp, IndexMapsAreInverse) {
  const Village village;
  const ProductionLp production = build_lp(village.economy);
  const auto expect_row = [&](const std::vector<Index>& rows, RowKind kind) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (rows[k] == no_index) continue;
      EXPECT_EQ(production.row_origins[rows[k]].kind, kind);
      EXPECT_EQ(production.row_origins[rows[k]].index, static_cast<Index>(k));
    }
    return std::count_if(rows.begin(), rows.end(), [](Index row) { return row != no_index; });
  };
  EXPECT_EQ(expect_row(production.product_rows, RowKind::product) + expect_row(production.need_rows, RowKind::need) +
                expect_row(production.labour_rows, RowKind::labour_kind) +
                expect_row(production.capacity_rows, RowKind::capacity) +
                expect_row(production.limit_rows, RowKind::limit),
            production.lp.rows());

  const auto expect_column = [&](const std::vector<Index>& columns, ColumnKind kind, auto parts_of) {
    std::size_t count = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (columns[k] == no_index) continue;
      for (std::size_t part = 0; part < parts_of(k); ++part, ++count) {
        const ColumnOrigin origin = production.column_origins[columns[k] + static_cast<Index>(part)];
        EXPECT_EQ(origin.kind, kind);
        EXPECT_EQ(origin.index, static_cast<Index>(k));
        EXPECT_EQ(origin.part, static_cast<Index>(part));
      }
    }
    return count;
  };
  const Economy& economy = village.economy;
  const auto one = [](std::size_t) { return std::size_t{1}; };
  const auto steps = [&](std::size_t k) { return economy.ladder_of(economy.needs[k]).size(); };
  const auto alternatives = [&](std::size_t k) { return economy.alternatives_of(economy.needs[k]).size(); };
  const auto labour_steps = [&](std::size_t k) { return economy.steps_of(economy.labour_offers[k]).size(); };
  EXPECT_EQ(expect_column(production.recipe_columns, ColumnKind::recipe, one) +
                expect_column(production.coverage_columns, ColumnKind::coverage, steps) +
                expect_column(production.delivery_columns, ColumnKind::delivery, alternatives) +
                expect_column(production.labour_columns, ColumnKind::labour, labour_steps) +
                expect_column(production.stock_columns, ColumnKind::stock_draw, one),
            static_cast<std::size_t>(production.lp.columns()));
}

TEST(BuildLp, FloorsThatEndAtAStepLeaveNoCrumbsInTheNext) {
  Village village;
  village.economy.objective.ladder = {{0.5, 64}, {0.3, 16}, {0.15, 4}, {0.05, 1}};
  const Index milk = village.need("milk", village.people, 1, {{village.gruel, 1}});
  village.economy.needs[milk].floor = 0.8;
  const ProductionLp production = build_lp(village.economy);
  EXPECT_EQ(production.lp.column_lower[production.coverage_columns[milk] + 2], 0);
}

TEST(BuildLp, EncodesWhatWouldHurtAName) {
  EconomyBuilder builder;
  builder.product("rye bread: 50 %");
  builder.product("Brötchen");
  EXPECT_EQ(row_name(builder.economy, {RowKind::product, 0}), "product:rye%20bread%3A%2050%20%25");
  EXPECT_EQ(row_name(builder.economy, {RowKind::product, 1}), "product:Brötchen");
}

TEST(BuildLp, DropsWhatCancelsOnlyUpToRounding) {
  EconomyBuilder builder;
  const Index catalyst = builder.product("catalyst"), gas = builder.product("gas");
  builder.recipe("react", {{catalyst, 0.3}}, {{catalyst, 0.1}, {catalyst, 0.2}, {gas, 1}});
  const ProductionLp production = build_lp(builder.economy);
  EXPECT_EQ(production.lp.matrix.nonzeros(), 1);
}

// Solves by the reference simplex; the certificate, not the solver, says that it is right.
ReferenceSolution solved(const ProductionLp& production) {
  const ReferenceSolution solution = reference_solve(production.lp);
  EXPECT_EQ(solution.status, Status::optimal);
  const LpCertificate certificate = certify(production.lp, solution.point.primal, solution.point.dual);
  EXPECT_LT(certificate.kkt_inf(), 1e-9);
  EXPECT_LT(certificate.row_violation, 1e-9);
  return solution;
}

TEST(BuildLp, AnotherUnitChangesTheNumbersOfAPlanAndNothingElse) {
  const Village village;
  const double value = solved(build_lp(village.economy)).value;
  for (const Index product : {village.flour, village.bread, village.slag, village.smoke}) {
    const Economy other = in_other_unit(village.economy, product, 1000);
    EXPECT_NEAR(solved(build_lp(other)).value, value, 1e-9 * std::abs(value));
  }
}

Economy with_recipes_reversed(Economy economy) {
  std::reverse(economy.recipes.begin(), economy.recipes.end());
  for (LimitTerm& term : economy.limit_terms) {
    if (term.recipe != no_index) term.recipe = static_cast<Index>(economy.recipes.size()) - 1 - term.recipe;
  }
  std::reverse(economy.needs.begin(), economy.needs.end());
  return economy;
}

TEST(BuildLp, OrderDoesNotMatter) {
  const Village village;
  const Economy reversed = with_recipes_reversed(village.economy);
  EXPECT_NEAR(solved(build_lp(reversed)).value, solved(build_lp(village.economy)).value, 1e-9);
  const auto sorted_bounds = [](const Economy& economy) {
    auto lines = algebra(economy, build_lp(economy));
    lines.erase(lines.begin(),
                std::find_if(lines.begin(), lines.end(), [](const std::string& line) { return line.back() != ')'; }));
    std::sort(lines.begin(), lines.end());
    return lines;
  };
  EXPECT_EQ(sorted_bounds(reversed), sorted_bounds(village.economy));
}

}  // namespace
}  // namespace planwerk
