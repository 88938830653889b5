#include "host/codec/actuals_codec.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Economy& bakery_example() {
  static const Economy economy =
      read_job(std::string(PLANWERK_SOURCE_DIR) + "/proto/examples/bakery.textproto").value->economy;
  return economy;
}

const Plan& bakery_plan() {
  static const Plan plan = plan_of(bakery_example(), 1e-9);
  return plan;
}

Outcome<Actuals> read(const std::string& text, const std::string& ending = ".textproto") {
  const auto path =
      std::filesystem::temp_directory_path() /
      (std::string("planwerk-actuals-") + testing::UnitTest::GetInstance()->current_test_info()->name() + ending);
  std::ofstream(path) << text;
  auto outcome = read_actuals(path, bakery_example(), bakery_plan());
  std::filesystem::remove(path);
  return outcome;
}

std::string problem_of(const std::string& text) {
  const auto outcome = read(text);
  EXPECT_FALSE(outcome.ok()) << text;
  return outcome.problems.kept().empty() ? "" : to_string(outcome.problems.kept()[0]);
}

TEST(ActualsCodec, ReadsTheExample) {
  const auto actuals = read_actuals(std::string(PLANWERK_SOURCE_DIR) + "/proto/examples/bakery_actuals.textproto",
                                    bakery_example(), bakery_plan());
  ASSERT_TRUE(actuals.ok()) << to_string(actuals.problems.kept()[0]);
  EXPECT_EQ(actuals.value->elapsed, 0.5);
  ASSERT_EQ(actuals.value->recipes.size(), 3u);
  EXPECT_NEAR(actuals.value->recipes[0].activity, 0.5 * bakery_plan().activity[0], 1e-12) << "unset: as planned";
  ASSERT_EQ(actuals.value->recipes[0].made.size(), 1u);
  EXPECT_NEAR(actuals.value->recipes[0].made[0].amount, 4.5, 1e-12) << "kilograms become the job's tonnes";
  EXPECT_EQ(actuals.value->recipes[1].activity, 4.2);
  EXPECT_NEAR(actuals.value->needs[0].deliveries[0], 4.5, 1e-12);
}

TEST(ActualsCodec, ReadsJson) {
  const auto actuals = read(R"({"elapsed": 0.25, "products": [{"product": "flour", "in_stock": 120, "unit": "kg"}],
                               "labour": [{"offer": "villagers", "hours": 80}]})",
                            ".json");
  ASSERT_TRUE(actuals.ok()) << to_string(actuals.problems.kept()[0]);
  EXPECT_NEAR(*actuals.value->products[0].in_stock, 0.12, 1e-12);
  EXPECT_FALSE(actuals.value->products[0].made.has_value());
  EXPECT_EQ(actuals.value->offers[0].hours, 80);
}

TEST(ActualsCodec, FaultsAreNamedByPathAndValue) {
  EXPECT_THAT(problem_of("elapsed: 0.5 recipes { recipe: \"bakee\" }"),
              AllOf(HasSubstr("recipes[\"bakee\"].recipe"), HasSubstr("did you mean \"bake\"?")));
  EXPECT_THAT(problem_of("elapsed: 0.5\nrecipes { recipe: \"bake\" activity: -1 }"),
              AllOf(HasSubstr("line 2"), HasSubstr("recipes[\"bake\"].activity"), HasSubstr("-1")));
  EXPECT_THAT(problem_of("elapsed: 0.5 recipes { recipe: \"bake\" activity: nan }"),
              AllOf(HasSubstr("recipes[\"bake\"].activity"), HasSubstr("NaN")));
  EXPECT_THAT(problem_of("elapsed: 0.5 recipes { recipe: \"bake\" } recipes { recipe: \"bake\" }"),
              HasSubstr("stands here twice"));
  EXPECT_THAT(problem_of("elapsed: 0.5 recipes { recipe: \"bake\" made { product: \"grain\" amount: 1 } }"),
              AllOf(HasSubstr("made[0].product"), HasSubstr("not among the recipe's outputs")));
  EXPECT_THAT(problem_of("elapsed: 0.5 needs { need: \"bread\" delivered { product: \"flour\" amount: 1 } }"),
              AllOf(HasSubstr("delivered[0].product"), HasSubstr("not among the need's alternatives")));
  EXPECT_THAT(problem_of("elapsed: 0.5 needs { need: \"bread\" delivered { product: \"bread\" amount: inf } }"),
              HasSubstr("delivered[0].amount"));
  EXPECT_THAT(problem_of("elapsed: 0.5 products { product: \"flour\" in_stock: 3 unit: \"kWh\" }"),
              AllOf(HasSubstr("products[\"flour\"].unit"), HasSubstr("kWh")));
  EXPECT_THAT(problem_of("elapsed: 0.5 labour { offer: \"vilagers\" hours: 3 }"), HasSubstr("\"villagers\""));
  EXPECT_THAT(problem_of("elapsed: 0.5 labour { hours: 3 }"), HasSubstr("missing: the id of a labour offer"));
}

TEST(ActualsCodec, TheTimeGoneMustBeGiven) {
  EXPECT_THAT(problem_of("source: \"nobody\""), HasSubstr("elapsed"));
  EXPECT_THAT(problem_of("elapsed: 1.5"), HasSubstr("1.5"));
  EXPECT_THAT(problem_of("elapsed: nan"), HasSubstr("elapsed"));
  EXPECT_TRUE(read("elapsed: 1").ok());
}

TEST(ActualsCodec, UnknownFieldsAndFormsAreErrors) {
  EXPECT_THAT(problem_of("elapsd: 0.5"), HasSubstr("elapsed"));
  EXPECT_FALSE(read("elapsed: 0.5", ".pbs").ok());
  EXPECT_FALSE(read_actuals("nowhere.json", bakery_example(), bakery_plan()).ok());
}

}  // namespace
}  // namespace planwerk
