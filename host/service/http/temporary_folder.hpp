#pragma once

#include <filesystem>

namespace planwerk::service {

// A folder that only its owner may enter, gone with all that is in it when this goes.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& above);  // throws std::filesystem::filesystem_error
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace planwerk::service
