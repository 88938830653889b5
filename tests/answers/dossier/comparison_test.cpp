#include "host/answers/dossier/comparison.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "host/answers/dossier/comparison_words.hpp"
#include "tests/answers/dossier/examples.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::Not;

const JobDifference* find(const std::vector<JobDifference>& differences, const std::string& path) {
  const auto found = std::find_if(differences.begin(), differences.end(),
                                  [&](const JobDifference& entry) { return entry.path == path; });
  return found == differences.end() ? nullptr : &*found;
}

TEST(JobDifferences, OfAJobWithItselfAreNone) {
  for (const Economy& economy : {bakery(), glass_and_slag(), tea_or_coffee()}) {
    EXPECT_TRUE(job_differences(economy, economy).empty());
  }
}

TEST(JobDifferences, AreNamedByPathAndValue) {
  const Economy before = glass_and_slag();
  Economy after = before;
  after.capacities[0].amount = 15;
  after.needs[0].amount_per_head = 11;
  after.needs[0].id = "window";
  after.flows[static_cast<std::size_t>(after.recipes[0].outputs.begin)].amount = 2;
  after.labour_steps[0].hours = 900;
  const auto found = job_differences(before, after);
  ASSERT_EQ(found.size(), 5u);
  const JobDifference* dump = find(found, R"(capacities["dump"].amount)");
  ASSERT_NE(dump, nullptr);
  EXPECT_EQ(dump->before, "10");
  EXPECT_EQ(dump->after, "15");
  EXPECT_DOUBLE_EQ(dump->change, 0.5);
  const JobDifference* gone = find(found, R"(needs["glass"])");
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->after, "");
  const JobDifference* come = find(found, R"(needs["window"])");
  ASSERT_NE(come, nullptr);
  EXPECT_EQ(come->before, "");
  const JobDifference* more = find(found, R"(recipes["blow"].outputs["glass"])");
  ASSERT_NE(more, nullptr);
  EXPECT_EQ(more->after, "2");
  EXPECT_NE(find(found, R"(labour_offers["workers"].steps[0].hours)"), nullptr);
}

TEST(JobDifferences, DoNotDependOnTheOrderOfThings) {
  const Economy before = refinery();
  Economy after = before;
  std::swap(after.needs[0], after.needs[1]);
  EXPECT_TRUE(job_differences(before, after).empty());
}

TEST(Comparison, WhoGainsAndWhoLosesByHand) {
  const Economy one = bread_and_cake(0.5), other = bread_and_cake(2);
  const Plan first = plan_of(one, 1e-9), second = plan_of(other, 1e-9);
  const Comparison found = compare_plans({{"bread first", &one, &first}, {"cake first", &other, &second}});
  // 20 hours: ten loaves; or five cakes and five loaves.
  ASSERT_EQ(found.needs.size(), 2u);
  for (const ComparedNeed& need : found.needs) {
    const bool bread = need.id == "bread";
    EXPECT_NEAR(*need.coverage[0], bread ? 1 : 0, 1e-6);
    EXPECT_NEAR(*need.coverage[1], bread ? 0.5 : 1, 1e-6);
    EXPECT_NEAR(*need.change[1], bread ? -0.5 : 1, 1e-6);
    EXPECT_NEAR(need.weight, 5, 1e-5);  // ten people lose half, five gain all
  }
  ASSERT_EQ(found.cohorts.size(), 2u);
  for (const ComparedCohort& cohort : found.cohorts) {
    EXPECT_NEAR(*cohort.people_change[1], cohort.id == "town" ? -5 : 5, 1e-5);
    EXPECT_NEAR(*cohort.mean_coverage[1], cohort.id == "town" ? 0.5 : 1, 1e-6);
  }
  EXPECT_NEAR(*found.hours[0], 20, 1e-5);
  EXPECT_NEAR(*found.hours[1], 20, 1e-5);
  EXPECT_NEAR(*found.mean_coverage[0], 10 / 15.0, 1e-6);
  EXPECT_NEAR(*found.mean_coverage[1], 10 / 15.0, 1e-6);
  for (const ComparedThing& product : found.products) {
    EXPECT_NEAR(*product.used[1], 5, 1e-5) << product.id;
  }
  EXPECT_TRUE(found.reasons[0].empty());
  ASSERT_EQ(found.reasons[1].size(), 1u);
  EXPECT_EQ(found.reasons[1][0].path, R"(needs["cake"].weight)");
  const std::string text = comparison_text(found);
  EXPECT_THAT(text, HasSubstr("Who gains and who loses"));
  EXPECT_THAT(text, HasSubstr(R"(needs["cake"].weight: 0.5 -> 2)"));
}

TEST(Comparison, WhatIsInOnePlanOnlyIsNamed) {
  const Economy one = bread_and_cake(1);
  Economy other = one;
  other.needs.pop_back();
  const Plan first = plan_of(one, 1e-9), second = plan_of(other, 1e-9);
  const Comparison found = compare_plans({{"all", &one, &first}, {"bread only", &other, &second}});
  const auto cake =
      std::find_if(found.needs.begin(), found.needs.end(), [](const ComparedNeed& need) { return need.id == "cake"; });
  ASSERT_NE(cake, found.needs.end());
  EXPECT_FALSE(cake->coverage[1].has_value());
  EXPECT_FALSE(cake->change[1].has_value());
  EXPECT_THAT(comparison_text(found), HasSubstr("cake · village"));
}

TEST(Comparison, OfAPlanWithItselfShowsNoChange) {
  const Economy economy = bread_and_cake(1);
  const Plan plan = plan_of(economy);
  const Comparison found = compare_plans({{"one", &economy, &plan}, {"two", &economy, &plan}});
  EXPECT_THAT(comparison_text(found), HasSubstr("Every need is covered alike."));
  EXPECT_THAT(comparison_text(found), Not(HasSubstr("Who gains")));
}

TEST(Comparison, ThePageHoldsEverythingAndEscapesIt) {
  Economy one = bread_and_cake(0.5), other = bread_and_cake(2);
  one.needs[0].name = other.needs[0].name = "bread <fresh> & warm";
  const Plan first = plan_of(one), second = plan_of(other);
  const std::string page = comparison_page(compare_plans({{"a", &one, &first}, {"b", &other, &second}}));
  EXPECT_THAT(page, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("bread &lt;fresh&gt; &amp; warm"));
  EXPECT_THAT(page, Not(HasSubstr("<fresh>")));
  EXPECT_THAT(page, HasSubstr("<title>Needs that gain and lose</title>"));
  EXPECT_THAT(page, HasSubstr("needs[&quot;cake&quot;].weight"));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
}

}  // namespace
}  // namespace planwerk
