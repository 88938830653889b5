#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/cli/process.hpp"

namespace planwerk::cli_tests {

// Runs the program in a folder of its own, which is gone when the test has passed.
class Cli : public testing::Test {
 protected:
  Cli() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("planwerk-cli-") + test->test_suite_name() + "-" + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~Cli() override {
    if (!HasFailure()) std::filesystem::remove_all(folder_);
  }

  Finished run(const std::vector<std::string>& arguments) const { return planwerk(arguments, folder_); }
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  std::string read(const std::string& name) const {
    std::ifstream stream(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  static std::string example(const std::string& name) {
    return std::string(PLANWERK_SOURCE_DIR) + "/proto/examples/" + name + ".textproto";
  }
  static std::string example_text(const std::string& name) {
    std::ifstream stream(example(name));
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  std::filesystem::path folder_;
};

inline std::string last_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

inline std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

}  // namespace planwerk::cli_tests
