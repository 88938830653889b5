// Checkpoint files: whole, of this job and this version, or nothing.
#include "host/service/worker/checkpoint.hpp"

#include <cmath>
#include <filesystem>
#include <limits>

#include <gtest/gtest.h>

#include "tests/codec/files.hpp"

namespace planwerk::service {
namespace {

const std::string job(64, 'a');

class Checkpoint : public ::testing::Test {
 protected:
  void write(const PrimalDual& point) { write_checkpoint(path(), job, point); }
  std::filesystem::path path() const { return folder_ / "checkpoint"; }
  std::string bytes() const { return planwerk::tests::read_bytes(path()); }
  void put(const std::string& bytes) { planwerk::tests::write_bytes(path(), bytes); }

  planwerk::tests::TemporaryFolder folder_;
  const PrimalDual point_{{1.5, -0.0, 1e300}, {std::numeric_limits<double>::denorm_min(), -7}};
};

TEST_F(Checkpoint, BringsBackEveryBit) {
  write(point_);
  const auto read = read_checkpoint(path(), job);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->primal, point_.primal);
  EXPECT_TRUE(std::signbit(read->primal[1]));
  EXPECT_EQ(read->dual, point_.dual);
  write({});
  EXPECT_TRUE(read_checkpoint(path(), job)->primal.empty());
}

TEST_F(Checkpoint, OfAnotherJobIsNone) {
  write(point_);
  EXPECT_FALSE(read_checkpoint(path(), std::string(64, 'b')));
  EXPECT_FALSE(read_checkpoint(folder_ / "nothing", job));
}

TEST_F(Checkpoint, AnyFlippedBitIsNoticed) {
  write(point_);
  const std::string whole = bytes();
  for (std::size_t k = 0; k < whole.size(); ++k) {
    std::string flipped = whole;
    flipped[k] = static_cast<char>(flipped[k] ^ 4);
    put(flipped);
    EXPECT_FALSE(read_checkpoint(path(), job)) << "byte " << k;
  }
}

TEST_F(Checkpoint, AnyCutIsNoticed) {
  write(point_);
  const std::string whole = bytes();
  for (std::size_t k = 0; k < whole.size(); ++k) {
    put(whole.substr(0, k));
    EXPECT_FALSE(read_checkpoint(path(), job)) << "after " << k;
  }
  put(whole + "x");
  EXPECT_FALSE(read_checkpoint(path(), job));
}

TEST_F(Checkpoint, ClaimsOfSizeAreNotBelieved) {
  write(point_);
  std::string bytes = this->bytes();
  const std::string sizes = " 3 2\n";
  bytes.replace(bytes.find(sizes), sizes.size(), " 2305843009213693952 2305843009213693954\n");
  put(bytes);
  EXPECT_FALSE(read_checkpoint(path(), job));
}

}  // namespace
}  // namespace planwerk::service
