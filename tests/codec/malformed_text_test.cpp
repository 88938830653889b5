#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tests/codec/files.hpp"
#include "tests/codec/workshop.hpp"

// What a planner is told about a faulty file: every problem by place, value and what would be right.

namespace planwerk {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAreArray;
using tests::TemporaryFolder;
using tests::write_bytes;

std::vector<std::string> errors(const Problems& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems.kept()) {
    if (problem.severity == Severity::error) lines.push_back(to_string(problem));
  }
  return lines;
}

std::vector<std::string> errors_of(const std::string& name, const std::string& bytes) {
  const TemporaryFolder folder;
  write_bytes(folder / name, bytes);
  const auto read = read_job(folder / name);
  EXPECT_EQ(read.ok(), !read.problems.has_errors());
  return errors(read.problems);
}

struct Case {
  const char* name;
  const char* file;
  const char* bytes;
  std::vector<std::string> errors;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class MalformedText : public ::testing::TestWithParam<Case> {};

TEST_P(MalformedText, IsToldInFull) {
  EXPECT_THAT(errors_of(GetParam().file, GetParam().bytes), UnorderedElementsAreArray(GetParam().errors));
}

const Case syntax[] = {
    {"TextUnknownField",
     "a.textproto",
     "economy {\n  products { id: \"bread\" unti: \"kg\" }\n}",
     {"line 2, column 30: \"unti\": unknown field of Product; did you mean \"unit\"?"}},
    {"TextUnknownValue",
     "a.textproto",
     "economy {\n  products { id: \"bread\" balance: EXCT }\n}",
     {"line 2, column 40: \"EXCT\": no value of balance; did you mean \"EXACT\"?"}},
    {"TextUnclosed",
     "a.textproto",
     "economy {\n  name: \"x\"\n",
     {"line 3, column 1: the text ends here, before all braces are closed"}},
    {"TextTwoSubjects",
     "a.textproto",
     "economy { limits { terms { product: \"a\" recipe: \"b\" } } }",
     {"line 1, column 47: Field \"recipe\" is specified along with field \"product\", another member of oneof "
      "\"subject\"."}},
    {"TextWordForNumber",
     "a.textproto",
     "settings {\n tolerance: \"small\" }",
     {"line 2, column 13: Expected double, got: \"small\""}},
    {"TextDecimalComma",
     "a.textproto",
     "economy {\n\tcohorts { id: \"a\" size:\t0,78 }\n}",
     {"line 2, column 33: 0,78: a comma; write decimals with a point, and nothing between thousands"}},
    {"TextCommaBetweenThousands",
     "a.textproto",
     "economy { cohorts { size: -1,300.5 } }",
     {"line 1, column 28: 1,300.5: a comma; write decimals with a point, and nothing between thousands"}},
    {"TextCommaElsewhere",
     "a.textproto",
     "economy { name: \"1,5\", 5 }",
     {"line 1, column 24: Expected identifier, got: 5"}},
    {"TextNotUtf8",
     "a.textproto",
     "economy { products { id: \"\\377\" } }",
     {"economy.products[0].id: is not valid UTF-8"}},
    {"JsonUnknownField",
     "a.json",
     "{\"economy\": {\n \"products\": [{\"id\": \"bread\", \"unti\": \"kg\"}]}}",
     {"line 2, column 31: \"unti\": unknown field of Product; did you mean \"unit\"?"}},
    {"JsonUnknownFieldWithNestedValue",
     "a.json",
     "{\"economi\": {\"a\": [1, {\"b\": []}]}, \"sttings\": []}",
     {"line 1, column 2: \"economi\": unknown field of Job; did you mean \"economy\"?",
      "line 1, column 36: \"sttings\": unknown field of Job; did you mean \"settings\"?"}},
    {"JsonUnknownValue",
     "a.json",
     "{\"economy\": {\"products\": [{\"balance\": \"EXCT\"}]}}",
     {"line 1, column 39: \"EXCT\": no value of balance; did you mean \"EXACT\"?"}},
    {"JsonWrongKinds",
     "a.json",
     "{\"economy\": {\"name\": 5,\n\"cohorts\": [{\"size\": \"many\"}, {\"size\": true}, {\"size\": [1]}, 7],\n"
     "\"recipes\": {}, \"provenance\": {\"notes\": [1, [\"x\"]]}}}",
     {"line 1, column 22: 5: name is text", "line 2, column 22: \"many\": size is a number",
      "line 2, column 40: true: size is a number", "line 2, column 56: size is a number",
      "line 2, column 62: 7: cohorts holds objects", "line 3, column 12: recipes is a list",
      "line 3, column 41: 1: notes holds text", "line 3, column 44: notes holds text"}},
    {"JsonWordForInfinity",
     "a.json",
     "{\"settings\": {\"tolerance\": \"inf\"}}",
     {"line 1, column 28: \"inf\": tolerance is a number"}},
    {"JsonTwice",
     "a.json",
     "{\"economy\": {\"name\": \"a\", \"name\": \"b\"}}",
     {"line 1, column 27: \"name\": stands in this object twice"}},
    {"JsonTwoSubjects",
     "a.json",
     "{\"economy\": {\"limits\": [{\"terms\": [{\"product\": \"a\", \"recipe\": \"b\"}]}]}}",
     {"line 1, column 53: \"recipe\": only one field of subject can be set"}},
    {"JsonNullInList",
     "a.json",
     "{\"economy\": {\"products\": [null]}}",
     {"line 1, column 27: null can only stand for a field that is unset"}},
    {"JsonList", "a.json", "[]", {"line 1, column 1: a file holds one object"}},
    {"JsonNumber", "a.json", "7", {"line 1, column 1: 7: a file holds one object"}},
    {"JsonNumberTooGreat",
     "a.json",
     "{\"settings\": {\"tolerance\": 1e999}}",
     {"line 1, column 32: number overflow parsing '1e999'"}},
    {"JsonDecimalComma",
     "a.json",
     "{\"economy\": {\n\"cohorts\": [{\"size\": 0,78, \"id\": \"a\"}]}}",
     {"line 2, column 22: 0,78: a comma; write decimals with a point, and nothing between thousands"}},
    {"JsonDecimalCommaAtTheEnd",
     "a.json",
     "{\"economy\": {\"cohorts\": [{\"size\": 0,7}]}}",
     {"line 1, column 35: 0,7: a comma; write decimals with a point, and nothing between thousands"}},
    {"JsonCommaInAList",
     "a.json",
     "{\"economy\": {\"provenance\": {\"notes\": [\"1\", 2 3]}}}",
     {"line 1, column 44: 2: notes holds text",
      "line 1, column 46: syntax error while parsing array - unexpected number literal; expected ']'"}},
    {"JsonMissingComma",
     "a.json",
     "{\"economy\": {\n \"name\": \"x\"\n \"period\": \"y\"}}",
     {"line 3, column 9: syntax error while parsing object - unexpected string literal; expected '}'"}},
    {"BinaryGarbage", "a.pb", "abc", {"3 bytes: not a Job in protobuf's binary form, or damaged"}},
    {"BinaryUnknownField",
     "a.pb",
     "\x0a\x04\x2a\x02\x58\x01",
     {"economy.products[0]: field 11: unknown field of Product"}},
};

INSTANTIATE_TEST_SUITE_P(Syntax, MalformedText, ::testing::ValuesIn(syntax),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(MalformedText, EmptyFilesAreCalledEmpty) {
  for (const char* name : {"a.textproto", "a.json", "a.pb", "a.pbs"}) {
    EXPECT_THAT(errors_of(name, ""), ElementsAre(HasSubstr("the file is empty"))) << name;
  }
}

TEST(MalformedText, DeepNestingIsNoDanger) {
  std::string json = "{\"economy\": {\"x\": ";
  for (int i = 0; i < 200'000; ++i) json += i % 2 ? "{\"a\":" : "[";
  EXPECT_FALSE(errors_of("a.json", json).empty());
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "economy { ";
  EXPECT_FALSE(errors_of("a.textproto", text).empty());
}

TEST(MalformedText, LongNamesAreNoDanger) {
  const std::string name(3'000'000, 'x');
  EXPECT_FALSE(errors_of("a.textproto", "economy { " + name + ": 1 }").empty());
  EXPECT_FALSE(errors_of("a.json", "{\"" + name + "\": 1}").empty());
  EXPECT_FALSE(
      errors_of("a.textproto", "economy { products { id: \"" + name + "\" } stocks { product: \"y" + name + "\" } }")
          .empty());
}

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
