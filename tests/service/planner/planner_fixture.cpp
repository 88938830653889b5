#include "tests/service/planner/planner_fixture.hpp"

#include "host/answers/need/need_answers.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/make_plan.hpp"
#include "host/service/planner/job_parts_of.hpp"

namespace planwerk::service::tests {
namespace {

SupervisorSettings one_slot() {
  SupervisorSettings settings;
  settings.slots = {Slot{"cpu", 1, std::int64_t{1} << 30}};
  return settings;
}

}  // namespace

PlannerTest::PlannerTest()
    : store_(StoreSettings{folder_ / "store", {}}, real_file_system()), supervisor_(store_, events_, one_slot()) {
  make_planner({});
}

PlannerTest::~PlannerTest() {
  EXPECT_EQ(reports_.take(), "") << "a sanitizer, of a child process";
}

void PlannerTest::make_planner(const RequestLimits& limits) {
  planner_ = std::make_unique<Planner>(store_, supervisor_, events_, limits);
}

Caller PlannerTest::caller(const std::string& user, const Quota& quota) {
  User entry{user, false, quota};
  store_.accounts().put_user(entry);
  return {entry, "test"};
}

Outcome<Job> PlannerTest::bakery() {
  return read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto");
}

std::vector<std::string> PlannerTest::parts_of(const Job& job) {
  std::vector<std::string> parts;
  for_each_part(job, [&](std::string_view part) { parts.emplace_back(part); });
  return parts;
}

UploadStatus PlannerTest::send(const Caller& caller, const std::string& key, std::size_t first, std::size_t last) {
  UploadStatus status = planner_->begin_upload(caller, key, {});
  if (status.job.state != JobState::uploading) return status;
  const auto parts = parts_of(*bakery().value);
  for (std::size_t i = first; i < std::min(last, parts.size()); ++i) {
    status = planner_->append_part(caller, status.job.id, static_cast<std::int64_t>(i), parts[i]);
  }
  return status;
}

JobRecord PlannerTest::submitted(const Caller& caller, const std::string& key) {
  Problems warnings;
  return planner_->complete_upload(caller, send(caller, key).job.id, warnings);
}

JobRecord PlannerTest::finish(const std::string& job) {
  const auto lease = store_.acquire(job);
  const Job read = *bakery().value;
  const auto device = open_device(DeviceChoice::cpu, 1);
  Plan plan = make_plan(read.economy, {}, *device);
  AnswerSettings answers;
  answers.needs = worst_short_needs(plan, 1);
  if (!answers.needs.empty()) add_answers(read.economy, plan, answers, *device);
  plan.job_sha256 = job_sha256(read);
  const std::filesystem::path file = store_.scratch_of(*lease) / "plan.pbs";
  EXPECT_FALSE(write_plan(plan, read.economy, file).has_errors());
  return store_.finish(*lease, JobState::finished, "", file,
                       PlanFigures{plan.status, plan.certificate.objective, 0, 0});
}

Refusal PlannerTest::refusal_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Refused& refused) {
    return refused.why();
  }
  ADD_FAILURE() << "was not refused";
  return Refusal::damaged;
}

std::string PlannerTest::text_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Refused& refused) {
    return refused.what();
  }
  ADD_FAILURE() << "was not refused";
  return {};
}

}  // namespace planwerk::service::tests
