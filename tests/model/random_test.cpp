#include "host/model/generator/random.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <gtest/gtest.h>

namespace planwerk {
namespace {

// Everything generated rests on these bits; they are pinned, not derived.
TEST(Random, GivesTheSameBitsForEver) {
  Random random(1, 2, 3);
  EXPECT_EQ(random.bits(), 2399657773382937285u);
  EXPECT_EQ(random.bits(), 8067101194408944102u);
  Random again(1, 2, 3);
  EXPECT_EQ(again.uniform(), static_cast<double>(2399657773382937285u >> 11) * 0x1p-53);
}

TEST(Random, StreamsAndIndicesAreUnrelated) {
  EXPECT_NE(Random(1, 2, 3).bits(), Random(1, 3, 2).bits());
  EXPECT_NE(Random(1, 2, 3).bits(), Random(2, 2, 3).bits());
  EXPECT_NE(Random(0, 0, 0).bits(), Random(0, 0, 1).bits());
}

TEST(Random, HasTheMomentsItClaims) {
  Random random(7, 0, 0);
  constexpr int count = 200000;
  double mean = 0, square = 0, fourth = 0, uniform_mean = 0, chosen = 0;
  for (int k = 0; k < count; ++k) {
    const double z = random.normal();
    mean += z / count;
    square += z * z / count;
    fourth += z * z * z * z / count;
    uniform_mean += random.uniform(2, 6) / count;
    chosen += random.below(3) == 2 ? 1.0 / count : 0;
  }
  EXPECT_NEAR(mean, 0, 0.01);
  EXPECT_NEAR(square, 1, 0.01);
  EXPECT_NEAR(fourth, 2.9, 0.05);  // 3 - 6/60 for a sum of twelve uniform numbers
  EXPECT_NEAR(uniform_mean, 4, 0.01);
  EXPECT_NEAR(chosen, 1.0 / 3, 0.005);
}

TEST(PortableExp, AgreesWithTheLibraryToTwoUnitsInTheLastPlace) {
  for (double x = -700; x <= 700; x += 0.37) {
    const double exact = std::exp(x);
    const double unit = std::nextafter(exact, INFINITY) - exact;
    EXPECT_NEAR(portable_exp(x), exact, 2 * unit) << x;
  }
  EXPECT_EQ(portable_exp(0), 1);
}

TEST(RoundedToDigits, IsTheDoubleNearestToTheDecimal) {
  EXPECT_EQ(rounded_to_digits(3.14159265, 4), 3.142);
  EXPECT_EQ(rounded_to_digits(0.000123456789, 3), 0.000123);
  EXPECT_EQ(rounded_to_digits(987654321, 2), 990000000);
  EXPECT_EQ(rounded_to_digits(290725.3, 4), 290700);
  EXPECT_EQ(rounded_to_digits(12345.678, 6), 12345.7);
  EXPECT_EQ(rounded_to_digits(9.99999, 3), 10);
  EXPECT_EQ(rounded_to_digits(-2.5004, 4), -2.5);
  EXPECT_EQ(rounded_to_digits(0, 4), 0);
  EXPECT_EQ(rounded_to_digits(1e-13, 6), 1e-13);
}

TEST(RoundedToDigits, AgreesWithWhatPrintingWouldSay) {
  Random random(5, 5, 5);
  for (int k = 0; k < 20000; ++k) {
    const double value = random.lognormal(1, 5);
    const int digits = static_cast<int>(2 + random.below(5));
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%.*e", digits - 1, value);
    EXPECT_EQ(rounded_to_digits(value, digits), std::strtod(text.data(), nullptr)) << text.data();
  }
}

}  // namespace
}  // namespace planwerk
