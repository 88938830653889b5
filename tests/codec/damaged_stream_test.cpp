#include "tests/codec/damaged_stream.hpp"

#include <gmock/gmock.h>

// Streams of parts that are cut or damaged on their way.

namespace planwerk {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using tests::DamagedStream;

TEST_F(DamagedStream, IsNoticedWhereverItIsCut) {
  const std::string job = job_bytes(), plan = plan_bytes();
  ASSERT_EQ(error_of_job(job), "");
  ASSERT_EQ(error_of_plan(plan), "");
  for (std::size_t size = 1; size < job.size(); ++size) {
    ASSERT_THAT(error_of_job(job.substr(0, size)), StartsWith("part ")) << size;
  }
  for (std::size_t size = 1; size < plan.size(); ++size) {
    ASSERT_THAT(error_of_plan(plan.substr(0, size)), StartsWith("part ")) << size;
  }
}

TEST_F(DamagedStream, IsNoticedWhicheverBitIsFlipped) {
  std::string job = job_bytes(), plan = plan_bytes();
  for (std::size_t bit = 0; bit < 8 * job.size(); bit += 3) {
    job[bit / 8] ^= static_cast<char>(1 << bit % 8);
    ASSERT_THAT(error_of_job(job), StartsWith("part ")) << bit;
    job[bit / 8] ^= static_cast<char>(1 << bit % 8);
  }
  for (std::size_t bit = 0; bit < 8 * plan.size(); bit += 3) {
    plan[bit / 8] ^= static_cast<char>(1 << bit % 8);
    ASSERT_THAT(error_of_plan(plan), StartsWith("part ")) << bit;
    plan[bit / 8] ^= static_cast<char>(1 << bit % 8);
  }
}

TEST_F(DamagedStream, MayNotGoOnAfterItsTrailer) {
  EXPECT_THAT(error_of_job(job_bytes() + "x"), HasSubstr("bytes follow the trailer"));
}

TEST_F(DamagedStream, OfOneKindIsNotTakenForTheOther) {
  EXPECT_THAT(error_of_job(plan_bytes()), HasSubstr("not a stream of planwerk job parts"));
  EXPECT_THAT(error_of_plan(job_bytes()), HasSubstr("not a stream of planwerk plan parts"));
}

TEST_F(DamagedStream, CannotDeclareMoreThanAPartHolds) {
  const auto declared = [](std::initializer_list<int> bytes) { return std::string(bytes.begin(), bytes.end()); };
  EXPECT_EQ(error_of_job(declared({0xff, 0xff, 0xff, 0xff, 0x0f})),
            "part 1 at byte 0: 4294967295 bytes: no part is longer than 16777216 bytes");
  EXPECT_THAT(error_of_job(declared({0xff, 0xff, 0xff, 0xff, 0xff, 0x0f})), HasSubstr("its length has no end"));
  EXPECT_THAT(error_of_job(declared({0x80, 0x80, 0x80, 0x08})), HasSubstr("0 of 16777216 bytes"));
}

}  // namespace
}  // namespace planwerk
