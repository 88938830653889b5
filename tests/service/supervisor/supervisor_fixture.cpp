#include "tests/service/supervisor/supervisor_fixture.hpp"

#include <algorithm>
#include <thread>

#include "host/codec/job_codec.hpp"
#include "host/codec/part_stream.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/verify.hpp"
#include "host/service/examine/memory_estimate.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk::service::tests {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes patience{5};
constexpr std::chrono::milliseconds look{5};

}  // namespace

SupervisorTest::SupervisorTest() : events_(std::make_unique<EventBoard>()) {
  reopen_store();
  observer_ = events_->observe([this](const JobEvent& event) {
    const std::lock_guard lock(mutex_);
    told_.push_back(event);
  });
}

SupervisorTest::~SupervisorTest() {
  supervisor_.reset();
  observer_.reset();
  EXPECT_EQ(reports_.take(), "") << "a sanitizer, of a child process";
}

void SupervisorTest::reopen_store() {
  supervisor_.reset();
  store_.reset();
  store_ = std::make_unique<JobStore>(StoreSettings{folder_ / "store", {}}, real_file_system());
}

void SupervisorTest::start(const std::string& behaviour, const std::function<void(SupervisorSettings&)>& change) {
  SupervisorSettings settings;
  settings.worker = behaviour.empty() ? PLANWERK_WORKER : PLANWERK_FAKE_WORKER;
  settings.slots = {{"cpu", 1, 0}};
  settings.restart_delay = std::chrono::milliseconds(10);
  settings.on_log = [this](const std::string& line) {
    const std::lock_guard lock(mutex_);
    log_.push_back(line);
  };
  if (change) change(settings);
  if (!behaviour.empty()) setenv("FAKE_WORKER", behaviour.c_str(), 1);
  supervisor_ = std::make_unique<Supervisor>(*store_, *events_, settings);
  supervisor_->start();
}

Job SupervisorTest::example(const std::string& name) {
  return read_job(PLANWERK_SOURCE_DIR "/proto/examples/" + name + ".textproto").value.value();
}

JobRecord SupervisorTest::submit(const std::string& name, const JobRequest& request, const std::string& owner) {
  return submit(example(name), request, owner);
}

JobRecord SupervisorTest::submit(const Job& job, const JobRequest& request, const std::string& owner) {
  const auto file = folder_ / "job.pbs";
  if (write_job(job, file).has_errors()) throw std::runtime_error("the job cannot be written");
  const UploadStatus upload = store().begin_upload(owner, "key " + std::to_string(++submitted_), request);
  PartReader reader(file, "planwerk job parts");
  v1::JobPart part;
  for (std::int64_t index = 0; reader.next(part); ++index) {
    store().append_part(upload.job.id, index, part.SerializeAsString());
  }
  JobSize size{std::ssize(job.economy.products), std::ssize(job.economy.recipes), std::ssize(job.economy.needs), 0, 0};
  size.memory_estimate = memory_estimate(job.economy);
  const JobRecord queued = store().complete_upload(upload.job.id, size);
  if (supervisor_) supervisor_->wake(queued.id);
  return queued;
}

JobRecord SupervisorTest::wait_for_end(const std::string& id) {
  wait_until([&] { return is_terminal(job(id).state); }, "the job's end");
  return job(id);
}

JobRecord SupervisorTest::wait_for_state(const std::string& id, JobState state) {
  wait_until([&] { return job(id).state == state; }, "state " + std::string(to_string(state)));
  return job(id);
}

void SupervisorTest::wait_until(const std::function<bool()>& reached, const std::string& what) {
  const auto deadline = Clock::now() + patience;
  while (!reached()) {
    if (Clock::now() > deadline) throw std::runtime_error("waited in vain for " + what);
    std::this_thread::sleep_for(look);
  }
}

std::vector<JobState> SupervisorTest::told_until_end(const std::string& id) {
  std::vector<JobState> states;
  const auto is_told = [&] {
    states = told_states(id);
    return !states.empty() && is_terminal(states.back());
  };
  wait_until(is_told, "the news of the job's end");
  return states;
}

std::vector<JobState> SupervisorTest::told_states(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  std::vector<JobState> states;
  for (const JobEvent& event : told_) {
    if (event.job == id && (states.empty() || states.back() != event.state)) states.push_back(event.state);
  }
  return states;
}

std::vector<JobEvent> SupervisorTest::told_of(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  std::vector<JobEvent> events;
  for (const JobEvent& event : told_) {
    if (event.job == id) events.push_back(event);
  }
  return events;
}

std::vector<std::string> SupervisorTest::starts() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> jobs;
  for (const JobEvent& event : told_) {
    if (event.state == JobState::running && event.phase == "starting") jobs.push_back(event.job);
  }
  return jobs;
}

std::vector<std::string> SupervisorTest::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

void SupervisorTest::expect_certified(const JobRecord& record, const Job& job) {
  ASSERT_TRUE(record.plan);
  const auto plan = read_plan_as(FileForm::parts, store().checked_path(record, *record.plan), job.economy);
  ASSERT_TRUE(plan.ok());
  EXPECT_FALSE(verify(job.economy, *plan.value).has_errors());
  EXPECT_EQ(plan.value->job_sha256, job_sha256(job));
  EXPECT_EQ(record.figures->status, plan.value->status);
  EXPECT_EQ(record.figures->objective, plan.value->certificate.objective);
}

}  // namespace planwerk::service::tests
