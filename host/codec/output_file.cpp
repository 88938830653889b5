#include "host/codec/output_file.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace planwerk {

namespace {

// Temporary files are private by default; what is written takes the rights any new file would.
mode_t usual_rights() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

// The rename is on disk only when its folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  fsync(descriptor);
  close(descriptor);
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& path) : path_(path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) path_ = std::filesystem::canonical(path);  // write through links
  if (std::filesystem::is_directory(path_, ignored)) {
    errno = EISDIR;
    fail("open");
  }
  if (std::filesystem::exists(path_, ignored) && !std::filesystem::is_regular_file(path_, ignored)) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    std::string name = path_.string() + ".XXXXXX";
    descriptor_ = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ >= 0) temporary_ = name;
  }
  if (descriptor_ < 0) fail("open");
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write to");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::commit() {
  if (!temporary_.empty()) {
    if (fchmod(descriptor_, usual_rights()) != 0 || fsync(descriptor_) != 0) fail("sync");
    if (rename(temporary_.c_str(), path_.c_str()) != 0) fail("rename to");
    sync_folder(path_.has_parent_path() ? path_.parent_path() : ".");
  }
  close(descriptor_);
  descriptor_ = -1;
}

void OutputFile::fail(const char* what) const {
  throw std::system_error(errno, std::generic_category(), std::string("cannot ") + what + " " + path_.string());
}

}  // namespace planwerk
