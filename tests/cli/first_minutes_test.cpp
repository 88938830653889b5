// What a newcomer meets in the first minutes: help, version, the example, its output, and what it says on mistakes.
#include <regex>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

#ifdef __SANITIZE_ADDRESS__
constexpr double slowdown = 20;
#else
constexpr double slowdown = 1;
#endif

TEST_F(Cli, TellsItsVersionAtOnce) {
  double fastest = 1e9;
  for (int turn = 0; turn < 5; ++turn) {
    const auto finished = run({"--version"});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_THAT(finished.out, AllOf(StartsWith("planwerk "), HasSubstr("build:"), HasSubstr("backends:")));
    fastest = std::min(fastest, finished.elapsed_s);
  }
  EXPECT_LT(fastest, 0.1 * slowdown);
}

TEST_F(Cli, BareCallShowsHelpWithAnExample) {
  const auto finished = run({});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("planwerk plan proto/examples/valley.textproto"));
  EXPECT_LT(finished.out.size(), 1500u);
}

TEST_F(Cli, PlansTheExample) {
  const auto finished = run({"plan", example("valley"), "-o", "plan.json", "--device", "cpu"});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_LT(finished.elapsed_s, 10 * slowdown);
  EXPECT_THAT(finished.out, AllOf(HasSubstr("of 33 needs covered"), HasSubstr("nothing supplies Coffee"),
                                  HasSubstr("Nursing and care"), HasSubstr("What is scarce")));
  EXPECT_THAT(last_line(finished.out),
              MatchesRegex("status optimal  objective -[0-9.e+]+  gap [0-9.e-]+  time [0-9.]+ s"));
  EXPECT_THAT(finished.err, HasSubstr("next: planwerk report plan.json"));
  EXPECT_EQ(run({"verify", example("valley"), "plan.json"}).exit_code, 0);
}

TEST_F(Cli, SameJobGivesTheSamePlan) {
  for (const char* name : {"a.pb", "b.pb"}) {
    ASSERT_EQ(run({"plan", example("valley"), "-q", "-o", name, "--device", "cpu", "--threads", "1"}).exit_code, 0);
  }
  const auto without_time = [&](const std::string& name) {
    EXPECT_EQ(run({"convert", name, name + ".json"}).exit_code, 0);
    auto plan = nlohmann::json::parse(read(name + ".json"));
    plan["record"].erase("elapsedS");
    plan["record"].erase("elapsed_s");
    return plan;
  };
  EXPECT_EQ(without_time("a.pb"), without_time("b.pb"));
}

TEST_F(Cli, JsonOnStdoutParses) {
  ASSERT_EQ(run({"plan", example("bakery"), "-o", "plan.json", "-q"}).exit_code, 0);
  ASSERT_EQ(run({"lp", example("bakery"), "-o", "bakery.mps", "-q"}).exit_code, 0);
  ASSERT_EQ(run({"solve", "bakery.mps", "-o", "solution.txt", "-q"}).exit_code, 0);
  const std::vector<std::vector<std::string>> commands{
      {"plan", example("bakery")},
      {"check", example("valley")},
      {"verify", example("bakery"), "plan.json"},
      {"report", "plan.json", "--job", example("bakery"), "-o", "report.html"},
      {"convert", example("bakery"), "bakery.json"},
      {"lp", example("bakery"), "-o", "again.mps"},
      {"solve", "bakery.mps"},
      {"verify", "bakery.mps", "solution.txt"},
      {"generate", "--goods", "100", "-o", "generated.pb"}};
  for (auto command : commands) {
    command.push_back("--json");
    const auto finished = run(command);
    EXPECT_EQ(finished.exit_code, 0) << command.front() << finished.err;
    EXPECT_TRUE(nlohmann::json::accept(finished.out)) << command.front() << "\n" << finished.out;
    EXPECT_THAT(finished.err, HasSubstr("next: ")) << command.front();
    command.back() = "-q";
    const auto quiet = run(command);
    EXPECT_THAT(quiet.out + quiet.err, IsEmpty()) << command.front();
  }
}

TEST_F(Cli, CheckCountsWhatThereIs) {
  EXPECT_EQ(run({"check", example("bakery")}).out,
            "3 products, 3 recipes, 1 need of 1 cohort, 1 labour kind, 1 capacity, 0 limits\n0 errors, 0 warnings\n");
}

// What the tutorial says of changed plans (section 2).
TEST_F(Cli, AChangedFigureIsNamedOfAChangedDecisionWhatFollowedFromIt) {
  ASSERT_EQ(run({"plan", example("bakery"), "-o", "plan.json", "-q"}).exit_code, 0);
  const auto plan = nlohmann::json::parse(read("plan.json"));
  auto changed = plan;
  changed["needs"][0]["coverage"] = 0.9;
  write("figure.json", changed.dump());
  const auto figure = run({"verify", example("bakery"), "figure.json"});
  EXPECT_EQ(figure.exit_code, 1);
  EXPECT_THAT(figure.out, AllOf(HasSubstr("needs[\"bread\"].coverage: 0.9"), HasSubstr("lead to 0.886"),
                                HasSubstr("plan_sha256"), HasSubstr("does not hold: 2 faults")));
  changed = plan;
  changed["recipes"][2]["activity"] = 12;
  write("decision.json", changed.dump());
  const auto decision = run({"verify", example("bakery"), "decision.json"});
  EXPECT_EQ(decision.exit_code, 1);
  EXPECT_THAT(decision.out, AllOf(HasSubstr("products[\"bread\"].made"), HasSubstr("labour_kinds[\"work\"].used"),
                                  Not(HasSubstr("recipes["))));
}

TEST_F(Cli, LogsStayOnStderrAndPipesGetNoProgress) {
  const auto plain = run({"plan", example("valley"), "--device", "cpu"});
  EXPECT_THAT(plain.err, Not(HasSubstr("\r")));
  const auto logged = run({"plan", example("valley"), "--device", "cpu", "--log", "json"});
  EXPECT_THAT(logged.out, Not(HasSubstr("\"event\"")));
  std::size_t records = 0;
  std::istringstream lines(logged.err);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('{')) continue;
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
    ++records;
  }
  EXPECT_GT(records, 1u);
}

TEST_F(Cli, MistypedIdIsNamedWithPlaceAndNearestMatch) {
  write("job.textproto",
        replaced(example_text("bakery"), "outputs { product: \"flour\"", "outputs { product: \"fluor\""));
  const auto finished = run({"plan", "job.textproto"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("recipes[\"mill\"]"), HasSubstr("fluor"), HasSubstr("flour")));
  EXPECT_THAT(finished.out, IsEmpty());
}

TEST_F(Cli, UnknownFieldIsNamedWithLineColumnAndNearestMatch) {
  write("job.textproto", replaced(example_text("bakery"), "capacities { id: \"fields\"", "capacitys { id: \"fields\""));
  const auto finished = run({"plan", "job.textproto"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_THAT(finished.err,
              AllOf(HasSubstr("line "), HasSubstr("column "), HasSubstr("capacitys"), HasSubstr("capacities")));
}

TEST_F(Cli, InfeasibleExampleNamesTheCulprits) {
  const auto finished = run({"plan", example("impossible")});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_THAT(finished.out, AllOf(HasSubstr("Warm homes"), HasSubstr("Greenhouse gases")));
  EXPECT_THAT(finished.out, HasSubstr("allow 750 t CO2e of Greenhouse gases instead of 180 t CO2e"));
  EXPECT_THAT(finished.out, HasSubstr("cover at least 21.6 % of Warm homes instead of 90.0 %"));
  EXPECT_THAT(last_line(finished.out), StartsWith("status infeasible"));
}

TEST_F(Cli, WhatWasReallyMadeLeadsToAPlanForTheRest) {
  ASSERT_EQ(run({"plan", example("bakery"), "-q", "-o", "plan.json"}).exit_code, 0);
  const auto finished = run(
      {"correct", example("bakery"), "plan.json", example("bakery_actuals"), "--rest", "rest.json", "-o", "new.json"});
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  EXPECT_THAT(finished.out, AllOf(HasSubstr("took more or gave less than its recipe says"),
                                  HasSubstr("Bread: 77.1 % covered instead of 88.7 % (200 people)")));
  EXPECT_EQ(run({"verify", "rest.json", "new.json"}).exit_code, 0);
}

TEST_F(Cli, ReportOpensWithoutANetwork) {
  ASSERT_EQ(run({"plan", example("valley"), "-q", "-o", "plan.pbs"}).exit_code, 0);
  ASSERT_EQ(run({"report", "plan.pbs", "--job", example("valley"), "-o", "report.html", "--need", "bread"}).exit_code,
            0);
  const std::string page = read("report.html");
  EXPECT_THAT(page, AllOf(StartsWith("<!DOCTYPE html>"), HasSubstr("<svg"), HasSubstr("<title>Supply chain of Bread")));
  // The name of the SVG language is no address, and the icon is an empty one of the page's own.
  const std::string addresses = std::regex_replace(page, std::regex("http://www.w3.org/2000/svg"), "");
  for (const char* outside : {"http:", "https:", "src=", "@import", "url(", "href=\"//"}) {
    EXPECT_THAT(addresses, Not(HasSubstr(outside)));
  }
  const auto unknown = run({"report", "plan.pbs", "--job", example("valley"), "-o", "r.html", "--need", "braed"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("bread"));
}

TEST_F(Cli, CtrlCGivesTheBestPlanSoFar) {
  ASSERT_EQ(run({"generate", "--goods", "2000", "--family", "shortrun", "-o", "job.pbs", "-q"}).exit_code, 0);
  const auto finished = planwerk({"plan", "job.pbs", "-o", "plan.pbs", "--tolerance", "1e-15", "--device", "cpu"},
                                 path(""), std::chrono::milliseconds(static_cast<int>(1500 * slowdown / 4)));
  EXPECT_EQ(finished.exit_code, 4) << finished.err;
  EXPECT_THAT(last_line(finished.out), StartsWith("status interrupted"));
  const auto verified = run({"verify", "job.pbs", "plan.pbs"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
}

}  // namespace
}  // namespace planwerk::cli_tests
