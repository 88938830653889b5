// The power fails before each operation of a life: what was acknowledged until then is there, whatever of the rest
// the disk has kept. (That it has kept everything is what killed processes show.)
#include "tests/service/store/power_cut.hpp"

#include <gmock/gmock.h>

#include "tests/service/store/faults.hpp"
#include "tests/service/store/scripted_life.hpp"
#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using ::testing::IsEmpty;

class PowerCutTest : public ::testing::TestWithParam<PowerCut::Unsynced> {};

TEST_P(PowerCutTest, BeforeEveryOperation) {
  planwerk::tests::TemporaryFolder folder;
  const auto path = folder / "store";
  JobStore store({path, {}}, faulty_file_system());
  ScriptedLife life(store);
  std::mt19937_64 random(11);
  int operations = 0;
  PowerCut* disk = nullptr;
  PowerCut cut(path, [&] {
    SCOPED_TRACE("operation " + std::to_string(++operations));
    if (::testing::Test::HasFailure()) return;
    disk->leave(folder / "left", GetParam(), random);
    JobStore left({folder / "left", {}}, faulty_file_system());
    EXPECT_THAT(life.broken_promises(left), IsEmpty());
    EXPECT_THAT(unnamed_files(folder / "left", left), IsEmpty());
  });
  disk = &cut;
  life.run();
  EXPECT_EQ(life.failed_steps(), 0);
  EXPECT_GT(operations, 100);
}

INSTANTIATE_TEST_SUITE_P(Power, PowerCutTest, ::testing::Values(PowerCut::Unsynced::lost, PowerCut::Unsynced::mixed));

}  // namespace
}  // namespace planwerk::service::tests
