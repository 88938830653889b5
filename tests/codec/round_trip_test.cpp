#include <algorithm>
#include <iterator>

#include <gmock/gmock.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tests/codec/describe.hpp"
#include "tests/codec/files.hpp"
#include "tests/codec/workshop.hpp"

namespace planwerk {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using tests::describe;
using tests::read_bytes;
using tests::TemporaryFolder;

std::string first_problem(const Problems& problems) {
  return problems.kept().empty() ? "" : to_string(problems.kept().front());
}

class EveryForm : public ::testing::TestWithParam<const char*> {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / (std::string("file") + GetParam());
};

TEST_P(EveryForm, KeepsEveryFieldOfAJob) {
  const Job job = tests::workshop();
  const Problems written = write_job(job, path_);
  ASSERT_FALSE(written.has_errors()) << first_problem(written);
  const auto read = read_job(path_);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_THAT(describe(*read.value), ElementsAreArray(describe(job)));
}

TEST_P(EveryForm, KeepsTheHashOfAJob) {
  const Job job = tests::workshop();
  write_job(job, path_);
  const auto read = read_job(path_);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_EQ(job_sha256(*read.value), job_sha256(job));
}

TEST_P(EveryForm, KeepsAJobOfDefaults) {
  Job job;
  job.economy.products = {{"p", "", "t", BalanceRule::surplus_allowed}};
  job.economy.objective = {1, default_ladder()};
  write_job(job, path_);
  const auto read = read_job(path_);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_THAT(describe(*read.value), ElementsAreArray(describe(job)));
}

TEST_P(EveryForm, KeepsEveryFieldOfAPlan) {
  const Economy economy = tests::workshop().economy;
  const Plan plan = tests::workshop_plan(economy);
  const Problems written = write_plan(plan, economy, path_);
  ASSERT_FALSE(written.has_errors()) << first_problem(written);
  const auto read = read_plan(path_, economy);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_THAT(describe(*read.value), ElementsAreArray(describe(plan)));
}

TEST_P(EveryForm, KeepsEveryStatus) {
  const Economy economy = tests::workshop().economy;
  Plan plan = tests::workshop_plan(economy);
  for (int status = 0; status <= static_cast<int>(Status::numerical_trouble); ++status) {
    plan.status = static_cast<Status>(status);
    write_plan(plan, economy, path_);
    const auto read = read_plan(path_, economy);
    ASSERT_TRUE(read.ok()) << first_problem(read.problems);
    EXPECT_EQ(read.value->status, plan.status);
  }
}

TEST_P(EveryForm, ConvertsPlansWithoutTheirJob) {
  const Economy economy = tests::workshop().economy;
  const Plan plan = tests::workshop_plan(economy);
  write_plan(plan, economy, path_);
  const auto original = read_bytes(path_);
  for (const char* other : {"other.txtpb", "other.json", "other.pb", "other.pbs"}) {
    ASSERT_FALSE(convert_plan(path_, folder_ / other).has_errors());
    const auto read = read_plan(folder_ / other, economy);
    ASSERT_TRUE(read.ok()) << first_problem(read.problems);
    EXPECT_THAT(describe(*read.value), ElementsAreArray(describe(plan)));
    ASSERT_FALSE(convert_plan(folder_ / other, path_).has_errors());
    EXPECT_EQ(read_bytes(path_), original);
  }
}

TEST_P(EveryForm, TellsOfProgressUpToTheEnd) {
  write_job(tests::workshop(), path_);
  std::uint64_t last = 0, in_all = 0;
  ReadOptions options;
  options.on_progress = [&](std::uint64_t read, std::uint64_t all) {
    EXPECT_GE(read, last);
    last = read;
    in_all = all;
  };
  ASSERT_TRUE(read_job(path_, options).ok());
  EXPECT_EQ(in_all, std::filesystem::file_size(path_));
  EXPECT_GT(last, in_all / 2);
}

TEST_P(EveryForm, AppearsWholeUnderItsNameAndLeavesNothingElse) {
  tests::write_bytes(path_, "an older file");
  ASSERT_FALSE(write_job(tests::workshop(), path_).has_errors());
  EXPECT_TRUE(read_job(path_).ok());
  const auto files = std::distance(std::filesystem::directory_iterator(folder_.path()), {});
  EXPECT_EQ(files, 1);
}

TEST_P(EveryForm, SaysWhenItCannotBeWritten) {
  const auto nowhere = folder_ / "no such folder" / path_.filename();
  const Problems problems = write_job(tests::workshop(), nowhere);
  ASSERT_TRUE(problems.has_errors());
  EXPECT_THAT(first_problem(problems), HasSubstr("No such file or directory"));
}

INSTANTIATE_TEST_SUITE_P(Forms, EveryForm, ::testing::Values(".textproto", ".txtpb", ".json", ".pb", ".pbs"),
                         [](const auto& form) { return std::string(form.param).substr(1); });

TEST(JobHash, ChangesWithAnyNumberOfTheJob) {
  const std::string before = job_sha256(tests::workshop());
  EXPECT_EQ(before.size(), 64u);
  Job job = tests::workshop();
  job.economy.objective.tiers[2].tolerance *= 1 + 1e-15;
  EXPECT_EQ(job_sha256(job), before) << "zero stays zero";
  job.economy.objective.tiers[1].tolerance *= 1 + 1e-15;
  EXPECT_NE(job_sha256(job), before);
  job = tests::workshop();
  job.economy.flows.back().amount *= 1 + 1e-15;
  EXPECT_NE(job_sha256(job), before);
}

TEST(JobHash, IsTheOneOfTheStreamsTrailer) {
  TemporaryFolder folder;
  const Job job = tests::workshop();
  write_job(job, folder / "job.pbs");
  const std::string bytes = read_bytes(folder / "job.pbs");
  std::string raw;
  const std::string hex = job_sha256(job);
  for (std::size_t i = 0; i < hex.size(); i += 2) raw += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  EXPECT_EQ(bytes.substr(bytes.size() - raw.size()), raw);
}

TEST_P(EveryForm, CarriesThePlansHash) {
  const Economy economy = tests::workshop().economy;
  const Plan plan = tests::workshop_plan(economy);
  ASSERT_FALSE(write_plan(plan, economy, path_).has_errors());
  const auto read = read_plan(path_, economy);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_EQ(read.value->plan_sha256, plan_sha256(plan, economy));
  EXPECT_EQ(plan_sha256(*read.value, economy), plan_sha256(plan, economy)) << "the hash leaves itself out";
}

TEST(PlanHash, ChangesWithValuationsAndTheRecord) {
  const Economy economy = tests::workshop().economy;
  const Plan plan = tests::workshop_plan(economy);
  const std::string before = plan_sha256(plan, economy);
  EXPECT_EQ(before.size(), 64u);
  Plan changed = plan;
  changed.tiers[1].proof.products[2] *= 1 + 1e-15;
  EXPECT_NE(plan_sha256(changed, economy), before);
  changed = plan;
  changed.answers[0].labour->hours[0].hours *= 1 + 1e-15;
  EXPECT_NE(plan_sha256(changed, economy), before);
  changed = plan;
  changed.relaxations[0].by *= 1 + 1e-15;
  EXPECT_NE(plan_sha256(changed, economy), before);
  changed = plan;
  changed.capacities[0].valuation *= 1 + 1e-15;
  EXPECT_NE(plan_sha256(changed, economy), before);
  changed = plan;
  changed.record.iterations += 1;
  EXPECT_NE(plan_sha256(changed, economy), before);
  changed = plan;
  changed.record.elapsed_s += 1;
  EXPECT_EQ(plan_sha256(changed, economy), before) << "two runs of one job make one plan";
}

TEST(Forms, GoByTheEnding) {
  EXPECT_EQ(form_of("a/b.textproto"), FileForm::text);
  EXPECT_EQ(form_of("b.txtpb"), FileForm::text);
  EXPECT_EQ(form_of("b.json"), FileForm::json);
  EXPECT_EQ(form_of("b.pb"), FileForm::binary);
  EXPECT_EQ(form_of("b.pbs"), FileForm::parts);
  EXPECT_EQ(form_of("b"), std::nullopt);
  EXPECT_THAT(first_problem(read_job("b.yaml").problems), HasSubstr(".textproto, .txtpb, .json, .pb or .pbs"));
}

// Parts are cut so that many of them hold one kind of thing, and a limit can have more terms than fit into one.
TEST(Parts, HoldMoreThanFitsIntoOne) {
  Job job;
  Economy& e = job.economy;
  e.objective = {1, default_ladder()};
  e.products.push_back({"p", "", "t", BalanceRule::surplus_allowed});
  e.limits.push_back({"cap", "", "t", {0, 0}, 0, 1, ""});
  for (Index i = 0; i < 300'000; ++i) {
    Recipe& recipe = e.recipes.emplace_back();
    recipe.id = "recipe " + std::to_string(i);
    recipe.outputs = {i, i + 1};
    e.flows.push_back({0, 1.0 + i});
    e.limit_terms.push_back({no_index, i, 1.0 / (1 + i)});
  }
  e.limits[0].terms = {0, std::ssize(e.limit_terms)};
  TemporaryFolder folder;
  ASSERT_FALSE(write_job(job, folder / "job.pbs").has_errors());
  EXPECT_GT(std::filesystem::file_size(folder / "job.pbs"), 8u << 20);
  const auto read = read_job(folder / "job.pbs");
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_EQ(describe(*read.value), describe(job));
}

TEST(Parts, HoldProofsLongerThanOne) {
  Economy e;
  e.objective.tiers = {{"worst off", Aim::worst_off}};
  Plan plan;
  for (int i = 0; i < 600'000; ++i) {
    e.products.push_back({std::to_string(i), "", "t", BalanceRule::surplus_allowed});
    plan.products.push_back({1.0 + i, 0, 0, 0, 0, 0});
  }
  TierResult& result = plan.tiers.emplace_back();
  result.tier = 0;
  for (int i = 0; i < 600'000; ++i) result.proof.products.push_back(0.1 * i);
  TemporaryFolder folder;
  ASSERT_FALSE(write_plan(plan, e, folder / "plan.pbs").has_errors());
  const auto read = read_plan(folder / "plan.pbs", e);
  ASSERT_TRUE(read.ok()) << first_problem(read.problems);
  EXPECT_EQ(read.value->tiers[0].proof.products, result.proof.products);
}

TEST(Parts, RefuseAnEntryTooLongForOne) {
  Job job = tests::workshop();
  job.economy.needs[0].reason = std::string(20 << 20, 'x');
  TemporaryFolder folder;
  const Problems problems = write_job(job, folder / "job.pbs");
  ASSERT_TRUE(problems.has_errors());
  EXPECT_THAT(first_problem(problems), HasSubstr("an entry is too long for a part of 16777216 bytes"));
  EXPECT_FALSE(std::filesystem::exists(folder / "job.pbs"));
}

TEST(Links, AreWrittenThrough) {
  TemporaryFolder folder;
  tests::write_bytes(folder / "target.json", "");
  std::filesystem::create_symlink(folder / "target.json", folder / "link.json");
  ASSERT_FALSE(write_job(tests::workshop(), folder / "link.json").has_errors());
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.json"));
  EXPECT_TRUE(read_job(folder / "target.json").ok());
}

}  // namespace
}  // namespace planwerk
