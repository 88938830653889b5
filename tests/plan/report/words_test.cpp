#include "host/plan/report/words.hpp"

#include <limits>

#include <gtest/gtest.h>

#include "host/plan/report/html.hpp"
#include "host/plan/report/summary.hpp"

namespace planwerk {
namespace {

TEST(Words, FiguresHaveAboutThreeDigits) {
  EXPECT_EQ(figure(0), "0");
  EXPECT_EQ(figure(1234567.8), "1,234,568");
  EXPECT_EQ(figure(-1234), "-1,234");
  EXPECT_EQ(figure(-123), "-123");
  EXPECT_EQ(figure(99.96), "100");
  EXPECT_EQ(figure(24.61), "24.6");
  EXPECT_EQ(figure(9.996), "10.0");
  EXPECT_EQ(figure(6.824), "6.82");
  EXPECT_EQ(figure(0.0125), "0.0125");
  EXPECT_EQ(figure(1.3e-9), "1.3e-09");
  EXPECT_EQ(figure(std::numeric_limits<double>::infinity()), "unlimited");
}

TEST(Words, PercentagesDoNotRoundAwayWhatIsShort) {
  EXPECT_EQ(percent(0.6287), "62.9 %");
  EXPECT_EQ(percent(1), "100.0 %");
  EXPECT_EQ(percent(0.9998), "99.9 %");
  EXPECT_EQ(percent(0), "0.0 %");
  EXPECT_EQ(percent(1e-5), "0.1 %");
}

TEST(Words, UnitsFollowAmounts) {
  EXPECT_EQ(amount(1500, "t"), "1,500 t");
  EXPECT_EQ(amount(1500, "1"), "1,500");
}

TEST(Words, OneOfAThingIsNotMany) {
  EXPECT_EQ(counted(1, "warning"), "1 warning");
  EXPECT_EQ(counted(0, "warning"), "0 warnings");
  EXPECT_EQ(counted(3, "capacity"), "3 capacities");
}

TEST(Words, ResultLineSaysWhatThereIs) {
  EXPECT_EQ(result_line(Status::optimal, -12.5, 3.2e-5, 1.234),
            "status optimal  objective -12.5  gap 3.2e-05  time 1.23 s");
  EXPECT_EQ(result_line(Status::infeasible, 0, 1, 0), "status infeasible  objective none  gap none  time 0.00 s");
}

TEST(Html, EscapesWhatElementsAndAttributesCannotHold) {
  EXPECT_EQ(escaped("<b a=\"1\">'&"), "&lt;b a=&quot;1&quot;&gt;&#39;&amp;");
  EXPECT_EQ(escaped(std::string_view("a\0b\x01", 4)), "ab");
}

TEST(Html, ShortensByCharactersNotBytes) {
  EXPECT_EQ(shortened("Müsli", 5), "Müsli");
  EXPECT_EQ(shortened("Müslis", 5), "Müsl…");
  EXPECT_EQ(shortened("", 5), "");
}

}  // namespace
}  // namespace planwerk
