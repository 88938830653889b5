// Changes to an economy by the ids of its things.
#include "host/codec/changes.hpp"

#include <cmath>

#include <gmock/gmock.h>

#include "host/model/validate.hpp"
#include "planwerk/v1/planner.pb.h"
#include "tests/codec/told_errors.hpp"
#include "tests/codec/workshop.hpp"

namespace planwerk::tests {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

struct Changed {
  Economy economy = workshop().economy;
  Problems problems;
};

Changed after(const v1::JobChanges& changes) {
  Changed changed;
  apply_changes(changes.SerializeAsString(), changed.economy, changed.problems);
  return changed;
}

TEST(Changes, NothingNamedIsNothingChanged) {
  const Changed changed = after({});
  EXPECT_FALSE(changed.problems.has_errors());
  EXPECT_EQ(changed.economy.needs[0].amount_per_head, workshop().economy.needs[0].amount_per_head);
  EXPECT_EQ(changed.problems.warning_count(), validate(workshop().economy).warning_count());
}

TEST(Changes, ReachEveryKindOfThing) {
  const Economy before = workshop().economy;
  v1::JobChanges changes;
  auto& need = *changes.add_needs();
  need.set_id(before.needs.back().id);
  need.set_amount_per_head(7);
  need.set_weight(3);
  auto& stock = *changes.add_stocks();
  stock.set_product(before.products[before.stocks[0].product].id);
  stock.set_opening(11);
  auto& limit = *changes.add_limits();
  limit.set_id(before.limits[0].id);
  limit.set_upper(1234);
  auto& capacity = *changes.add_capacities();
  capacity.set_id(before.capacities[0].id);
  capacity.set_amount(99);
  auto& offer = *changes.add_labour_offers();
  offer.set_id(before.labour_offers[0].id);
  offer.set_hours_factor(0.5);

  const Changed changed = after(changes);
  EXPECT_THAT(errors(changed.problems), ElementsAre());
  const Economy& now = changed.economy;
  EXPECT_EQ(now.needs.back().amount_per_head, 7);
  EXPECT_EQ(now.needs.back().weight, 3);
  EXPECT_EQ(now.needs.back().floor, before.needs.back().floor) << "unset is not zero";
  EXPECT_EQ(now.stocks[0].opening, 11);
  EXPECT_EQ(now.stocks[0].closing, before.stocks[0].closing);
  EXPECT_EQ(now.limits[0].upper, 1234);
  EXPECT_EQ(now.limits[0].lower, before.limits[0].lower);
  EXPECT_EQ(now.capacities[0].amount, 99);
  EXPECT_EQ(now.steps_of(now.labour_offers[0])[0].hours, 0.5 * before.steps_of(before.labour_offers[0])[0].hours);
}

TEST(Changes, GiveAProductItsFirstStock) {
  const Economy before = workshop().economy;
  Index without = 0;
  const auto has_stock = [&](Index product) {
    for (const Stock& stock : before.stocks) {
      if (stock.product == product) return true;
    }
    return false;
  };
  while (has_stock(without)) ++without;
  v1::JobChanges changes;
  changes.add_stocks()->set_product(before.products[without].id);
  changes.mutable_stocks(0)->set_opening(2);
  const Changed changed = after(changes);
  ASSERT_EQ(changed.economy.stocks.size(), before.stocks.size() + 1);
  EXPECT_EQ(changed.economy.stocks.back().product, without);
  EXPECT_EQ(changed.economy.stocks.back().opening, 2);
}

TEST(Changes, NameWhatIsUnknownTwiceThereOrNoNumber) {
  const Economy before = workshop().economy;
  v1::JobChanges changes;
  changes.add_needs()->set_id(before.needs[0].id + "x");
  changes.add_needs()->set_id("");
  changes.add_capacities()->set_id(before.capacities[0].id);
  changes.mutable_capacities(0)->set_amount(std::nan(""));
  changes.add_capacities()->set_id(before.capacities[0].id);
  changes.add_labour_offers()->set_id(before.labour_offers[0].id);
  changes.mutable_labour_offers(0)->set_hours_factor(-1);
  EXPECT_THAT(
      errors(after(changes).problems),
      ElementsAre(AllOf(HasSubstr("changes.needs["), HasSubstr("unknown need; did you mean \"" + before.needs[0].id)),
                  AllOf(HasSubstr("changes.needs[1]"), HasSubstr("missing")),
                  AllOf(HasSubstr("changes.capacities[\"" + before.capacities[0].id + "\"].amount"), HasSubstr("NaN")),
                  HasSubstr("changed twice"), HasSubstr("hours_factor: -1")));
}

TEST(Changes, AreJudgedTogetherWithTheRest) {
  const Economy before = workshop().economy;
  v1::JobChanges changes;
  changes.add_needs()->set_id(before.needs[0].id);
  changes.mutable_needs(0)->set_floor(1.5);
  EXPECT_THAT(errors(after(changes).problems), Contains(AllOf(HasSubstr("floor"), HasSubstr("between 0 and 1"))));
}

TEST(Changes, BytesThatAreNoMessageAreAProblem) {
  Changed changed;
  apply_changes("\xff\xff\xff", changed.economy, changed.problems);
  EXPECT_TRUE(changed.problems.has_errors());
}

}  // namespace
}  // namespace planwerk::tests
