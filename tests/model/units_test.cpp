#include "host/model/units.hpp"

#include <cmath>
#include <map>

#include <gmock/gmock.h>

namespace planwerk {
namespace {

TEST(Units, KnowsExactNamesOnly) {
  ASSERT_NE(find_unit("kWh"), nullptr);
  EXPECT_EQ(find_unit("kWh")->dimension, "energy");
  EXPECT_EQ(find_unit("kwh"), nullptr);
  EXPECT_EQ(find_unit(""), nullptr);
}

TEST(Units, ConvertsWithinADimension) {
  EXPECT_DOUBLE_EQ(conversion_factor("t", "kg").value(), 1000);
  EXPECT_DOUBLE_EQ(conversion_factor("kWh", "MJ").value(), 3.6);
  EXPECT_DOUBLE_EQ(conversion_factor("million USD", "thousand USD").value(), 1000);
  EXPECT_DOUBLE_EQ(conversion_factor("10000 CNY", "CNY").value(), 10000);
  EXPECT_DOUBLE_EQ(conversion_factor("min", "h").value() * 60, 1);
}

TEST(Units, RefusesOtherDimensionsAndUnknownNames) {
  EXPECT_FALSE(conversion_factor("kg", "kWh"));
  EXPECT_FALSE(conversion_factor("USD", "EUR"));
  EXPECT_FALSE(conversion_factor("kg", "kg CO2e"));
  EXPECT_FALSE(conversion_factor("stone", "kg"));
}

TEST(Units, EqualNamesConvertByOneEvenWhenUnknown) {
  EXPECT_EQ(conversion_factor("stone", "stone"), 1.0);
}

TEST(Units, EveryDimensionHasABaseUnitAndEveryFactorIsPositive) {
  std::map<std::string, int> base_units;
  for (const std::string& name : unit_names()) {
    const Unit* unit = find_unit(name);
    ASSERT_NE(unit, nullptr) << name;
    EXPECT_TRUE(std::isfinite(unit->factor) && unit->factor > 0) << name;
    base_units[unit->dimension] += unit->factor == 1 ? 1 : 0;
  }
  for (const auto& [dimension, count] : base_units) EXPECT_GE(count, 1) << dimension;
}

TEST(Units, ThereAndBackIsTheSameAmount) {
  for (const std::string& from : unit_names()) {
    for (const std::string& to : unit_names()) {
      const auto forth = conversion_factor(from, to);
      const auto back = conversion_factor(to, from);
      ASSERT_EQ(forth.has_value(), back.has_value()) << from << " " << to;
      if (!forth) continue;
      EXPECT_NEAR(*forth * *back, 1, 1e-15) << from << " " << to;
    }
  }
}

}  // namespace
}  // namespace planwerk
