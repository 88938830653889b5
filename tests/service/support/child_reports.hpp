#pragma once

#include <filesystem>
#include <string>

namespace planwerk::service::tests {

// What sanitizers say in child processes, which would else end on stderr unseen by any test. Processes that are started
// while this lives write their reports into the folder.
class ChildReports {
 public:
  explicit ChildReports(std::filesystem::path folder);
  ~ChildReports();
  ChildReports(const ChildReports&) = delete;
  ChildReports& operator=(const ChildReports&) = delete;

  // All reports so far, which are then forgotten. Children that had no memory left, as some tests want it, are not
  // reported.
  std::string take();

 private:
  const std::filesystem::path folder_;
};

}  // namespace planwerk::service::tests
