#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "planwerk/v1/planner.pb.h"
#include "tests/service/planner/planner_fixture.hpp"

namespace planwerk::service {
namespace {

using tests::PlannerTest;

TEST_F(PlannerTest, PartsBecomeAQueuedJobWithItsSize) {
  const Caller anna = caller("anna");
  const JobRecord job = submitted(anna, "one");
  EXPECT_EQ(job.state, JobState::queued);
  EXPECT_EQ(job.size.products, 3);
  EXPECT_GT(job.size.memory_estimate, 0);
  EXPECT_EQ(planner_->get(anna, job.id).state, JobState::queued);
  EXPECT_EQ(planner_->newest_event(anna, job.id).state, JobState::queued);
}

TEST_F(PlannerTest, TheSameKeyIsTheSameJobForItsOwnerAlone) {
  const Caller anna = caller("anna"), bert = caller("bert");
  const JobRecord job = submitted(anna, "one");
  EXPECT_EQ(submitted(anna, "one").id, job.id);
  EXPECT_EQ(planner_->begin_upload(anna, "one", {}).job.state, JobState::queued);
  EXPECT_NE(submitted(bert, "one").id, job.id);
  Problems warnings;
  EXPECT_EQ(planner_->submit_job(anna, "one", {}, bakery(), warnings).id, job.id);
}

TEST_F(PlannerTest, UploadsGoOnWhereTheyBroke) {
  const Caller anna = caller("anna");
  const UploadStatus begun = send(anna, "one", 0, 2);
  const auto found = planner_->find_upload(anna, "one");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->job.id, begun.job.id);
  EXPECT_EQ(found->parts, 2);
  EXPECT_FALSE(planner_->find_upload(anna, "another"));
  EXPECT_FALSE(planner_->find_upload(caller("bert"), "one"));
  send(anna, "one", 2);
  Problems warnings;
  EXPECT_EQ(planner_->complete_upload(anna, begun.job.id, warnings).state, JobState::queued);
}

TEST_F(PlannerTest, ReplayedPartsAreIgnoredAndGapsAndOtherPartsRefused) {
  const Caller anna = caller("anna");
  const std::string job = send(anna, "one", 0, 2).job.id;
  const auto parts = parts_of(*bakery().value);
  EXPECT_EQ(planner_->append_part(anna, job, 0, parts[0]).parts, 2);
  EXPECT_EQ(refusal_of([&] { planner_->append_part(anna, job, 5, parts[2]); }), Refusal::conflict);
  EXPECT_EQ(refusal_of([&] { planner_->append_part(anna, job, 0, parts[0] + "x"); }), Refusal::conflict);
}

TEST_F(PlannerTest, AStreamThatAnotherReplacedIsRefused) {
  const Caller anna = caller("anna");
  const UploadStatus old = planner_->begin_upload(anna, "one", {});
  const UploadStatus newer = planner_->begin_upload(anna, "one", {});
  const auto parts = parts_of(*bakery().value);
  EXPECT_EQ(refusal_of([&] { planner_->append_part(anna, old.job.id, 0, parts[0], old.writer); }), Refusal::conflict);
  EXPECT_EQ(planner_->append_part(anna, old.job.id, 0, parts[0], newer.writer).parts, 1);
}

TEST_F(PlannerTest, TruncatedAndForeignJobsAreNamedAndGivenUp) {
  const Caller anna = caller("anna");
  const std::string job = send(anna, "one", 0, 3).job.id;
  Problems warnings;
  EXPECT_THAT(text_of([&] { planner_->complete_upload(anna, job, warnings); }), ::testing::HasSubstr("trailer"));
  EXPECT_EQ(refusal_of([&] { planner_->get(anna, job); }), Refusal::not_found);
  const std::string other = planner_->begin_upload(anna, "two", {}).job.id;
  planner_->append_part(anna, other, 0, "no part at all");
  EXPECT_EQ(refusal_of([&] { planner_->complete_upload(anna, other, warnings); }), Refusal::invalid);
  EXPECT_EQ(store_.bytes_used(""), 0);
}

TEST_F(PlannerTest, EveryFaultOfAJobIsNamed) {
  Outcome<Job> job = bakery();
  job.value->economy.recipes[0].inputs = {};
  const std::string path = folder_ / "job.textproto";
  std::ofstream(path) << "economy { name: 'x' products { id: 'a' unit: 'kg' } needs { id: 'n' cohort: 'nobody' "
                         "alternatives { product: 'b' } amount_per_head: 1 } }";
  Problems warnings;
  try {
    planner_->submit_file(caller("anna"), "one", {}, path, warnings);
    FAIL() << "was not refused";
  } catch (const Refused& refused) {
    EXPECT_EQ(refused.why(), Refusal::invalid);
    EXPECT_GE(refused.problems().error_count(), 2u);
  }
  EXPECT_GE(planner_->validate_file(caller("anna"), path).problems.error_count(), 2u);
  EXPECT_TRUE(planner_->list(caller("anna"), {}).jobs.empty());
}

TEST_F(PlannerTest, AFileOfPartsBecomesItsJob) {
  const Caller anna = caller("anna");
  const std::filesystem::path file = folder_ / "job.pbs";
  ASSERT_FALSE(write_job(*bakery().value, file).has_errors());
  Problems warnings;
  const JobRecord job = planner_->submit_file(anna, "one", {}, file, warnings);
  EXPECT_EQ(job.state, JobState::queued);
  EXPECT_EQ(job.request.name, bakery().value->economy.name);
  EXPECT_EQ(job.job->sha256, submitted(anna, "two").job->sha256) << "byte by byte";
  EXPECT_EQ(planner_->submit_file(anna, "one", {}, file, warnings).id, job.id);
  for (const std::uintmax_t length : {std::filesystem::file_size(file) / 2, std::uintmax_t{0}}) {
    std::filesystem::resize_file(file, length);
    EXPECT_EQ(refusal_of([&] { planner_->submit_file(anna, "three", {}, file, warnings); }), Refusal::invalid);
    EXPECT_FALSE(planner_->find_upload(anna, "three")) << "nothing of it is kept";
  }
}

TEST_F(PlannerTest, RequestsAreCheckedFieldByField) {
  const Caller anna = caller("anna");
  JobRequest request;
  request.name = std::string(201, 'x');
  request.priority = 11;
  request.tolerance = -1;
  request.time_limit_s = 0;
  request.method = "magic";
  request.previous_job = "../../etc/passwd";
  try {
    planner_->begin_upload(anna, "", request);
    FAIL() << "was not refused";
  } catch (const Refused& refused) {
    EXPECT_EQ(refused.problems().error_count(), 7u);
  }
  EXPECT_EQ(refusal_of([&] { planner_->begin_upload(anna, std::string(201, 'k'), {}); }), Refusal::invalid);
  for (const char* steering : {"a\nb", "\x1b[2J", "\x7f", "\xc2\x9b"}) {
    EXPECT_EQ(refusal_of([&] { planner_->begin_upload(anna, steering, {}); }), Refusal::invalid) << steering;
  }
  EXPECT_EQ(planner_->begin_upload(anna, "\xc3\x9b\xc2\xa0", {}).job.state, JobState::uploading) << "letters";
}

TEST_F(PlannerTest, QuotasAreKept) {
  Quota quota;
  quota.jobs_at_once = 2;
  const Caller anna = caller("anna", quota);
  submitted(anna, "one");
  submitted(anna, "two");
  EXPECT_EQ(submitted(anna, "one").state, JobState::queued);  // a known key is nothing new
  EXPECT_EQ(refusal_of([&] { planner_->begin_upload(anna, "three", {}); }), Refusal::exhausted);
  submitted(caller("bert"), "one");

  quota = {};
  quota.bytes = 1;
  EXPECT_EQ(refusal_of([&] { submitted(caller("cleo", quota), "one"); }), Refusal::exhausted);
  EXPECT_EQ(store_.bytes_used("cleo"), 0);

  quota = {};
  quota.device_seconds_per_day = 10;
  const Caller dora = caller("dora", quota);
  submitted(dora, "one");
  store_.accounts().add_device_time("dora", 11);
  EXPECT_EQ(refusal_of([&] { planner_->begin_upload(dora, "two", {}); }), Refusal::exhausted);
}

TEST_F(PlannerTest, ManySubmittersAtOnceDoNotGetPastAQuota) {
  Quota quota;
  quota.jobs_at_once = 3;
  const Caller anna = caller("anna", quota);
  std::vector<std::thread> threads;
  std::atomic<int> taken = 0, refused = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      try {
        submitted(anna, std::to_string(t));
        ++taken;
      } catch (const Refused&) {
        ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 3);
  EXPECT_EQ(refused, 5);
}

TEST_F(PlannerTest, LimitsOfPartsAndBytesAreKept) {
  RequestLimits limits;
  limits.parts = 2;
  make_planner(limits);
  EXPECT_EQ(refusal_of([&] { send(caller("anna"), "one"); }), Refusal::exhausted);
  limits = {};
  limits.job_bytes = 100;
  make_planner(limits);
  EXPECT_EQ(refusal_of([&] { send(caller("anna"), "two"); }), Refusal::exhausted);
}

TEST_F(PlannerTest, JobsThatFitNoWorkerAreRefusedWithTheFigures) {
  SupervisorSettings settings;
  settings.slots = {Slot{"cpu", 1, 1 << 20}};
  Supervisor tiny(store_, events_, settings);
  Planner planner(store_, tiny, events_, {});
  Problems warnings;
  const Caller anna = caller("anna");
  const std::string text = text_of([&] { planner.submit_job(anna, "one", {}, bakery(), warnings); });
  EXPECT_THAT(text, ::testing::HasSubstr("MiB, and the largest worker has 1 MiB"));
  EXPECT_TRUE(planner.list(anna, {}).jobs.empty());
}

TEST_F(PlannerTest, AServiceThatStopsTakesNothingNewButAnswers) {
  const Caller anna = caller("anna");
  const JobRecord job = submitted(anna, "one");
  planner_->stop_accepting();
  EXPECT_EQ(refusal_of([&] { planner_->begin_upload(anna, "two", {}); }), Refusal::unavailable);
  EXPECT_EQ(planner_->get(anna, job.id).id, job.id);
}

TEST_F(PlannerTest, ChangesMakeAJobThatStartsFromTheOldOnesPlan) {
  const Caller anna = caller("anna");
  const JobRecord base = submitted(anna, "one");
  finish(base.id);
  const std::string need = bakery().value->economy.needs[0].id;
  v1::JobChanges changes;
  auto* change = changes.add_needs();
  change->set_id(need);
  change->set_amount_per_head(0.125);
  Problems warnings;
  const JobRecord job = planner_->submit_changes(anna, "two", {}, base.id, changes.SerializeAsString(), warnings);
  EXPECT_EQ(job.request.previous_job, base.id);
  EXPECT_NE(job.job->sha256, base.job->sha256);
  change->set_id("no such need");
  EXPECT_EQ(
      refusal_of([&] { planner_->submit_changes(anna, "three", {}, base.id, changes.SerializeAsString(), warnings); }),
      Refusal::invalid);
  EXPECT_EQ(refusal_of([&] { planner_->submit_changes(caller("bert"), "two", {}, base.id, "", warnings); }),
            Refusal::not_found);
}

}  // namespace
}  // namespace planwerk::service
