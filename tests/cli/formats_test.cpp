// The same job and the same plan in every form of file.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::HasSubstr;

TEST_F(Cli, EveryFormOfAJobGivesTheSamePlan) {
  const auto plan_of = [&](const std::string& job) {
    EXPECT_EQ(run({"plan", job, "-q", "-o", "plan.json", "--device", "cpu", "--threads", "1"}).exit_code, 0) << job;
    auto plan = nlohmann::json::parse(read("plan.json"));
    plan["record"].erase("elapsedS");
    plan["record"].erase("elapsed_s");
    return plan;
  };
  const auto original = plan_of(example("valley"));
  std::string from = example("valley");
  for (const std::string to : {"job.json", "job.pb", "job.pbs", "job.textproto"}) {
    ASSERT_EQ(run({"convert", from, to}).exit_code, 0) << to;
    EXPECT_EQ(plan_of(to), original) << to;
    from = to;
  }
}

TEST_F(Cli, PlansSurviveEveryForm) {
  ASSERT_EQ(run({"plan", example("valley"), "-q", "-o", "plan.textproto"}).exit_code, 0);
  std::string from = "plan.textproto";
  for (const std::string to : {"plan.pbs", "plan.json", "plan.pb", "again.textproto"}) {
    const auto converted = run({"convert", from, to});
    ASSERT_EQ(converted.exit_code, 0) << converted.err;
    EXPECT_EQ(run({"verify", example("valley"), to}).exit_code, 0) << to;
    from = to;
  }
  EXPECT_EQ(read("plan.textproto"), read("again.textproto"));
}

TEST_F(Cli, WhatIsNeitherJobNorPlanIsSaidSo) {
  write("poem.textproto", "roses { are: \"red\" }\n");
  const auto finished = run({"convert", "poem.textproto", "poem.json"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("roses"));
  EXPECT_FALSE(std::filesystem::exists(path("poem.json")));
}

TEST_F(Cli, LinearProgrammesArePackedByName) {
  ASSERT_EQ(run({"lp", example("valley"), "-o", "valley.mps"}).exit_code, 0);
  ASSERT_EQ(run({"lp", example("valley"), "-o", "valley.mps.gz"}).exit_code, 0);
  EXPECT_THAT(read("valley.mps"), HasSubstr("recipe:mill_wheat"));
  EXPECT_LT(read("valley.mps.gz").size(), read("valley.mps").size() / 2);
  const auto value = [&](const std::string& file) {
    const auto finished = run({"solve", file, "--json", "--device", "cpu", "--threads", "1"});
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return nlohmann::json::parse(finished.out).at("objective").get<double>();
  };
  const double plain = value("valley.mps");
  EXPECT_EQ(plain, value("valley.mps.gz"));
  // The plan's objective counts the same hours, and its gap is 1e-4.
  const auto planned = nlohmann::json::parse(run({"plan", example("valley"), "--json"}).out);
  EXPECT_NEAR(plain, planned.at("objective").get<double>(), 2e-4 * std::abs(plain));
}

TEST_F(Cli, DamagedPackedFilesAreSaidSo) {
  ASSERT_EQ(run({"lp", example("valley"), "-o", "valley.mps.gz"}).exit_code, 0);
  const std::string packed = read("valley.mps.gz");
  write("cut.mps.gz", packed.substr(0, packed.size() / 2));
  const auto finished = run({"solve", "cut.mps.gz"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, HasSubstr("damaged or cut off"));
}

TEST_F(Cli, GeneratesTheSameBytes) {
  for (const char* name : {"a.pb", "b.pb"}) {
    ASSERT_EQ(run({"generate", "--goods", "300", "--seed", "7", "--family", "joint", "-o", name}).exit_code, 0);
  }
  EXPECT_EQ(read("a.pb"), read("b.pb"));
  EXPECT_EQ(run({"check", "a.pb"}).exit_code, 0);
}

}  // namespace
}  // namespace planwerk::cli_tests
