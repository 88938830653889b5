#include "kernels/trace.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>

#include "kernels/memory.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class TraceTest : public ::testing::Test {
 protected:
  void TearDown() override {
    stop_trace();
    std::filesystem::remove(path_);
  }
  std::string contents() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  // Tests may run at the same time, each in its own process.
  const std::string path_ = ::testing::TempDir() + "planwerk_trace_" +
                            ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
};

TEST_F(TraceTest, RangesAreWrittenWithTheirNames) {
  start_trace(path_);
  {
    const TraceRange solve("solve");
    const TraceRange product("kernel", "multiply", 1200);
    EXPECT_TRUE(product.recorded());
  }
  std::thread([] { const TraceRange other("other thread"); }).join();
  stop_trace();
  EXPECT_THAT(contents(), StartsWith("{\"traceEvents\": ["));
  EXPECT_THAT(contents(), EndsWith("]}\n"));
  EXPECT_THAT(contents(), HasSubstr("\"cat\": \"phase\", \"name\": \"solve\""));
  EXPECT_THAT(contents(), HasSubstr("\"args\": {\"bytes\": 1200}"));
  EXPECT_THAT(contents(), HasSubstr("other thread"));
}

TEST_F(TraceTest, NothingIsRecordedOutsideATrace) {
  EXPECT_FALSE(TraceRange("early").recorded());
  start_trace(path_);
  stop_trace();
  EXPECT_FALSE(TraceRange("late").recorded());
  EXPECT_THAT(contents(), Not(HasSubstr("late")));
}

TEST_F(TraceTest, KernelsNameThemselvesAndTheirBytes) {
  const auto device = open_device(DeviceChoice::cpu, 1);
  Vector x(*device, 1000);
  start_trace(path_);
  device->vectors().fill(x, 1);
  stop_trace();
  EXPECT_THAT(contents(), HasSubstr("\"cat\": \"kernel\", \"name\": \"fill\""));
  EXPECT_THAT(contents(), HasSubstr("\"args\": {\"bytes\": 8000}"));
}

TEST_F(TraceTest, APathThatCannotBeWrittenIsAnError) {
  EXPECT_THROW(start_trace("/nowhere/trace.json"), std::runtime_error);
}

}  // namespace
}  // namespace planwerk
