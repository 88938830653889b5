#include "tests/service/support/child_reports.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

namespace planwerk::service::tests {
namespace {

// Sanitizers read their own at the start of a process: this one's goes on to stderr.
constexpr std::array<const char*, 4> variables{"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"};

void set_log_path(const char* variable, const std::string& log_path) {
  const char* before = std::getenv(variable);
  std::string options = before == nullptr ? "" : before;
  options.erase(std::min(options.find(":log_path="), options.size()));
  if (!log_path.empty()) options += ":log_path=" + log_path;
  setenv(variable, options.c_str(), 1);
}

bool is_want_of_memory(const std::string& report) {
  return report.find("out of memory") != std::string::npos || report.find("out-of-memory") != std::string::npos ||
         report.find("allocation-size-too-big") != std::string::npos;
}

}  // namespace

ChildReports::ChildReports(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::filesystem::create_directory(folder_);
  for (const char* variable : variables) set_log_path(variable, folder_ / "report");
}

ChildReports::~ChildReports() {
  for (const char* variable : variables) set_log_path(variable, "");
}

std::string ChildReports::take() {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    std::ifstream file(entry.path());
    const std::string report(std::istreambuf_iterator<char>(file), {});
    if (!is_want_of_memory(report)) all += report;
    std::filesystem::remove(entry.path());
  }
  return all;
}

}  // namespace planwerk::service::tests
