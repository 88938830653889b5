#include <algorithm>

#include <gmock/gmock.h>

#include "host/answers/dossier/alternatives_words.hpp"
#include "host/answers/dossier/comparison_words.hpp"
#include "host/answers/dossier/frontier_words.hpp"
#include "tests/answers/dossier/examples.hpp"
#include "tests/answers/is_documented.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;

Frontier frontier_of(const Economy& economy, const Means& means = {}) {
  FrontierSettings settings;
  settings.solve = exact();
  return frontier(economy, means, settings, device());
}

TEST(Words, TheDocumentedFrontierIsTheProgramsOwn) {
  const Economy economy = loaves_and_cakes();
  EXPECT_TRUE(is_documented(frontier_text(economy, frontier_of(economy))));
}

TEST(Words, TheDocumentedAlternativeIsTheProgramsOwn) {
  const Economy economy = two_ovens();
  AlternativeSettings settings;
  settings.slack = {0.002, 0};
  settings.count = 1;
  settings.solve = exact();
  const Plan plan = plan_of(economy, 1e-11);
  const std::string text = alternatives_text(economy, alternatives(economy, plan, settings, device()), settings.slack);
  EXPECT_TRUE(is_documented(text));
  const QuantityRange range = range_of(economy, plan, {Quantity::Kind::recipe, 0}, {0.0005, 0}, exact(), device());
  EXPECT_TRUE(is_documented(range_in_words(economy, {Quantity::Kind::recipe, 0}, range)));
}

TEST(Words, TheDocumentedComparisonIsTheProgramsOwn) {
  const Economy one = bread_and_cake(0.5), other = bread_and_cake(2);
  const Plan first = plan_of(one, 1e-11), second = plan_of(other, 1e-11);
  const std::string text =
      comparison_text(compare_plans({{"bread first", &one, &first}, {"cake first", &other, &second}}));
  EXPECT_TRUE(is_documented(text));
}

TEST(Words, PicturesHaveTitleDescriptionAxesAndDots) {
  const Economy economy = loaves_and_cakes();
  const Frontier found = frontier_of(economy);
  const std::string picture = frontier_picture(economy, found);
  EXPECT_THAT(picture, HasSubstr("<title>Coverage against work of all kinds</title>"));
  EXPECT_THAT(picture, HasSubstr("with 2 kinks"));
  EXPECT_THAT(picture, HasSubstr("at most so much work of all kinds (h)"));
  EXPECT_THAT(picture, HasSubstr("10.0 h: 66.7 %; bread is covered"));
  EXPECT_THAT(picture, HasSubstr("the job's own"));
  EXPECT_THAT(frontier_page(economy, found), HasSubstr(picture));
}

TEST(Words, TablesHaveARowForEveryPoint) {
  const Economy economy = loaves_and_cakes();
  const std::string table = frontier_csv(economy, frontier_of(economy));
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 5);
  EXPECT_THAT(table, HasSubstr("means,value,worth,mean_coverage,hours,burden,slope,executable,changes\n"));
}

TEST(Words, TellingPointsAreEndsFirstThenWhereItBendsMost) {
  const Frontier found = frontier_of(loaves_and_cakes());
  EXPECT_THAT(telling_points(found, 2), testing::ElementsAre(0u, 3u));
  EXPECT_THAT(telling_points(found, 3), testing::ElementsAre(0u, 1u, 3u));
  EXPECT_THAT(telling_points(found, 10), testing::ElementsAre(0u, 1u, 2u, 3u));
}

}  // namespace
}  // namespace planwerk
