// The life of jobs in the store, without faults.
#include <gmock/gmock.h>

#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;
using Kind = StoreError::Kind;
using planwerk::tests::read_bytes;

TEST_F(StoreTest, AJobGoesFromUploadToPlan) {
  JobRequest request;
  request.name = "Bread";
  request.priority = 3;
  request.tolerance = 1e-6;
  request.method = "ipm";
  request.labour_questions = true;
  const UploadStatus upload = store().begin_upload("anna", "key", request);
  EXPECT_EQ(upload.job.state, JobState::uploading);
  EXPECT_EQ(upload.job.id.size(), 26);
  EXPECT_EQ(store().append_part(upload.job.id, 0, "first").parts, 1);
  EXPECT_EQ(store().append_part(upload.job.id, 1, std::string(300, 'x')).bytes, 6 + 302);
  const JobRecord queued = store().complete_upload(upload.job.id, {.products = 5, .recipes = 4, .needs = 3});
  EXPECT_EQ(queued.state, JobState::queued);
  EXPECT_EQ(queued.size.bytes, 308);
  EXPECT_EQ(read_bytes(store().checked_path(queued, *queued.job)),
            "\x05"
            "first\xac\x02" +
                std::string(300, 'x'));

  now_ += 1000;
  const Lease lease = *store().acquire(queued.id);
  EXPECT_FALSE(store().acquire(queued.id)) << "it runs already";
  EXPECT_EQ(store().find(queued.id)->started, now_);
  store().save_checkpoint(lease, written(lease, "checkpoint", "half way"));
  EXPECT_EQ(read_bytes(store().checked_path(queued, *store().find(queued.id)->checkpoint)), "half way");

  const PlanFigures figures{Status::optimal, 12.5, 1e-9, 0.25};
  store().finish(lease, JobState::finished, "", written(lease, "plan.pbs", "the plan"), figures);
  reopen();
  const JobRecord job = *store().find(queued.id);
  EXPECT_EQ(job.state, JobState::finished);
  EXPECT_EQ(job.request.name, "Bread");
  EXPECT_EQ(job.request.priority, 3);
  EXPECT_EQ(job.request.tolerance, 1e-6);
  EXPECT_EQ(job.request.time_limit_s, std::nullopt);
  EXPECT_EQ(job.request.method, "ipm");
  EXPECT_TRUE(job.request.labour_questions);
  EXPECT_EQ(job.size.recipes, 4);
  EXPECT_EQ(job.figures->status, Status::optimal);
  EXPECT_EQ(job.figures->objective, 12.5);
  EXPECT_EQ(job.finished, now_);
  EXPECT_FALSE(job.checkpoint);
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.plan)), "the plan");
  EXPECT_THAT(store().check(), IsEmpty());
  EXPECT_EQ(files_below(path() / "files").size(), 2) << "job and plan";
  EXPECT_THAT(files_below(path() / "scratch"), IsEmpty());
  EXPECT_THAT(files_below(path() / "uploads"), IsEmpty());
}

TEST_F(StoreTest, AnOldLeaseWritesNothing) {
  const std::string id = submit("anna", "key").id;
  const Lease old_lease = *store().acquire(id);
  const auto checkpoint = written(old_lease, "checkpoint", "old");
  const auto plan = written(old_lease, "plan.pbs", "old plan");
  reopen();  // gives it back to the queue
  EXPECT_EQ(store().find(id)->state, JobState::queued);
  const Lease lease = *store().acquire(id);
  EXPECT_GT(lease.fence, old_lease.fence);
  EXPECT_EQ(kind_of_failure([&] { store().scratch_of(old_lease); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().save_checkpoint(old_lease, checkpoint); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().finish(old_lease, JobState::finished, "", plan, {}); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().release(old_lease, true, ""); }), Kind::fenced);
  EXPECT_EQ(store().find(id)->state, JobState::running);
  EXPECT_EQ(store().find(id)->worker_losses, 0);
}

TEST_F(StoreTest, AJobEndsOnce) {
  const std::string id = submit("anna", "key").id;
  const Lease lease = *store().acquire(id);
  EXPECT_EQ(kind_of_failure([&] { store().finish(lease, JobState::queued, "", {}, {}); }), Kind::conflict);
  store().finish(lease, JobState::failed, "its worker died twice", {}, {});
  EXPECT_EQ(kind_of_failure([&] { store().finish(lease, JobState::finished, "", {}, {}); }), Kind::fenced);
  EXPECT_EQ(kind_of_failure([&] { store().release(lease, false, ""); }), Kind::fenced);
  EXPECT_EQ(store().request_cancel(id).state, JobState::failed);
  EXPECT_FALSE(store().acquire(id));
  EXPECT_EQ(store().find(id)->reason, "its worker died twice");
}

TEST_F(StoreTest, ACheckpointOutlivesWorkerAndService) {
  const std::string id = submit("anna", "key").id;
  const Lease lease = *store().acquire(id);
  store().save_checkpoint(lease, written(lease, "c", "first"));
  store().save_checkpoint(lease, written(lease, "c", "second"));
  EXPECT_EQ(files_below(path() / "files").size(), 2) << "the first checkpoint is gone";
  const JobRecord released = store().release(lease, true, "its worker died");
  EXPECT_EQ(released.state, JobState::queued);
  EXPECT_EQ(released.worker_losses, 1);
  store().acquire(id);
  reopen();
  const JobRecord job = *store().find(id);
  EXPECT_EQ(job.state, JobState::queued);
  EXPECT_EQ(job.attempts, 2);
  EXPECT_EQ(read_bytes(store().checked_path(job, *job.checkpoint)), "second");
}

TEST_F(StoreTest, CancelledJobsEndAtOnceOrWithTheirLease) {
  EXPECT_EQ(store().request_cancel(submit("anna", "waits").id).state, JobState::cancelled);

  const std::string runs = submit("anna", "runs").id;
  const Lease lease = *store().acquire(runs);
  EXPECT_EQ(store().request_cancel(runs).state, JobState::running);
  EXPECT_TRUE(store().find(runs)->cancel_requested);
  EXPECT_EQ(store().release(lease, true, "its worker died").state, JobState::cancelled) << "it is not run again";

  const std::string interrupted = submit("anna", "interrupted").id;
  store().acquire(interrupted);
  store().request_cancel(interrupted);
  reopen();
  EXPECT_EQ(store().find(interrupted)->state, JobState::cancelled);
  const std::string sent = store().begin_upload("anna", "sent", {}).job.id;
  EXPECT_EQ(kind_of_failure([&] { store().request_cancel(sent); }), Kind::conflict);
  EXPECT_EQ(kind_of_failure([&] { store().request_cancel("nothing"); }), Kind::not_found);
}

TEST_F(StoreTest, JobsUnderWayAreCountedByOwner) {
  const std::string queued = submit("anna", "queued").id;
  submit("anna", "cancelled");
  store().request_cancel(store().find_of_key("anna", "cancelled")->id);
  store().begin_upload("anna", "uploading", {});
  store().acquire(submit("anna", "running").id);
  submit("berta", "hers");
  EXPECT_EQ(store().jobs_under_way("anna"), 3);
  EXPECT_EQ(store().jobs_under_way("berta"), 1);
  store().request_cancel(queued);
  EXPECT_EQ(store().jobs_under_way("anna"), 2);
  EXPECT_EQ(store().jobs_under_way("nobody"), 0);
}

}  // namespace
}  // namespace planwerk::service::tests
