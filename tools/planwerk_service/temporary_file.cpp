#include "tools/planwerk_service/temporary_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace planwerk::cli {

TemporaryFile::TemporaryFile(const std::string& name) : name_(name) {
  std::string folder = (std::filesystem::temp_directory_path() / "planwerk-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::system_error(errno, std::generic_category(), folder);
  folder_ = folder;
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace planwerk::cli
