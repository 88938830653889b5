#include "host/lp/solution_file.hpp"

#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/lp/lp_names.hpp"
#include "tests/support/random_lps.hpp"
#include "tests/support/reference_simplex.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

using ::testing::HasSubstr;

StatedSolution stated(const SmallLp& small) {
  return stated_solution(small.lp, small.status, {small.primal, small.dual}, small.ray);
}

std::string written(const LinearProgram& lp, const StatedSolution& solution) {
  std::ostringstream text;
  write_solution(lp, solution, text);
  return text.str();
}

void expect_equal(const StatedSolution& a, const StatedSolution& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.objective, b.objective);
  EXPECT_EQ(a.point.primal, b.point.primal);
  EXPECT_EQ(a.point.dual, b.point.dual);
  EXPECT_EQ(a.activities, b.activities);
  EXPECT_EQ(a.reduced_costs, b.reduced_costs);
  EXPECT_EQ(a.ray, b.ray);
}

TEST(SolutionFile, HasTheSignsOfTheProblemAsWritten) {
  EXPECT_EQ(written(bakery_lp().lp, stated(bakery_lp())),
            "status optimal objective 9\n"
            "column bread 3 0\n"
            "column cake 0 -1\n"
            "row flour 3 0\n"
            "row oven 3 3\n");
  EXPECT_EQ(written(falls_along_a_free_column().lp, stated(falls_along_a_free_column())),
            "status unbounded objective -inf\n"
            "ray C1 -1\n"
            "ray C2 1\n");
}

TEST(SolutionFile, ReadsBackExactly) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    const auto solution = stated(small);
    const auto outcome = read_solution(small.lp, written(small.lp, solution));
    ASSERT_TRUE(outcome.ok()) << to_string(outcome.problems.kept().at(0));
    expect_equal(*outcome.value, solution);
  }
}

TEST(SolutionFile, WhatWasWorkedByHandIsVerified) {
  for (const auto& small : small_lps()) {
    SCOPED_TRACE(small.name);
    const auto verdict = verify_solution(small.lp, stated(small), 1e-9);
    EXPECT_TRUE(verdict.holds()) << to_string(verdict.problems.kept().at(0));
  }
}

// Adds to each number of the file in turn; every change must be noticed.
void expect_every_change_is_noticed(const LinearProgram& lp, const StatedSolution& solution) {
  std::istringstream lines(written(lp, solution));
  std::vector<std::vector<std::string>> words;
  std::set<std::string> empty_rows;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    if (lp.matrix.row_offsets[i] == lp.matrix.row_offsets[i + 1]) empty_rows.insert(row_name(lp, i));
  }
  for (std::string line; std::getline(lines, line);) {
    std::istringstream rest(line);
    words.emplace_back();
    for (std::string word; rest >> word;) words.back().push_back(word);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t k = i == 0 ? 3 : 2; k < words[i].size(); ++k) {
      if (k == 3 && empty_rows.contains(words[i][1])) continue;  // its dual may be anything that earns nothing
      auto changed = words;
      changed[i][k] = std::to_string(std::stod(words[i][k]) + 0.01);
      std::string text;
      for (const auto& line : changed) {
        for (const auto& word : line) text += word + " ";
        text += "\n";
      }
      const auto outcome = read_solution(lp, text);
      ASSERT_TRUE(outcome.ok());
      EXPECT_FALSE(verify_solution(lp, *outcome.value, 1e-6).holds()) << "line " << i + 1 << ", word " << k + 1;
    }
  }
}

TEST(SolutionFile, AnyChangedNumberIsRejected) {
  for (const auto& small : {bakery_lp(), supply_chain(), cheapest_first(), ranges(), free_variables(), all_fixed()}) {
    SCOPED_TRACE(small.name);
    expect_every_change_is_noticed(small.lp, stated(small));
  }
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    const auto lp = random_lp(seed);
    const auto solution = reference_solve(lp);
    if (solution.status != Status::optimal) continue;
    const auto answer = stated_solution(lp, solution.status, solution.point, {});
    EXPECT_TRUE(verify_solution(lp, answer, 1e-6).holds());
    expect_every_change_is_noticed(lp, answer);
  }
}

TEST(SolutionFile, AStatusWithoutProofIsRejected) {
  for (const auto& small : {bakery_lp_with_too_large_an_order(), bakery_without_oven()}) {
    auto solution = stated(small);
    solution.ray.clear();
    EXPECT_FALSE(verify_solution(small.lp, solution, 1e-6).holds());
    solution.status = Status::optimal;
    EXPECT_FALSE(verify_solution(small.lp, solution, 1e-6).holds());
    solution.status = Status::time_limit;
    EXPECT_TRUE(verify_solution(small.lp, solution, 1e-6).holds());
  }
  auto swapped = stated(bakery_lp());
  swapped.status = Status::infeasible;
  swapped.ray = {1, 1};
  EXPECT_FALSE(verify_solution(bakery_lp().lp, swapped, 1e-6).holds());
}

struct MalformedSolution {
  const char* text;
  const char* where;
  const char* message;
};

TEST(SolutionFile, NamesWhatIsWrongByLine) {
  const std::string rows = "row flour 3 0\nrow oven 3 3\n";
  const std::string columns = "column bread 3 0\ncolumn cake 0 -1\n";
  const std::string head = "# an answer\nstatus optimal objective 9\n";
  const std::vector<std::pair<std::string, MalformedSolution>> cases{
      {"", {"", "line 0", "no `status` line"}},
      {columns, {"", "line 1", "first line"}},
      {"status good objective 9\n", {"", "line 1", "no status"}},
      {"status optimal value 9\n", {"", "line 1", "status STATUS objective VALUE"}},
      {"status optimal objective nine\n", {"", "line 1", "not a number"}},
      {head + head, {"", "line 4", "stands twice"}},
      {head + "column loaf 1 1\n", {"", "line 3", "no name"}},
      {head + "column bread 1\n", {"", "line 3", "a line is"}},
      {head + "column bread 1 1\ncolumn bread 1 1\n", {"", "line 4", "stands twice"}},
      {head + "row oven 3,0 0\n", {"", "line 3", "not a number"}},
      {head + "ray oven 3\n", {"", "line 3", "goes with"}},
      {head + columns, {"", "row \"flour\"", "is missing"}},
      {head + rows, {"", "column \"bread\"", "is missing"}},
  };
  for (const auto& [text, expected] : cases) {
    SCOPED_TRACE(text);
    const auto outcome = read_solution(bakery_lp().lp, text);
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.problems.kept().at(0).path, expected.where);
    EXPECT_THAT(outcome.problems.kept().at(0).message, HasSubstr(expected.message));
  }
}

}  // namespace
}  // namespace planwerk
