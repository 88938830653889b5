#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace planwerk::cli_tests {

// What a run of the program left behind.
struct Finished {
  int exit_code = -1;  // 128 + the signal's number where a signal ended it
  std::string out;     // stdout
  std::string err;     // stderr
  double elapsed_s = 0;
};

// Runs the built program with these arguments, in `folder`, stdout and stderr into pipes. After `interrupt_after` it
// gets SIGINT, as from Ctrl-C.
Finished planwerk(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                  std::optional<std::chrono::milliseconds> interrupt_after = {});

}  // namespace planwerk::cli_tests
