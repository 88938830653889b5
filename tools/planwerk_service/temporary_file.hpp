#pragma once

#include <filesystem>
#include <string>

namespace planwerk::cli {

// A file that only its owner may read, in a folder of its own; both go with this.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name);  // throws std::system_error
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return (folder_ / name_).string(); }

 private:
  std::filesystem::path folder_;
  std::string name_;
};

}  // namespace planwerk::cli
