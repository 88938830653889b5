#include <gmock/gmock.h>

#include "host/answers/actuals/correction_text.hpp"
#include "tests/answers/actuals/small_actuals.hpp"
#include "tests/plan/planning.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Account, ThatNothingIsListedMeansThatAllWentAsPlanned) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  const Account account = account_of(economy, plan, after(0.5));
  for (const ProductAccount& product : account.products) EXPECT_THAT(product.causes, IsEmpty());
  for (const LabourAccount& labour : account.labour_kinds) EXPECT_THAT(labour.causes, IsEmpty());
  EXPECT_NEAR(account.products[0].real.made, 650, 1e-6);
  EXPECT_NEAR(account.offer_hours[0], 750, 1e-6);
  EXPECT_THAT(to_text(economy, plan, account), HasSubstr("Everything went as planned."));
}

// Half a year; the press ran 20 times instead of 50, and used 220 milk instead of 200; the town got 20 cheeses; 250
// milk are there. By the books 500 + 150 - 220 - 150 = 280 more than nothing: cows gave 650.
TEST(Account, DeviationsAddUpFromTheirCauses) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.recipes.push_back({1, 20, {}, {{0, 220}}});
  actuals.needs.push_back({1, {20}});
  actuals.products.push_back({0, {}, {}, 250});
  actuals.offers.push_back({0, 700});
  const Account account = account_of(economy, plan, actuals);
  const ProductAccount& milk = account.products[0];
  ASSERT_EQ(milk.causes.size(), 3u);
  EXPECT_EQ(milk.causes[0].kind, CauseKind::activity);
  EXPECT_NEAR(milk.causes[0].amount, 300, 1e-5) << "30 times less, 10 milk each";
  EXPECT_EQ(milk.causes[1].kind, CauseKind::stock);
  EXPECT_NEAR(milk.causes[1].amount, 250 - 280, 1e-5);
  EXPECT_EQ(milk.causes[2].kind, CauseKind::norm);
  EXPECT_NEAR(milk.causes[2].amount, -20, 1e-5);
  EXPECT_NEAR(milk.deviation(), 250, 1e-5);
  const ProductAccount& cheese = account.products[1];
  EXPECT_NEAR(sum(cheese.causes), 0, 1e-5) << "30 fewer made, 30 fewer delivered";
  EXPECT_EQ(cheese.causes.size(), 2u);
  EXPECT_NEAR(cheese.real.made, 20, 1e-5);
  EXPECT_NEAR(cheese.real.delivered, 20, 1e-5);
  const LabourAccount& work = account.labour_kinds[0];
  EXPECT_NEAR(work.planned_hours, 750, 1e-5);
  EXPECT_NEAR(work.hours, 700, 1e-5);
  ASSERT_EQ(work.causes.size(), 2u);
  EXPECT_NEAR(work.causes[0].amount, -60, 1e-5) << "30 times less, 2 h each";
  EXPECT_NEAR(work.causes[1].amount, 10, 1e-5) << "hours beyond what recipes ask for";
  EXPECT_THAT(to_text(economy, plan, account), HasSubstr("press ran 20.0 times instead of 50.0 times"));
}

// Totals of a product stand for themselves.
TEST(Account, TotalsWithoutRecipes) {
  const Economy economy = dairy();
  const Plan plan = plan_of(economy, 1e-9);
  Actuals actuals = after(0.5);
  actuals.products.push_back({0, 600, 510, {}});
  const ProductAccount milk = account_of(economy, plan, actuals).products[0];
  EXPECT_NEAR(milk.deviation(), -50 - 10, 1e-5);
  EXPECT_NEAR(sum(milk.causes), -60, 1e-5);
  EXPECT_EQ(milk.real.made, 600);
  EXPECT_EQ(milk.real.used, 510);
}

}  // namespace
}  // namespace planwerk
