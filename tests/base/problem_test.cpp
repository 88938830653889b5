#include "host/base/problem.hpp"

#include <gtest/gtest.h>

#include "host/base/status.hpp"

namespace planwerk {
namespace {

TEST(Problem, PrintsPathValueAndMessage) {
  EXPECT_EQ(to_string({Severity::error, "recipes[\"steel\"].inputs[3].amount", "NaN", "must be a number"}),
            "recipes[\"steel\"].inputs[3].amount: NaN: must be a number");
  EXPECT_EQ(to_string({Severity::error, "line 1", "", "empty file"}), "line 1: empty file");
}

TEST(Problems, CountsBeyondWhatItKeeps) {
  Problems problems;
  for (std::size_t i = 0; i < Problems::kept_limit + 5; ++i) problems.error("a", "", "b");
  problems.warning("c", "", "d");
  EXPECT_EQ(problems.error_count(), Problems::kept_limit + 5);
  EXPECT_EQ(problems.warning_count(), 1u);
  EXPECT_EQ(problems.kept().size(), Problems::kept_limit);

  Problems all;
  all.append(problems);
  all.append(problems);
  EXPECT_EQ(all.error_count(), 2 * (Problems::kept_limit + 5));
  EXPECT_EQ(all.kept().size(), Problems::kept_limit);
}

TEST(NearestMatch, FindsTheMistypedNameAndNothingFarAway) {
  const std::vector<std::string> names{"steel", "wheat", "machine_tools"};
  EXPECT_EQ(nearest_match("stel", names), "steel");
  EXPECT_EQ(nearest_match("machine_tool", names), "machine_tools");
  EXPECT_EQ(nearest_match("whaet", names), "wheat");  // two neighbours swapped are one slip
  EXPECT_EQ(nearest_match("potash", names), std::nullopt);
}

TEST(Status, StoppedShortAreThoseWithoutAnAnswer) {
  EXPECT_FALSE(stopped_short(Status::optimal));
  EXPECT_FALSE(stopped_short(Status::infeasible));
  EXPECT_TRUE(stopped_short(Status::interrupted));
  EXPECT_EQ(to_string(Status::time_limit), "time_limit");
}

}  // namespace
}  // namespace planwerk
