#pragma once

#include <filesystem>
#include <string_view>

namespace planwerk {

// A file that appears whole or not at all: written under a temporary name in the same folder, synced to disk and
// renamed by `commit`. A file that is given up before leaves nothing behind. Targets that are not regular files
// (/dev/stdout) are written to directly. All members throw std::system_error, whose text names the path.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  void commit();

 private:
  [[noreturn]] void fail(const char* what) const;

  std::filesystem::path path_;
  std::filesystem::path temporary_;  // empty where the target is written to directly
  int descriptor_ = -1;
};

}  // namespace planwerk
