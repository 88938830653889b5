#include "host/service/http/temporary_folder.hpp"

#include <cerrno>

#include <sys/stat.h>

#include "host/service/store/random_text.hpp"

namespace planwerk::service {

TemporaryFolder::TemporaryFolder(const std::filesystem::path& above) : path_(above / random_id()) {
  if (mkdir(path_.c_str(), 0700) != 0) {
    throw std::filesystem::filesystem_error("cannot make", path_, std::error_code(errno, std::generic_category()));
  }
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what stays is removed at the next start
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace planwerk::service
