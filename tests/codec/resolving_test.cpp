#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "tests/codec/told_errors.hpp"

// What a planner is told about a job whose parts do not fit each other, and what becomes of those that do.

namespace planwerk {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAreArray;
using tests::errors;
using tests::errors_of;
using tests::TemporaryFolder;
using tests::write_bytes;

// A job with a fault in nearly every reference and amount.
constexpr const char* faulty_job = R"(
economy {
  products { id: "bread" unit: "kg" }
  products { id: "flour" unit: "t" }
  recipes {
    id: "bake"
    inputs { product: "flower" amount: 0.7 unit: "kg" }
    inputs { product: "flour" amount: nan unit: "kgg" }
    inputs { product: "flour" amount: 1 unit: "kWh" }
    outputs { product: "bread" }
    labour { kind: "baker" amount: 1 }
    capacities { amount: 1 }
  }
  cohorts { id: "village" }
  needs { id: "bread" cohort: "vilage" amount_per_head: -5 unit: "t" alternatives { product: "bread" } }
  labour_offers { id: "o" kind: "bakers" cohort: "town" steps { burden: 2 } }
  limits { id: "l" upper: 3 terms { product: "bread" unit: "t" } terms { recipe: "bakee" unit: "t" } terms { } }
  stocks { product: "braed" opening: 4 }
}
settings { method: "pdgh" tolerance: -1 }
)";

TEST(Resolving, NamesEveryFaultAtOnce) {
  EXPECT_THAT(
      errors_of("a.textproto", faulty_job),
      UnorderedElementsAreArray({
          "line 20, column 27: settings.tolerance: -1: must be a positive number",
          "line 20, column 12: settings.method: \"pdgh\": unknown method; did you mean \"pdhg\"?",
          "line 2, column 1: objective.hours_per_coverage: missing: state the hours of labour that one person's full "
          "coverage at step "
          "value 1 is worth",
          "line 7, column 14: recipes[\"bake\"].inputs[0].product: \"flower\": unknown product; did you mean "
          "\"flour\"?",
          "line 8, column 43: recipes[\"bake\"].inputs[1].unit: \"kgg\": unknown unit; did you mean \"kg\"?",
          "line 8, column 31: recipes[\"bake\"].inputs[1].amount: NaN: must be a positive number",
          "line 9, column 41: recipes[\"bake\"].inputs[2].unit: \"kWh\": cannot be converted to \"t\"",
          "line 10, column 5: recipes[\"bake\"].outputs[0].amount: missing",
          "line 11, column 14: recipes[\"bake\"].labour[0].kind: \"baker\": unknown labour kind",
          "line 12, column 5: recipes[\"bake\"].capacities[0].capacity: missing: the id of a capacity",
          "line 14, column 3: cohorts[\"village\"].size: missing",
          "line 15, column 23: needs[\"bread\"].cohort: \"vilage\": unknown cohort; did you mean \"village\"?",
          "line 15, column 40: needs[\"bread\"].amount_per_head: -5: must be a positive number",
          "line 16, column 27: labour_offers[\"o\"].kind: \"bakers\": unknown labour kind",
          "line 16, column 42: labour_offers[\"o\"].cohort: \"town\": unknown cohort",
          "line 16, column 57: labour_offers[\"o\"].steps[0].hours: missing",
          "line 17, column 74: limits[\"l\"].terms[1].recipe: \"bakee\": unknown recipe; did you mean \"bake\"?",
          "line 17, column 90: limits[\"l\"].terms[1].unit: \"t\": only products have units",
          "line 17, column 102: limits[\"l\"].terms[2]: must name either a product or a recipe",
          "line 18, column 12: stocks[\"braed\"].product: \"braed\": unknown product; did you mean \"bread\"?",
      }));
}

TEST(Resolving, NamesLineAndColumnInJsonToo) {
  EXPECT_THAT(
      errors_of("a.json", R"({"economy": {
  "products": [{"id": "bread", "unit": "kg"}, {"id": "a \"b\"", "unit": ""}],
  "recipes": [{"id": "bake",
    "outputs": [{"product": "bread", "amount": 1}, {"product": "braed", "amount": "NaN"}]}]}})"),
      UnorderedElementsAreArray({
          "line 1, column 2: objective.hours_per_coverage: missing: state the hours of labour that one person's "
          "full coverage at step value 1 is worth",
          "line 2, column 65: products[\"a \\\"b\\\"\"].unit: missing; pieces and services counted by cases "
          "have the unit \"1\"",
          "line 4, column 53: recipes[\"bake\"].outputs[1].product: \"braed\": unknown product; did you mean "
          "\"bread\"?",
          "line 4, column 73: recipes[\"bake\"].outputs[1].amount: NaN: must be a positive number",
      }));
}

TEST(Resolving, ConvertsAmountsToTheUnitOfWhatTheyCount) {
  constexpr const char* job = R"(
economy {
  products { id: "bread" unit: "kg" }
  products { id: "flour" unit: "t" }
  labour_kinds { id: "baker" }
  capacities { id: "oven" unit: "h" amount: 100 }
  recipes {
    id: "bake"
    inputs { product: "flour" amount: 700 unit: "kg" }
    outputs { product: "bread" amount: 1 unit: "t" }
    labour { kind: "baker" amount: 90 unit: "min" }
    capacities { capacity: "oven" amount: 30 unit: "min" }
  }
  cohorts { id: "village" size: 10 }
  needs { id: "n" cohort: "village" amount_per_head: 0.2 unit: "t" alternatives { product: "bread" } }
  limits { id: "l" unit: "1" upper: 3 terms { product: "bread" coefficient: 5 unit: "t" } }
  stocks { product: "flour" opening: 500 closing: 250 unit: "kg" }
  objective { hours_per_coverage: 1 }
}
)";
  const TemporaryFolder folder;
  write_bytes(folder / "job.textproto", job);
  const auto read = read_job(folder / "job.textproto");
  ASSERT_THAT(errors(read.problems), ElementsAre());
  const Economy& e = read.value->economy;
  EXPECT_DOUBLE_EQ(e.flows_of(e.recipes[0].inputs)[0].amount, 0.7);
  EXPECT_DOUBLE_EQ(e.flows_of(e.recipes[0].outputs)[0].amount, 1000);
  EXPECT_DOUBLE_EQ(e.flows_of(e.recipes[0].labour)[0].amount, 1.5);
  EXPECT_DOUBLE_EQ(e.flows_of(e.recipes[0].capacities)[0].amount, 0.5);
  EXPECT_DOUBLE_EQ(e.needs[0].amount_per_head, 200);
  EXPECT_DOUBLE_EQ(e.limit_terms[0].coefficient, 0.005);  // 5 per t are 0.005 per kg
  EXPECT_DOUBLE_EQ(e.stocks[0].opening, 0.5);
  EXPECT_DOUBLE_EQ(e.stocks[0].closing, 0.25);
  EXPECT_EQ(e.objective.ladder.size(), default_ladder().size());
}

// A small sound economy with the given objective.
std::string job_with(const std::string& objective) {
  return R"(economy {
  products { id: "bread" unit: "kg" }
  products { id: "co2" unit: "t" balance: FREE }
  recipes { id: "bake" outputs { product: "bread" amount: 1 } outputs { product: "co2" amount: 1 unit: "kg" } }
  cohorts { id: "village" size: 10 }
  needs { id: "n" cohort: "village" amount_per_head: 2 alternatives { product: "bread" } }
  objective {
)" + objective +
         "\n} }";
}

TEST(Tiers, ConvertTheirTermsAndNeedNoExchangeRate) {
  const TemporaryFolder folder;
  write_bytes(folder / "job.textproto", job_with(R"(
    tiers { id: "worst off" aim: WORST_OFF depth: 2 tolerance: 1e-3 }
    tiers { id: "air" aim: USE terms { product: "co2" coefficient: 3 unit: "kg" } terms { recipe: "bake" } }
    origin: "assembly")"));
  const auto read = read_job(folder / "job.textproto");
  ASSERT_THAT(errors(read.problems), ElementsAre());
  const Economy& e = read.value->economy;
  ASSERT_EQ(e.objective.tiers.size(), 2u);
  EXPECT_EQ(e.objective.hours_per_coverage, 0);
  EXPECT_EQ(e.objective.tiers[0].aim, Aim::worst_off);
  EXPECT_EQ(e.objective.tiers[0].depth, 2);
  EXPECT_EQ(e.objective.tiers[0].tolerance, 1e-3);
  EXPECT_EQ(e.objective.tiers[1].tolerance, 1e-6);
  const auto terms = e.terms_of(e.objective.tiers[1]);
  ASSERT_EQ(terms.size(), 2u);
  EXPECT_DOUBLE_EQ(terms[0].coefficient, 3000);  // 3 per kg are 3000 per t
  EXPECT_EQ(terms[1].recipe, 0);

  // In every other form, the stream among them, they stay what they are.
  for (const char* name : {"job.json", "job.pb", "job.pbs"}) {
    ASSERT_FALSE(write_job(*read.value, folder / name).has_errors());
    const auto again = read_job(folder / name);
    ASSERT_THAT(errors(again.problems), ElementsAre());
    EXPECT_EQ(job_sha256(*again.value), job_sha256(*read.value));
  }
}

TEST(Tiers, AreToldWhatIsWrongWithThem) {
  EXPECT_THAT(errors_of("a.textproto", job_with("tiers { id: \"a\" aim: WORSE_OFF }")),
              ElementsAre("line 8, column 32: \"WORSE_OFF\": no value of aim; did you mean \"WORST_OFF\"?"));
  EXPECT_THAT(errors_of("a.textproto", job_with("hours_per_coverage: 1 tiers { id: \"a\" }")),
              ElementsAre("line 8, column 23: objective.tiers[0].aim: missing: what the tier asks for"));
  EXPECT_THAT(
      errors_of("a.textproto", job_with("tiers { id: \"a\" aim: BURDEN tolerance: -1 }\n"
                                        "tiers { id: \"\" aim: USE terms { product: \"braed\" unit: \"t\" } }")),
      UnorderedElementsAreArray({
          "line 9, column 9: objective.tiers[1].id: \"\": an id must not be empty",
          "line 9, column 33: objective.tiers[1].terms[0].product: \"braed\": unknown product; did you mean \"bread\"?",
          "line 8, column 29: objective.tiers[0].tolerance: -1: must lie between 0 and 0.1",
      }));
  EXPECT_THAT(errors_of("a.json", R"({"economy": {"objective": {"hours_per_coverage": 1, "tiers": [{"id": "a",
"aim": "BURDENS", "depth": 1.5, "tolerance": true}]}}})"),
              UnorderedElementsAreArray({
                  "line 2, column 8: \"BURDENS\": no value of aim; did you mean \"BURDEN\"?",
                  "line 2, column 28: 1.5: depth is a whole number",
                  "line 2, column 46: true: tolerance is a number",
              }));
}

}  // namespace
}  // namespace planwerk
