#include "host/answers/need/answer_sentences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::Not;

// A loaf that would take an hour of the oven.
ToldAnswer loaf() {
  ToldAnswer told;
  told.shortfall = "bread: short by 20";
  told.one_more = "one more loaf";
  told.exact = true;
  told.obstacles = {{1.0, "oven: one more h saves 4 h", true}};
  told.chain = {"1 of bread, from bake"};
  told.chain_end = "oven";
  told.cost = "4 h of work";
  told.holds_for = "12 loaves";
  return told;
}

TEST(AnswerSentences, SayForHowMuchTheyHold) {
  EXPECT_EQ(
      sentences(loaf()),
      "bread: short by 20\n"
      "  What stands in the way, by its share in what one more loaf costs:\n"
      "    100.0 %  oven: one more h saves 4 h\n"
      "    What one more saves holds for the next 12 loaves of this need; what is scarce in the plan as a whole may "
      "have other figures.\n"
      "  The way there, per unit of the need, everything upstream counted:\n"
      "    1 of bread, from bake\n"
      "    oven\n"
      "  One more loaf would cost 4 h of work, in hours and in what others lose; so for the next 12 loaves.\n"
      "  Nobody would lose by one more loaf.\n");
}

TEST(AnswerSentences, SavingsThatAreNotToldNeedNoCondition) {
  ToldAnswer told = loaf();
  told.obstacles = {{1.0, "nothing supplies more of flour"}};
  EXPECT_THAT(sentences(told), Not(HasSubstr("What one more saves")));
}

TEST(AnswerSentences, WhatIsNotShortNeedsNoReasons) {
  ToldAnswer told = loaf();
  told.is_short = false;
  EXPECT_EQ(sentences(told), "bread: short by 20\n");
}

TEST(AnswerSentences, InexactCostsComeWithTheirDoubt) {
  ToldAnswer told = loaf();
  told.exact = false;
  told.doubt = "0.5 h";
  EXPECT_THAT(sentences(told),
              HasSubstr("One more loaf costs about 4 h of work, in hours and in what others lose, give "
                        "or take 0.5 h (by the plan's gap)."));
  EXPECT_THAT(sentences(told), Not(HasSubstr("would lose")));
}

TEST(AnswerSentences, LongWaysAreCutInTheMiddle) {
  ToldAnswer told = loaf();
  told.chain.clear();
  for (int step = 1; step <= 12; ++step) told.chain.push_back("step " + std::to_string(step));
  EXPECT_THAT(sentences(told), HasSubstr("    step 7\n    ... 4 further steps\n    step 12\n    oven\n"));
}

TEST(AnswerSentences, HoursGoByTheirSizeAndWithoutTheSmallest) {
  ToldAnswer told = loaf();
  told.labour = ToldLabour{.possible = true,
                           .burden = 1200,
                           .hours = {{0.001, "mining"}, {-300, "driving"}, {1000, "baking"}},
                           .missing = {{50, "milling"}},
                           .reach = "",
                           .lack = {}};
  EXPECT_THAT(sentences(told), HasSubstr("a burden of 1,200 h more.\n"
                                         "    1,000 h more of baking, within what is offered\n"
                                         "    300 h less of driving, within what is offered\n"
                                         "    ... and smaller changes\n"
                                         "    50.0 h of milling that nobody has offered yet\n"));
}

TEST(AnswerSentences, AQuestionWithoutAnAnswerIsSaidToBeOne) {
  ToldAnswer told = loaf();
  EXPECT_THAT(sentences(told), Not(HasSubstr("people's work")));
  told.labour_unanswered = true;
  EXPECT_THAT(sentences(told), HasSubstr("  What covering it fully would take of people's work was not found"));
}

TEST(AnswerSentences, LossesToOthersAreOneListForEachQuestion) {
  ToldAnswer told = loaf();
  told.unique = false;
  told.rivals = {{"cake", 0.5, "0.5 pieces", "40 pieces"}, {"rolls", -1, "1", ""}};
  told.whole = ToldCover{true, "80 h of work", {{"cake", 10, "10 pieces", "40 pieces"}}};
  EXPECT_THAT(sentences(told),
              HasSubstr("  For one more loaf would lose or gain (others could at the same cost):\n"
                        "    cake would lose 0.5 pieces, of 40 pieces asked for\n"
                        "    rolls would gain 1\n"
                        "  Covering all of it would cost 80 h of work; for all of it would lose or gain:\n"
                        "    cake would lose 10 pieces, of 40 pieces asked for\n"));
}

}  // namespace
}  // namespace planwerk
