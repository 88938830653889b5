// Each outcome has its own exit code.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "kernels/device.hpp"
#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// min x + y   s.t.  x + y >= 2,  x <= 1.5   both >= 0: value 2
constexpr const char* small_lp = R"(NAME small
ROWS
 N cost
 G demand
COLUMNS
 x cost 1 demand 1
 y cost 1 demand 1
RHS
 RHS demand 2
BOUNDS
 UP BND x 1.5
ENDATA
)";

TEST_F(Cli, UsageAndMissingFilesAreTwo) {
  EXPECT_EQ(run({"plan"}).exit_code, 2);
  EXPECT_EQ(run({"plan", example("bakery"), "--tolerence", "1e-3"}).exit_code, 2);
  EXPECT_EQ(run({"plan", example("bakery"), "--device", "abacus"}).exit_code, 2);
  EXPECT_EQ(run({"plan", example("bakery"), "--tolerance", "-1"}).exit_code, 2);
  EXPECT_EQ(run({"plan", example("bakery"), "--time-limit", "soon"}).exit_code, 2);
  EXPECT_EQ(run({"bake", example("bakery")}).exit_code, 2);
  for (const char* command : {"plan", "check", "solve"}) {
    const auto finished = run({command, "nowhere.textproto"});
    EXPECT_EQ(finished.exit_code, 2) << command;
    EXPECT_THAT(finished.err, HasSubstr("nowhere.textproto")) << command;
  }
}

TEST_F(Cli, WhatCannotBeKeptIsNotPlanned) {
  for (const auto& [path, reason] : {std::pair{"no/such/folder/plan.json", "no folder"}, {"plan.xlsx", ".textproto"}}) {
    const auto finished = run({"plan", example("bakery"), "-o", path});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(finished.out, "");
    EXPECT_THAT(finished.err, HasSubstr(reason));
  }
}

TEST_F(Cli, CheckFindsFaults) {
  EXPECT_EQ(run({"check", example("valley")}).exit_code, 0);
  write("job.textproto",
        replaced(replaced(example_text("bakery"), "amount: 0.78", "amount: -0.78"), "size: 200", "size: nan"));
  const auto finished = run({"check", "job.textproto"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("recipes[\"mill\"]"));
  EXPECT_THAT(finished.out, HasSubstr("cohorts[\"village\"]"));
}

TEST_F(Cli, VerifyRejectsAChangedPlan) {
  ASSERT_EQ(run({"plan", example("bakery"), "-o", "plan.json", "-q"}).exit_code, 0);
  EXPECT_EQ(run({"verify", example("bakery"), "plan.json"}).exit_code, 0);
  auto plan = nlohmann::json::parse(read("plan.json"));
  auto& activity = plan.at("recipes").at(0).at("activity");
  activity = activity.get<double>() * 1.01;
  write("changed.json", plan.dump());
  const auto finished = run({"verify", example("bakery"), "changed.json"});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("fault: "));
  plan = nlohmann::json::parse(read("plan.json"));
  plan["record"]["method"] = "guessed";  // nothing of the certificate depends on it
  write("changed.json", plan.dump());
  const auto retold = run({"verify", example("bakery"), "changed.json"});
  EXPECT_EQ(retold.exit_code, 1);
  EXPECT_THAT(retold.out, HasSubstr("changed after it was written"));
  write("other.textproto", replaced(example_text("bakery"), "size: 200", "size: 201"));
  EXPECT_EQ(run({"verify", "other.textproto", "plan.json"}).exit_code, 1);
}

TEST_F(Cli, APlanOfAnotherVersionOfTheJobIsRefused) {
  ASSERT_EQ(run({"plan", example("bakery"), "-o", "plan.json", "-q"}).exit_code, 0);
  write("later.textproto", replaced(example_text("bakery"), "size: 200", "size: 201"));
  const std::string actuals = std::string(PLANWERK_SOURCE_DIR) + "/proto/examples/bakery_actuals.textproto";
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"explain", "later.textproto", "plan.json"},
        {"alternatives", "later.textproto", "plan.json"},
        {"trace", "later.textproto", "plan.json", "--cycles"},
        {"correct", "later.textproto", "plan.json", actuals},
        {"compare", "plan.json", "plan.json", "--job", "later.textproto"},
        {"report", "plan.json", "--job", "later.textproto", "-o", "report.html"},
        {"report", "plan.json", "--job", example("bakery"), "--compare", "plan.json", "--compare-job",
         "later.textproto", "-o", "report.html"}}) {
    const auto finished = run(arguments);
    EXPECT_EQ(finished.exit_code, 2) << arguments[0];
    EXPECT_THAT(finished.err, HasSubstr("another version of it")) << arguments[0];
  }
  EXPECT_FALSE(std::filesystem::exists(path("report.html")));
}

TEST_F(Cli, LimitsAreFour) {
  ASSERT_EQ(run({"generate", "--goods", "2000", "-o", "job.pbs", "-q"}).exit_code, 0);
  const auto finished = run({"plan", "job.pbs", "--tolerance", "1e-15", "--time-limit", "500ms", "-o", "plan.pbs"});
  EXPECT_EQ(finished.exit_code, 4);
  EXPECT_THAT(last_line(finished.out), StartsWith("status time_limit"));
  EXPECT_EQ(run({"verify", "job.pbs", "plan.pbs"}).exit_code, 0);
}

TEST_F(Cli, MissingDeviceIsFive) {
  for (const DeviceInfo& device : available_devices()) {
    if (device.kind == DeviceKind::cuda) GTEST_SKIP() << "there is a GPU: " << device.name;
  }
  const auto finished = run({"plan", example("bakery"), "--device", "cuda"});
  EXPECT_EQ(finished.exit_code, 5);
  EXPECT_EQ(run({"plan", example("bakery"), "--device", "auto"}).exit_code, 0);
}

TEST_F(Cli, SolvesAndVerifiesMps) {
  write("small.mps", small_lp);
  const auto solved = run({"solve", "small.mps", "-o", "solution.txt"});
  EXPECT_EQ(solved.exit_code, 0) << solved.err;
  EXPECT_THAT(last_line(solved.out), StartsWith("status optimal  objective 2"));
  EXPECT_EQ(run({"verify", "small.mps", "solution.txt"}).exit_code, 0);
  write("wrong.txt", replaced(read("solution.txt"), "column x", "column z"));
  EXPECT_EQ(run({"verify", "small.mps", "wrong.txt"}).exit_code, 2);
  write("short.txt",
        "status optimal objective 1\ncolumn x 1 0\ncolumn y 0 0\nrow demand 1 1\n");  // misses the demand by one
  EXPECT_EQ(run({"verify", "small.mps", "short.txt"}).exit_code, 1);
}

TEST_F(Cli, InfeasibleAndUnboundedAreThreeWithProof) {
  write("infeasible.mps", replaced(small_lp, " UP BND x 1.5", " UP BND x 0.5\n UP BND y 0.5"));
  const auto infeasible = run({"solve", "infeasible.mps", "-o", "proof.txt"});
  EXPECT_EQ(infeasible.exit_code, 3);
  EXPECT_THAT(infeasible.out, HasSubstr("Farkas proof     holds"));
  EXPECT_THAT(read("proof.txt"), HasSubstr("ray demand"));
  EXPECT_EQ(run({"verify", "infeasible.mps", "proof.txt"}).exit_code, 0);

  write("unbounded.mps", replaced(small_lp, "y cost 1", "y cost -1"));
  const auto unbounded = run({"solve", "unbounded.mps", "-o", "ray.txt"});
  EXPECT_EQ(unbounded.exit_code, 3) << unbounded.out;
  EXPECT_THAT(read("ray.txt"), HasSubstr("ray y"));
  EXPECT_EQ(run({"verify", "unbounded.mps", "ray.txt"}).exit_code, 0);
}

TEST_F(Cli, MaximisationKeepsItsSigns) {
  // max 3 bread + 2 cake  s.t.  flour: bread + 2 cake <= 4,  oven: bread + cake <= 3: value 9, shadow price of oven 3
  write("bakery.mps", R"(NAME bakery
OBJSENSE
 MAX
ROWS
 N profit
 L flour
 L oven
COLUMNS
 bread profit 3 flour 1
 bread oven 1
 cake profit 2 flour 2
 cake oven 1
RHS
 RHS flour 4 oven 3
ENDATA
)");
  const auto solved = run({"solve", "bakery.mps", "-o", "solution.txt", "--tolerance", "1e-9"});
  EXPECT_EQ(solved.exit_code, 0) << solved.out;
  EXPECT_THAT(last_line(solved.out),
              testing::AnyOf(StartsWith("status optimal  objective 9 "), StartsWith("status optimal  objective 9.0"),
                             StartsWith("status optimal  objective 8.9999")));
  EXPECT_EQ(run({"verify", "bakery.mps", "solution.txt"}).exit_code, 0);
  std::istringstream lines(read("solution.txt"));
  double dual_of_oven = 0;
  for (std::string kind, name; lines >> kind >> name;) {
    std::string rest;
    std::getline(lines, rest);
    if (kind == "row" && name == "oven") dual_of_oven = std::stod(rest.substr(rest.rfind(' ')));
  }
  EXPECT_NEAR(dual_of_oven, 3, 1e-6);
}

}  // namespace
}  // namespace planwerk::cli_tests
