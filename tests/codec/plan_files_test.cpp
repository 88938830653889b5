#include <gmock/gmock.h>

#include "host/codec/plan_codec.hpp"
#include "tests/codec/told_errors.hpp"
#include "tests/codec/workshop.hpp"

// Plans in files, read with the job that they belong to, or with one that differs.

namespace planwerk {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;
using tests::errors;
using tests::TemporaryFolder;
using tests::write_bytes;

TEST(PlanFiles, AreMatchedToTheirJobById) {
  const TemporaryFolder folder;
  const Economy economy = tests::workshop().economy;
  write_plan(tests::workshop_plan(economy), economy, folder / "plan.txtpb");

  Economy other = economy;
  other.recipes[2].id = "mines";
  other.products[0].unit = "kg";
  other.alternatives.pop_back();
  other.alternatives.push_back({0, 1});
  other.labour_offers[1].steps.begin = 0;
  EXPECT_THAT(errors(read_plan(folder / "plan.txtpb", other).problems),
              UnorderedElementsAreArray({
                  "line 14, column 1: recipes[\"mine\"]: the job has no such thing; did you mean \"mines\"?",
                  "recipes[\"mines\"]: missing from the plan",
                  "line 70, column 3: products[\"ore\"].unit: \"t\": the job counts in \"kg\"",
                  "line 64, column 3: stocks[\"ore\"].unit: \"t\": the job counts in \"kg\"",
                  "line 38, column 3: needs[\"steel for repairs\"].unit: \"t\": the job counts in \"kg\"",
                  "line 40, column 5: needs[\"steel for repairs\"].deliveries[0].product: \"steel\": the job's "
                  "alternative in this place "
                  "is \"ore\"",
                  "line 53, column 1: labour_offers[\"anyone\"].hours: 1 entries: the job has 3",
              }));

  // Order in the job does not matter.
  other = economy;
  std::swap(other.capacities[0], other.capacities[1]);
  const auto read = read_plan(folder / "plan.txtpb", other);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value->capacities[0].used, tests::workshop_plan(economy).capacities[1].used);
}

// Proofs of tiers have no ids: they follow the order of the plan's lists.
TEST(PlanFiles, TakeTheNumbersOfProofsToTheJobsOrder) {
  const TemporaryFolder folder;
  const Economy economy = tests::workshop().economy;
  const Plan plan = tests::workshop_plan(economy);
  write_plan(plan, economy, folder / "plan.pbs");
  Economy other = economy;
  std::swap(other.labour_kinds[0], other.labour_kinds[1]);
  std::swap(other.needs[0], other.needs[1]);
  std::swap(other.objective.tiers[0], other.objective.tiers[1]);
  const auto read = read_plan(folder / "plan.pbs", other);
  ASSERT_TRUE(read.ok()) << to_string(read.problems.kept().front());
  const auto& proof = plan.tiers[0].proof;
  EXPECT_EQ(read.value->tiers[0].tier, 1);
  EXPECT_THAT(read.value->tiers[0].proof.labour_kinds, ElementsAre(proof.labour_kinds[1], proof.labour_kinds[0]));
  EXPECT_THAT(read.value->tiers[0].proof.needs, ElementsAre(proof.needs[1], proof.needs[0]));
  EXPECT_THAT(read.value->tiers[0].proof.products, ElementsAreArray(proof.products));
  EXPECT_THAT(read.value->tiers[1].settled, ElementsAre(0));
  EXPECT_EQ(read.value->answers[0].need, 1);
}

TEST(PlanFiles, AreToldWhichAnswersAndTiersTheJobDoesNotKnow) {
  const TemporaryFolder folder;
  const Economy economy = tests::workshop().economy;
  Plan plan = tests::workshop_plan(economy);
  plan.tiers[0].proof.limits.push_back(1);
  write_plan(plan, economy, folder / "plan.pbs");
  Economy other = economy;
  other.objective.tiers[1].id = "worst of";
  other.labour_offers[0].steps.end -= 1;
  const auto problems = errors(read_plan(folder / "plan.pbs", other).problems);
  EXPECT_THAT(problems,
              ElementsAre("labour_offers[\"town smelts\"].hours: 2 entries: the job has 1",
                          "tiers[0].proof.limits: 3 entries: the plan has 2 of what they belong to",
                          "tiers[1].tier: \"worst off\": the job has no such tier; did you mean \"worst of\"?",
                          "tiers[2].tier: \"worst off\": the job has no such tier; did you mean \"worst of\"?",
                          "answers[0].labour.hours[0].step: 1: the job's offer has fewer steps",
                          "answers[0].tier: \"worst off\": the job has no such tier; did you mean \"worst of\"?"));
}

// A reader without the job sees by whose weights a plan was made.
TEST(PlanFiles, ShowWeightsAndWhoSetThem) {
  const TemporaryFolder folder;
  const Economy economy = tests::workshop().economy;
  write_plan(tests::workshop_plan(economy), economy, folder / "plan.txtpb");
  const std::string text = tests::read_bytes(folder / "plan.txtpb");
  EXPECT_THAT(text, HasSubstr("weight: 1.5\n  weight_origin: \"assembly of 3 May\""));
  EXPECT_THAT(text, HasSubstr("hours_per_coverage: 120\nobjective_origin: \"assembly of 9 May: nobody left behind\""));
}

TEST(PlanFiles, MustStateHowThePlanningEnded) {
  const TemporaryFolder folder;
  write_bytes(folder / "plan.txtpb", "job_name: \"x\"");
  EXPECT_THAT(errors(read_plan(folder / "plan.txtpb", {}).problems), ElementsAre("status: 0: not a status"));
}

}  // namespace
}  // namespace planwerk
