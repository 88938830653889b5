// Layout of pictures: nothing overlaps, sizes are to scale, what flows in flows out.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <regex>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "host/plan/report/bar_chart.hpp"
#include "host/plan/report/html_report.hpp"
#include "host/plan/report/supply_chain.hpp"
#include "host/plan/report/treemap.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;

bool overlap(const PlacedTile& a, const PlacedTile& b) {
  constexpr double rounding = 1e-6;
  return a.x + a.width > b.x + rounding && b.x + b.width > a.x + rounding && a.y + a.height > b.y + rounding &&
         b.y + b.height > a.y + rounding;
}

TEST(Treemap, TilesFillTheRectangleToScaleWithoutOverlap) {
  std::mt19937_64 random(7);
  for (const std::size_t count : {1u, 2u, 7u, 61u}) {
    std::vector<double> sizes(count);
    for (double& size : sizes) size = 1 + static_cast<double>(random() % 1000);
    std::sort(sizes.rbegin(), sizes.rend());
    const double sum = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    const auto tiles = squarified(sizes, 300, 200);
    for (std::size_t a = 0; a < count; ++a) {
      EXPECT_NEAR(tiles[a].width * tiles[a].height, 300 * 200 * sizes[a] / sum, 1e-6);
      EXPECT_GE(tiles[a].x, -1e-9);
      EXPECT_LE(tiles[a].x + tiles[a].width, 300 + 1e-6);
      EXPECT_LE(tiles[a].y + tiles[a].height, 200 + 1e-6);
      for (std::size_t b = 0; b < a; ++b) EXPECT_FALSE(overlap(tiles[a], tiles[b])) << a << " " << b;
    }
  }
}

// Figure 4 of Bruls, Huizing & van Wijk: 6, 6, 4, 3, 2, 2, 1 in 6 x 4; the first two are upright, 3 wide and 2 high.
TEST(Treemap, IsThatOfThePaper) {
  const std::vector<double> sizes{6, 6, 4, 3, 2, 2, 1};
  const auto tiles = squarified(sizes, 6, 4);
  EXPECT_NEAR(tiles[0].width, 3, 1e-12);
  EXPECT_NEAR(tiles[0].height, 2, 1e-12);
  EXPECT_NEAR(tiles[1].y, 2, 1e-12);
  EXPECT_NEAR(tiles[2].x, 3, 1e-12);
  EXPECT_NEAR(tiles[2].width, 12.0 / 7, 1e-12);
  EXPECT_NEAR(tiles[2].height, 7.0 / 3, 1e-12);
}

TEST(Treemap, NothingHasNoArea) {
  const std::vector<double> sizes{0, 0};
  for (const PlacedTile& tile : squarified(sizes, 10, 10)) EXPECT_EQ(tile.width * tile.height, 0);
}

TEST(BarChart, RowsDoNotOverlapAndZeroIsOnTheScale) {
  BarChart chart;
  chart.bars = {{"Heading", "", {}, true}, {"more", "3", {{0, 3, "good", ""}}}, {"less", "-5", {{0, -5, "poor", ""}}}};
  const BarLayout layout = lay_out(chart);
  for (std::size_t k = 0; k + 1 < chart.bars.size(); ++k) {
    EXPECT_GE(layout.tops[k + 1], layout.tops[k] + layout.heights[k]);
  }
  EXPECT_LE(layout.tops.back() + layout.heights.back(), layout.height);
  EXPECT_NEAR(layout.x(-5), layout.left, 1e-9);
  EXPECT_NEAR(layout.x(3), layout.right, 1e-9);
  EXPECT_NE(std::find(layout.ticks.begin(), layout.ticks.end(), 0.0), layout.ticks.end());
  for (const double tick : layout.ticks) EXPECT_TRUE(tick >= -5 && tick <= 3);
}

// Vertical lines `Mx y Vy Mx y Vy ...` as spans from y to y.
std::vector<std::pair<double, double>> spans_of_lines(const std::string& svg) {
  std::vector<std::pair<double, double>> spans;
  const std::regex line(R"re(<path class="(?:grid|zero)" d="([^"]*)")re"), part(R"(M[\d.]+ ([\d.]+)V([\d.]+))");
  for (std::sregex_iterator path(svg.begin(), svg.end(), line), end; path != end; ++path) {
    const std::string d = (*path)[1];
    for (std::sregex_iterator span(d.begin(), d.end(), part); span != end; ++span) {
      spans.emplace_back(std::stod((*span)[1]), std::stod((*span)[2]));
    }
  }
  return spans;
}

TEST(BarChart, NoLineRunsThroughAHeading) {
  BarChart chart;
  chart.bars = {{"Elders", "", {}, true},
                {"more", "3", {{0, 3, "good", ""}}},
                {"Children", "", {}, true},
                {"less", "1", {{0, 1, "poor", ""}}}};
  const BarLayout layout = lay_out(chart);
  const auto spans = spans_of_lines(draw(chart, Language::english()).svg);
  ASSERT_EQ(spans.size(), 3 * layout.ticks.size());
  constexpr double letters = 11, below = 3;  // of the font, about the baseline
  for (const std::size_t heading : {0u, 2u}) {
    const double baseline = layout.tops[heading] + layout.heights[heading] - 9;
    for (const auto& [from, to] : spans) EXPECT_TRUE(to < baseline - letters || from > baseline + below);
  }
  for (const std::size_t bar : {1u, 3u}) {
    const auto beside = [&](const auto& span) {
      return span.first < layout.tops[bar] && span.second > layout.tops[bar] + layout.heights[bar];
    };
    EXPECT_EQ(static_cast<std::size_t>(std::count_if(spans.begin(), spans.end(), beside)), layout.ticks.size());
  }
}

TEST(BarChart, OfNothingHasAScale) {
  const BarLayout layout = lay_out(BarChart{});
  EXPECT_GT(layout.greatest, layout.least);
  EXPECT_TRUE(std::isfinite(layout.x(0)));
}

// What flows into a product is what passes through it, what is too small to be shown included.
TEST(SupplyChain, FlowsAreKeptAtEveryProduct) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Economy economy = random_economy({.products = 60}, seed);
    const Plan plan = plan_of(economy, 1e-4);
    const PricedEconomy priced(economy, plan);
    for (Index need = 0; need < static_cast<Index>(economy.needs.size()); ++need) {
      const SupplyChain chain = trace_chain(priced, need);
      if (chain.empty()) continue;
      std::vector<double> in(chain.nodes.size(), 0);
      for (const SupplyLink& link : chain.links) in[link.to] += link.worth;
      for (std::size_t k = 0; k < chain.nodes.size(); ++k) {
        const ChainNode& node = chain.nodes[k];
        if (node.kind != PricedThing::Kind::product && node.kind != PricedThing::Kind::need) continue;
        EXPECT_NEAR(in[k] + node.unshown, node.worth, 2e-3) << node.id;
      }
    }
  }
}

TEST(Report, SpeaksBothLanguages) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy);
  ReportSettings settings;
  settings.both_languages = false;
  EXPECT_THAT(html_report(economy, plan, settings), HasSubstr("62.5 %"));
  settings.language = &Language::german();
  EXPECT_THAT(html_report(economy, plan, settings), testing::AllOf(HasSubstr("62,5 %"), HasSubstr("lang=\"de\"")));
  EXPECT_EQ(Language::german().figure(1234567.8), "1.234.568");
  EXPECT_EQ(Language::german().figure(6.824), "6,82");
  EXPECT_EQ(Language::of("fr"), nullptr);
}

TEST(Report, SaysWhetherANeedFallsThrough) {
  const Economy economy = bakery();
  Plan plan = plan_of(economy);
  plan.certificate.fall_through = 0;
  EXPECT_THAT(html_report(economy, plan), HasSubstr("No need falls through"));
  plan.certificate.fall_through = 0.25;
  EXPECT_THAT(html_report(economy, plan), HasSubstr("by more than 25.0 %"));
  plan.certificate.fall_through = 1;
  EXPECT_THAT(html_report(economy, plan), HasSubstr("is not proved"));
}

// The hours of the bakery: 100 for 50 loaves; with half of them 25, so that coverage falls by 31.25 points.
TEST(Report, SetsTwoPlansSideBySide) {
  const Economy economy = bakery();
  Economy half = economy;
  for (LabourStep& step : half.labour_steps) step.hours *= 0.5;
  const Plan plan = plan_of(economy), other = plan_of(half);
  ReportSettings settings;
  settings.compared = {"half", &half, &other};
  const std::string page = html_report(economy, plan, settings);
  EXPECT_THAT(page, testing::AllOf(HasSubstr("Difference in coverage"), HasSubstr("-31.2 %"), HasSubstr("-50.0 h")));
  EXPECT_THAT(page, testing::Not(HasSubstr("What differs in the job")));
}

TEST(Report, TellsWhichBoundsDifferInTheOtherJob) {
  EconomyBuilder builder;
  const Index bread = builder.product("bread"), flour = builder.product("flour");
  const Index hands = builder.labour_kind("hands"), oven = builder.capacity("oven", 10);
  builder.recipe("bake", {{flour, 1}}, {{bread, 1}}, {{hands, 1}}, {{oven, 1}});
  builder.need("eat", builder.cohort("village", 10), 2, {{bread, 1}});
  builder.offer("all", hands, {{5, 1}, {5, 2}});
  builder.economy.stocks.push_back({flour, 100, 0});
  const Economy& economy = builder.economy;
  Economy other = economy;
  other.capacities[0].amount = 12;
  other.stocks[0].closing = 3;
  other.labour_steps[1].hours = 7;
  const Plan plan = plan_of(economy), other_plan = plan_of(other);
  ReportSettings settings;
  settings.both_languages = false;
  settings.compared = {"more", &other, &other_plan, 4};
  EXPECT_THAT(
      html_report(economy, plan, settings),
      HasSubstr("What differs in the job of more: oven: 12.0 h instead of 10.0 h; flour to be kept at the end: 3 kg "
                "instead of 0 kg; hours of hands offered by all at burden 2: 7 h instead of 5 h; more "
                "differences: 1 (planwerk compare lists them)."));
  settings.compared.job_differences = 0;
  EXPECT_THAT(html_report(economy, plan, settings), HasSubstr("The job of more is the same as this plan&#39;s."));
}

// What a solver leaves of rounding is no difference.
TEST(Report, TwoPlansThatDifferByRoundingDoNotDiffer) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy);
  Plan other = plan;
  for (LabourResult& labour : other.labour_kinds) labour.used *= 1 + 1e-12;
  for (NeedResult& need : other.needs) need.coverage += 1e-6;
  ReportSettings settings;
  settings.both_languages = false;
  settings.compared = {"other", &economy, &other};
  const std::string page = html_report(economy, plan, settings);
  const std::regex difference(R"re(data-value="([^"]*)"[^>]*>[^<]*</td>\s*</tr>)re");
  const std::string tables =
      page.substr(page.find("data-name=\"coverage-differences\""),
                  page.find("<h2 id=\"needs\"") - page.find("data-name=\"coverage-differences\""));
  std::size_t told = 0;
  for (std::sregex_iterator each(tables.begin(), tables.end(), difference), end; each != end; ++each, ++told) {
    EXPECT_EQ((*each)[1], "0") << (*each)[0];
  }
  EXPECT_GE(told, 2u);
}

TEST(Report, SaysOfHowManyNeedsItTellsWhy) {
  const Economy economy = random_economy({.products = 60}, 1);
  Plan plan = plan_of(economy, 1e-4);
  for (NeedResult& need : plan.needs) need.coverage = std::min(need.coverage, 0.9);
  NeedAnswer answer;
  answer.need = 0;
  plan.answers = {answer, answer};
  ReportSettings settings;
  settings.both_languages = false;
  EXPECT_THAT(html_report(economy, plan, settings),
              HasSubstr(fmt::format("{} needs are short; of the 2 worst covered this page tells why. planwerk explain",
                                    plan.needs.size())));
  plan.answers[0].labour = LabourAnswer{};
  EXPECT_THAT(html_report(economy, plan, settings), HasSubstr("tells why, and of 1 what more work would do."));
  plan.answers.resize(plan.needs.size(), plan.answers[0]);
  for (NeedAnswer& each : plan.answers) each.labour = LabourAnswer{};
  EXPECT_THAT(html_report(economy, plan, settings), testing::Not(HasSubstr("worst covered this page tells why")));
}

TEST(Report, SmallObstaclesAreSummedUp) {
  const Economy economy = bakery();
  Plan plan = plan_of(economy);
  NeedAnswer answer;
  answer.need = 0;
  answer.bottlenecks = {{"labour:x", 1, 0.99}, {"labour:y", 1, 0.006}, {"labour:z", 1, 0.003}, {"labour:w", 1, 0.001}};
  plan.answers = {answer};
  EXPECT_THAT(html_report(economy, plan), testing::AllOf(HasSubstr("and 2 smaller ones: 0.4 % together"),
                                                         HasSubstr("labour:y"), testing::Not(HasSubstr("labour:z"))));
}

// Where no unit more can be had there is no cost to have a share in.
TEST(Report, WhatCannotBeHadHasAProofNotACost) {
  const Economy economy = bakery();
  Plan plan = plan_of(economy);
  NeedAnswer answer;
  answer.need = 0;
  answer.bottlenecks = {{"labour:x", 2, 1}};
  plan.answers = {answer};
  EXPECT_THAT(html_report(economy, plan), testing::AllOf(HasSubstr("Share of the cost"), HasSubstr("Anteil am Aufwand"),
                                                         testing::Not(HasSubstr("Share of the proof"))));
  plan.answers[0].marginal_cost = INFINITY;
  EXPECT_THAT(html_report(economy, plan), testing::AllOf(HasSubstr("Share of the proof"), HasSubstr("Anteil am Beweis"),
                                                         testing::Not(HasSubstr("Share of the cost"))));
}

TEST(Report, TellsWhatIsLeftOut) {
  const Economy economy = random_economy({.products = 60}, 1);
  ReportSettings settings;
  settings.longest_list = 3;
  const std::string page = html_report(economy, plan_of(economy, 1e-4), settings);
  EXPECT_THAT(page, HasSubstr("better covered needs, not listed"));
  EXPECT_THAT(page, HasSubstr("more products, not listed"));
}

TEST(Report, PicturesStandAlone) {
  const Economy economy = bakery();
  const auto pictures = report_pictures(economy, plan_of(economy));
  ASSERT_GE(pictures.size(), 3u);
  for (const Picture& picture : pictures) {
    EXPECT_THAT(svg_file(picture), testing::AllOf(HasSubstr("<?xml"), HasSubstr("--ink: #"), HasSubstr("</svg>")));
  }
}

}  // namespace
}  // namespace planwerk
