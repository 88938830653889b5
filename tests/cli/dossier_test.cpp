#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

// compare, frontier and alternatives, as people run them.
class Dossier : public Cli {
 protected:
  const std::string valley = example("valley");
  void make_plan(const std::string& name) const { ASSERT_EQ(run({"plan", valley, "-o", name, "-q"}).exit_code, 0); }
};

TEST_F(Dossier, FrontierTellsDrawsAndTabulates) {
  const Finished told = run({"frontier", valley, "--limit", "greenhouse_gases", "--json", "-o", "curve.html"});
  ASSERT_EQ(told.exit_code, 0) << told.err;
  const Json curve = Json::parse(told.out);
  const Json& points = curve["points"];
  ASSERT_GE(points.size(), 10u);
  EXPECT_EQ(curve["segments"].size(), points.size() - 1);
  for (std::size_t k = 1; k < points.size(); ++k) {
    EXPECT_GE(points[k]["means"].get<double>(), points[k - 1]["means"].get<double>());
    EXPECT_GE(points[k]["value"].get<double>(), points[k - 1]["value"].get<double>());
  }
  EXPECT_EQ(curve["present"].get<double>(), 18000);
  EXPECT_THAT(read("curve.html"), HasSubstr("<svg class=\"curve\""));
  EXPECT_EQ(run({"frontier", valley, "--points", "5", "-o", "curve.csv", "-q"}).exit_code, 0);
  EXPECT_THAT(read("curve.csv"), HasSubstr("means,value,"));
}

TEST_F(Dossier, FrontierOfWhatCannotBePlannedIsNone) {
  const Finished told = run({"frontier", example("impossible")});
  EXPECT_EQ(told.exit_code, 3);
  EXPECT_THAT(told.out, HasSubstr("No plan keeps all hard demands at once."));
}

TEST_F(Dossier, UnknownIdsAreToldWithTheNearest) {
  make_plan("plan.json");
  const Finished limit = run({"frontier", valley, "--limit", "greenhouse_gas"});
  EXPECT_EQ(limit.exit_code, 2);
  EXPECT_THAT(limit.err, HasSubstr("no limit has the id greenhouse_gas; is greenhouse_gases meant?"));
  const Finished need = run({"alternatives", valley, "plan.json", "--need", "coffe"});
  EXPECT_EQ(need.exit_code, 2);
  EXPECT_THAT(need.err, HasSubstr("no need has the id coffe; is coffee meant?"));
}

TEST_F(Dossier, AlternativesArePlansThatHold) {
  make_plan("plan.json");
  const Finished told =
      run({"alternatives", valley, "plan.json", "--slack", "1%", "--count", "2", "--json", "-o", "other-"});
  ASSERT_EQ(told.exit_code, 0) << told.err;
  const Json plans = Json::parse(told.out)["plans"];
  ASSERT_EQ(plans.size(), 2u);
  for (const Json& plan : plans) {
    EXPECT_LE(plan["loss"].get<double>(), 0.0101);
    EXPECT_GT(plan["difference"].get<double>(), 0.01);
  }
  EXPECT_EQ(run({"verify", valley, "other-1.json"}).exit_code, 0);
  EXPECT_EQ(run({"verify", valley, "other-2.json"}).exit_code, 0);
  const Finished range = run({"alternatives", valley, "plan.json", "--labour", "teaching", "--json"});
  ASSERT_EQ(range.exit_code, 0) << range.err;
  const Json hours = Json::parse(range.out);
  EXPECT_LE(hours["least"].get<double>(), hours["present"].get<double>() * (1 + 1e-9));
  EXPECT_GE(hours["greatest"].get<double>(), hours["present"].get<double>() * (1 - 1e-9));
}

TEST_F(Dossier, SlackIsAShare) {
  make_plan("plan.json");
  for (const std::string slack : {"-1%", "150%", "much", "%"}) {
    EXPECT_EQ(run({"alternatives", valley, "plan.json", "--slack=" + slack}).exit_code, 2) << slack;
  }
}

TEST_F(Dossier, PlansOfTwoJobsSideBySide) {
  make_plan("before.json");
  write("tight.textproto", replaced(example_text("valley"), "upper: 18000", "upper: 16000"));
  ASSERT_EQ(run({"plan", "tight.textproto", "-o", "after.json", "-q"}).exit_code, 0);
  const std::vector<std::string> plans{"compare", "before.json", "after.json", "--job", valley};
  std::vector<std::string> both = plans;
  both.insert(both.end(), {"--job", "tight.textproto", "-o", "dossier.html"});
  const Finished told = run(both);
  ASSERT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("Warm homes"));
  EXPECT_THAT(told.out, HasSubstr("limits[\"greenhouse_gases\"].upper: 18000 -> 16000"));
  EXPECT_THAT(read("dossier.html"), HasSubstr("Who gains, who loses"));
  both.push_back("--json");
  const Json comparison = Json::parse(run(both).out);
  EXPECT_EQ(comparison["plans"], Json({"before", "after"}));
  EXPECT_EQ(comparison["reasons"][1].size(), 1u);
}

TEST_F(Dossier, ComparingTakesTwoPlansAndTheirJobs) {
  make_plan("plan.json");
  EXPECT_EQ(run({"compare", "plan.json", "--job", valley}).exit_code, 2);
  EXPECT_EQ(run({"compare", "plan.json", "plan.json"}).exit_code, 2);
  EXPECT_EQ(run({"compare", "plan.json", "plan.json", "--job", example("bakery")}).exit_code, 2);
}

}  // namespace
}  // namespace planwerk::cli_tests
