// `planwerk trace`, upstream and downstream.
#include <cmath>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::HasSubstr;

class Trace : public Cli {
 protected:
  Trace() { EXPECT_EQ(run({"plan", example("valley"), "-q", "-o", "plan.pbs", "--device", "cpu"}).exit_code, 0); }

  Finished trace(std::vector<std::string> question) const {
    question.insert(question.begin(), {"trace", example("valley"), "plan.pbs"});
    return run(question);
  }
  nlohmann::json traced(std::vector<std::string> question) const {
    question.push_back("--json");
    const auto finished = trace(question);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return nlohmann::json::parse(finished.out);
  }
};

TEST_F(Trace, AnswersInWordsAndAsData) {
  EXPECT_THAT(trace({"--product", "bread"}).out, HasSubstr("takes, everything upstream counted"));
  const auto bread = traced({"--product", "bread", "--allocation", "mass"});
  EXPECT_EQ(bread.at("allocation"), "mass");
  EXPECT_TRUE(bread.at("exact").get<bool>());
  EXPECT_FALSE(bread.at("labour").empty());
  EXPECT_THAT(trace({"--need", "bread"}).out, HasSubstr("The part of the plan that is for"));
}

TEST_F(Trace, SharesOfARecipeAddUpToOne) {
  const auto wheat = traced({"--recipe", "mill_wheat"});
  double sum = 0;
  for (const auto& entry : wheat.at("serves")) sum += entry.at("share").get<double>();
  EXPECT_NEAR(sum, 1, 1e-11);
}

TEST_F(Trace, NamesCyclesWithTheirGain) {
  const auto cycles = traced({"--cycles"}).at("cycles");
  ASSERT_FALSE(cycles.empty());
  EXPECT_LE(cycles[0].at("gain_lower"), cycles[0].at("gain_upper"));
  EXPECT_LT(cycles[0].at("gain_upper"), 1);
}

TEST_F(Trace, TakesOneQuestionAndKnownIds) {
  EXPECT_EQ(trace({}).exit_code, 2);
  EXPECT_EQ(trace({"--cycles", "--product", "bread"}).exit_code, 2);
  const auto unknown = trace({"--product", "braed"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("is bread meant?"));
}

}  // namespace
}  // namespace planwerk::cli_tests
