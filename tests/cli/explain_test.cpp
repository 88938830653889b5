#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

// explain, and the answers that plans bring along, as people run them.
class Explain : public Cli {
 protected:
  const std::string valley = example("valley");
};

TEST_F(Explain, TellsWhatStandsInTheWayAndWhatWorkCannotHelp) {
  ASSERT_EQ(run({"plan", valley, "-o", "plan.json", "-q"}).exit_code, 0);
  const Finished told = run({"explain", valley, "plan.json", "--need", "housing_upkeep", "--labour"});
  ASSERT_EQ(told.exit_code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr("Homes kept up (housing_upkeep): 80.0 % covered"));
  EXPECT_THAT(told.out, HasSubstr("Brick kiln: one more t saves 207 h"));
  EXPECT_THAT(told.out, HasSubstr("Work is not what is missing"));

  const Finished counted = run({"explain", valley, "plan.json", "--need", "housing_upkeep", "--json"});
  const Json answer = Json::parse(counted.out)["answers"][0];
  EXPECT_TRUE(answer["exact"].get<bool>());
  double shares = 0;
  for (const Json& bottleneck : answer["bottlenecks"]) shares += bottleneck["share"].get<double>();
  EXPECT_NEAR(shares, 1, 1e-9);
}

TEST_F(Explain, UnknownNeedsAreTold) {
  ASSERT_EQ(run({"plan", valley, "-o", "plan.json", "-q"}).exit_code, 0);
  const Finished told = run({"explain", valley, "plan.json", "--need", "coffe"});
  EXPECT_EQ(told.exit_code, 2);
  EXPECT_THAT(told.err, HasSubstr("no need has the id coffe"));
}

TEST_F(Explain, KeptPlansBringTheAnswersAlong) {
  ASSERT_EQ(run({"plan", valley, "-o", "plan.json", "--labour-questions", "-q"}).exit_code, 0);
  const Json answers = Json::parse(read("plan.json"))["answers"];
  EXPECT_EQ(answers.size(), 9u);  // short needs, by the summary in the README
  for (const Json& answer : answers) EXPECT_TRUE(answer.contains("labour")) << answer["need"];
  EXPECT_EQ(run({"verify", valley, "plan.json", "-q"}).exit_code, 0);
}

// The basis that answers are read from is an optimum, and the plan becomes it, whether it is kept or only told.
TEST_F(Explain, PlansAreBroughtToAVertex) {
  ASSERT_EQ(run({"generate", "--goods", "300", "--family", "shortrun", "-o", "job.pbs", "-q"}).exit_code, 0);
  const Finished told = run({"plan", "job.pbs", "--tolerance", "1e-2", "--json"});
  const Finished kept = run({"plan", "job.pbs", "--tolerance", "1e-2", "--json", "-o", "plan.pbs"});
  ASSERT_EQ(kept.exit_code, 0) << kept.err;
  EXPECT_LT(Json::parse(kept.out)["gap"].get<double>(), 1e-9);
  EXPECT_EQ(Json::parse(kept.out)["objective"], Json::parse(told.out)["objective"]);
  EXPECT_EQ(run({"verify", "job.pbs", "plan.pbs", "-q"}).exit_code, 0);
}

}  // namespace
}  // namespace planwerk::cli_tests
