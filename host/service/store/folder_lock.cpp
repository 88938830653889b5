#include "host/service/store/folder_lock.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "host/service/store/store_error.hpp"

namespace planwerk::service {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot open " + (folder / "lock").string());
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  const int code = errno;
  ::close(descriptor_);
  if (code != EWOULDBLOCK) {
    throw std::system_error(code, std::generic_category(), "cannot lock " + (folder / "lock").string());
  }
  throw StoreError(StoreError::Kind::conflict, folder.string() + ": another process serves from this folder");
}

FolderLock::~FolderLock() {
  ::close(descriptor_);
}

}  // namespace planwerk::service
