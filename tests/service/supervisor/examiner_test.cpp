// What is examined in a process of its own is found as here.
#include "host/service/examine/examiner.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/make_plan.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::service {
namespace {

using ::testing::HasSubstr;

class ExaminerTest : public ::testing::Test {
 protected:
  std::filesystem::path stored(const Job& job) {
    EXPECT_FALSE(write_job(job, folder_ / "job.pbs").has_errors());
    return folder_ / "job.pbs";
  }
  static Job bakery() { return *read_job(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto").value; }
  void expect_found_alike(const std::filesystem::path& job) const {
    const CheckedJob mine = here_.job(job), theirs = elsewhere_.job(job);
    EXPECT_EQ(mine.size.products, theirs.size.products);
    EXPECT_EQ(mine.size.recipes, theirs.size.recipes);
    EXPECT_EQ(mine.size.needs, theirs.size.needs);
    EXPECT_EQ(mine.size.bytes, theirs.size.bytes);
    EXPECT_EQ(mine.size.memory_estimate, theirs.size.memory_estimate);
    EXPECT_EQ(mine.problems.error_count(), theirs.problems.error_count());
    EXPECT_EQ(mine.problems.warning_count(), theirs.problems.warning_count());
    ASSERT_EQ(mine.problems.kept().size(), theirs.problems.kept().size());
    for (std::size_t k = 0; k < mine.problems.kept().size(); ++k) {
      EXPECT_EQ(to_string(mine.problems.kept()[k]), to_string(theirs.problems.kept()[k]));
      EXPECT_EQ(mine.problems.kept()[k].severity, theirs.problems.kept()[k].severity);
    }
  }

  planwerk::tests::TemporaryFolder folder_;
  const Examiner here_{""};
  const Examiner elsewhere_{PLANWERK_WORKER, 0};
};

TEST_F(ExaminerTest, AJobAndItsWarnings) {
  expect_found_alike(PLANWERK_SOURCE_DIR "/proto/examples/valley.textproto");
  expect_found_alike(stored(bakery()));
  EXPECT_EQ(elsewhere_.job(stored(bakery())).size.products, 3);
}

TEST_F(ExaminerTest, MoreFaultsThanAreKeptAreCounted) {
  Job job = bakery();
  for (int k = 0; k < 1500; ++k) job.economy.products.push_back({"same", "", "t"});
  expect_found_alike(stored(job));
  EXPECT_GT(elsewhere_.job(stored(job)).problems.error_count(), Problems::kept_limit);
}

TEST_F(ExaminerTest, FilesThatAreNoJobs) {
  const auto file = stored(bakery());
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  expect_found_alike(file);
  expect_found_alike(folder_ / "missing.pbs");
}

TEST_F(ExaminerTest, AnAnswerThatHoldsAndOneThatDoesNot) {
  const Job job = bakery();
  const auto file = stored(job);
  Plan plan = make_plan(job.economy, {}, *open_device(DeviceChoice::cpu, 1));
  plan.job_sha256 = job_sha256(job);
  const auto answer = folder_ / "plan.pbs";
  for (const bool honest : {true, false}) {
    if (!honest) plan.certificate.objective -= 1;
    ASSERT_FALSE(write_plan(plan, job.economy, answer).has_errors());
    const CheckedAnswer mine = here_.answer(file, answer), theirs = elsewhere_.answer(file, answer);
    EXPECT_EQ(theirs.holds, honest);
    EXPECT_EQ(mine.holds, theirs.holds);
    EXPECT_EQ(mine.fault, theirs.fault);
    EXPECT_EQ(mine.executable, theirs.executable);
    EXPECT_EQ(mine.reason, theirs.reason);
    EXPECT_EQ(mine.figures.status, theirs.figures.status);
    EXPECT_EQ(mine.figures.objective, theirs.figures.objective);
    EXPECT_EQ(mine.figures.safe_gap, theirs.figures.safe_gap);
  }
}

TEST_F(ExaminerTest, AProcessThatFailsIsSaid) {
  const auto file = stored(bakery());
  EXPECT_THROW(Examiner("/nowhere/planwerk-worker", 0).job(file), std::system_error);
  try {
    Examiner("/bin/false", 0).job(file);
    FAIL() << "it said nothing";
  } catch (const ExaminationFailed& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("ended with status 1"));
  }
}

}  // namespace
}  // namespace planwerk::service
