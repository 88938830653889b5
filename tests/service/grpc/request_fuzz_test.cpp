#include "tests/service/grpc/request_fuzz.hpp"

#include <gtest/gtest.h>

#include "tests/codec/files.hpp"

namespace planwerk::service {
namespace {

// The long form: planwerk_request_fuzz --runs 1000000 --seed 1, built with the preset `debug`.
TEST(RequestFuzz, MutatedRequestsAreAnsweredOrRefused) {
  const planwerk::tests::TemporaryFolder folder;
  tests::RequestFuzz fuzz(folder / "store");
  std::int64_t parsed = 0;
  constexpr std::uint64_t runs = 3000;
  for (std::uint64_t seed = 0; seed < runs; ++seed) parsed += fuzz.run(seed) ? 1 : 0;
  EXPECT_GT(parsed, 500);
  EXPECT_GT(fuzz.answered(), 100);
  EXPECT_GT(fuzz.refused(), 300);
}

}  // namespace
}  // namespace planwerk::service
