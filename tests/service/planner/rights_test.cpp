#include <gmock/gmock.h>

#include "host/service/access/access.hpp"
#include "planwerk/v1/plan.pb.h"
#include "tests/service/planner/planner_fixture.hpp"

namespace planwerk::service {
namespace {

using tests::PlannerTest;

TEST_F(PlannerTest, JobsOfOthersAreNotThere) {
  const Caller anna = caller("anna"), bert = caller("bert");
  const std::string job = submitted(anna, "one").id;
  Problems warnings;
  const std::vector<std::function<void()>> calls = {
      [&] { planner_->get(bert, job); },
      [&] { planner_->newest_event(bert, job); },
      [&] { planner_->watch(bert, job, [] {}); },
      [&] { planner_->plan_path(bert, job); },
      [&] { planner_->job_path(bert, job); },
      [&] { planner_->cancel(bert, job); },
      [&] { planner_->remove(bert, job); },
      [&] { planner_->share(bert, job, {"bert"}); },
      [&] { planner_->append_part(bert, job, 0, ""); },
      [&] { planner_->sync_upload(bert, job); },
      [&] { planner_->complete_upload(bert, job, warnings); },
      [&] {
        planner_->explain_need(bert, job, {"bread", false, false}, std::atomic<bool>(false));
      },
  };
  for (std::size_t i = 0; i < calls.size(); ++i) {
    EXPECT_EQ(refusal_of(calls[i]), Refusal::not_found) << "call " << i;
  }
  EXPECT_TRUE(planner_->list(bert, {}).jobs.empty());
  EXPECT_EQ(planner_->get(anna, job).state, JobState::queued);
}

TEST_F(PlannerTest, SharedJobsMayBeSeenAndNotTouched) {
  const Caller anna = caller("anna"), bert = caller("bert");
  const std::string job = submitted(anna, "one").id;
  planner_->share(anna, job, {"bert"});
  EXPECT_EQ(planner_->get(bert, job).id, job);
  EXPECT_EQ(planner_->list(bert, {}).jobs.size(), 1u);
  EXPECT_EQ(refusal_of([&] { planner_->cancel(bert, job); }), Refusal::forbidden);
  EXPECT_EQ(refusal_of([&] { planner_->remove(bert, job); }), Refusal::forbidden);
  EXPECT_EQ(refusal_of([&] { planner_->share(bert, job, {}); }), Refusal::forbidden);
  planner_->share(anna, job, {});
  EXPECT_EQ(refusal_of([&] { planner_->get(bert, job); }), Refusal::not_found);
  EXPECT_EQ(refusal_of([&] { planner_->share(anna, job, {"../x"}); }), Refusal::invalid);
}

TEST_F(PlannerTest, WhatIsNoIdNamesNoJob) {
  const Caller anna = caller("anna");
  for (const std::string id : {"", "x", "../../../../etc/passwd", "..", "/etc/passwd", "0ybzk4003xtjhtbhre815ckqs/",
                               "' OR 1=1 --", "0YBZK4003XTJHTBHRE815CKQS0"}) {
    EXPECT_EQ(refusal_of([&] { planner_->get(anna, id); }), Refusal::not_found) << id;
    EXPECT_EQ(refusal_of([&] { planner_->remove(anna, id); }), Refusal::not_found) << id;
  }
  EXPECT_EQ(refusal_of([&] { planner_->get(anna, std::string(1 << 20, 'a')); }), Refusal::not_found);
}

TEST_F(PlannerTest, CancelledJobsEndOnceAndDeletedOnesAreGone) {
  const Caller anna = caller("anna");
  const std::string job = submitted(anna, "one").id;
  EXPECT_EQ(planner_->cancel(anna, job).state, JobState::cancelled);
  EXPECT_EQ(planner_->cancel(anna, job).state, JobState::cancelled);
  EXPECT_EQ(planner_->newest_event(anna, job).state, JobState::cancelled);
  planner_->remove(anna, job);
  EXPECT_EQ(refusal_of([&] { planner_->get(anna, job); }), Refusal::not_found);
  EXPECT_EQ(store_.bytes_used(""), 0);
}

TEST_F(PlannerTest, TheAuditLogHasWhoDidWhatAndNothingOfTheEconomy) {
  const Caller anna = caller("anna"), bert = caller("bert");
  JobRequest request;
  request.name = "secret name";
  Problems warnings;
  const std::string job = planner_->submit_job(anna, "one", request, bakery(), warnings).id;
  EXPECT_EQ(refusal_of([&] { planner_->cancel(bert, job); }), Refusal::not_found);
  planner_->cancel(anna, job);
  planner_->remove(anna, job);
  std::vector<std::string> actions;
  for (const auto& entry : store_.accounts().audit_log(0, 100)) {
    actions.push_back(entry.user + " " + entry.action + " " + entry.result);
    for (const char* word : {"secret", "bread", "flour", "village"}) {
      EXPECT_EQ((entry.action + entry.result + entry.job).find(word), std::string::npos);
    }
  }
  EXPECT_THAT(actions, ::testing::UnorderedElementsAre("anna submit done via test", "bert cancel not_found via test",
                                                       "anna cancel done via test", "anna delete done via test"));
}

TEST_F(PlannerTest, PlansAreThereOnceTheJobHasOne) {
  const Caller anna = caller("anna");
  const std::string job = submitted(anna, "one").id;
  EXPECT_EQ(refusal_of([&] { planner_->plan_path(anna, job); }), Refusal::conflict);
  finish(job);
  const std::filesystem::path plan = planner_->plan_path(anna, job);
  EXPECT_TRUE(std::filesystem::exists(plan));
  std::filesystem::permissions(plan, std::filesystem::perms::owner_all);
  std::filesystem::resize_file(plan, std::filesystem::file_size(plan) - 1);
  EXPECT_EQ(refusal_of([&] { planner_->plan_path(anna, job); }), Refusal::damaged);
}

TEST_F(PlannerTest, NeedsAreExplainedFromThePlanOrAnew) {
  const Caller anna = caller("anna");
  const std::string job = submitted(anna, "one").id;
  finish(job);
  const std::atomic<bool> never = false;
  const Job read = *bakery().value;
  for (const Need& need : read.economy.needs) {
    v1::NeedAnswer kept, labour;
    ASSERT_TRUE(kept.ParseFromString(planner_->explain_need(anna, job, {need.id, false, false}, never)));
    EXPECT_EQ(kept.need(), need.id);
    ASSERT_TRUE(labour.ParseFromString(planner_->explain_need(anna, job, {need.id, true, true}, never)));
    EXPECT_EQ(labour.has_labour(), labour.shortfall() > 0);
    EXPECT_NEAR(labour.shortfall(), kept.shortfall(), 1e-6 * (1 + kept.shortfall()));
  }
  const std::atomic<bool> gone = true;
  const NeedQuestion anew{read.economy.needs[0].id, true, true};
  EXPECT_EQ(refusal_of([&] { planner_->explain_need(anna, job, anew, gone); }), Refusal::unavailable);
  EXPECT_EQ(refusal_of([&] { planner_->explain_need(anna, job, {"brot", false, false}, never); }), Refusal::invalid);
  EXPECT_EQ(refusal_of([&] { planner_->explain_need(anna, job, {"", false, false}, never); }), Refusal::invalid);
}

TEST_F(PlannerTest, TokensTellWhoCalls) {
  caller("anna");
  const std::string token = store_.accounts().issue_token("anna", "laptop", 0);
  const Access access(store_.accounts(), true);
  EXPECT_EQ(access.authenticate("Bearer " + token, "", "test").user.id, "anna");
  EXPECT_EQ(access.authenticate("", "anna", "test").user.id, "anna");
  for (const std::string& header :
       std::vector<std::string>{"", "Bearer ", "Basic " + token, token, "Bearer " + token + "x", "Bearer planwerk_"}) {
    EXPECT_EQ(refusal_of([&] { access.authenticate(header, "", "test"); }), Refusal::unauthenticated) << header;
  }
  EXPECT_EQ(refusal_of([&] { access.authenticate("Bearer nonsense", "anna", "test"); }), Refusal::unauthenticated);
  EXPECT_EQ(refusal_of([&] { access.authenticate("", "nobody", "test"); }), Refusal::unauthenticated);
  EXPECT_EQ(Access(store_.accounts(), false).authenticate("", "", "test").user.id, "local");
}

}  // namespace
}  // namespace planwerk::service
