#include "host/plan/report/outlook.hpp"

#include <gmock/gmock.h>

#include "host/plan/report/html_report.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Outlook example_outlook(const Economy& economy) {
  Outlook outlook;
  outlook.work = {
      {0, 0, {}},
      {60, 0.75, {{Turn::Kind::used_up, "labour:" + economy.labour_kinds[0].id}, {Turn::Kind::rises, "need:none"}}}};
  outlook.nearby = {{0.4, 0.01, 0.002, {{"product:" + economy.products[0].id, {"recipe:other"}, {}}}}};
  outlook.slack = 0.02;
  outlook.nearby_sought = true;
  outlook.footprints = {{0, 75, {}}, {no_index, 25, {}}};
  return outlook;
}

std::string report_in(const Language& language, bool with_outlook) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy, 1e-9);
  ReportSettings settings;
  settings.language = &language;
  settings.both_languages = false;
  if (with_outlook) settings.outlook = example_outlook(economy);
  return html_report(economy, plan, settings);
}

TEST(Outlook, IsToldInBothLanguages) {
  EXPECT_THAT(
      report_in(Language::english(), true),
      AllOf(HasSubstr("What each need takes of the whole"), HasSubstr("75.0 %"), HasSubstr("left over, kept in stock"),
            HasSubstr("is used up, from there on more of need:none"), HasSubstr("0.8 h"),
            HasSubstr("Plan 1: 40.0 % of what is turned over is done otherwise"), HasSubstr("at most 2.0 %")));
  EXPECT_THAT(report_in(Language::german(), true),
              AllOf(HasSubstr("Was jedes Bedürfnis vom Ganzen braucht"),
                    HasSubstr("ist ausgeschöpft, need:none: von dort an mehr"), HasSubstr("höchstens 2,0 %")));
}

TEST(Outlook, IsSilentWhereNothingWasAsked) {
  EXPECT_THAT(report_in(Language::english(), false),
              AllOf(Not(HasSubstr("What each need takes of the whole")),
                    Not(HasSubstr("How much work covers how much")), Not(HasSubstr("Other ways, nearly as good"))));
}

}  // namespace
}  // namespace planwerk
