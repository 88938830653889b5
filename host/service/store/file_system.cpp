#include "host/service/store/file_system.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace planwerk::service {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int code, const char* what, const fs::path& path) {
  throw std::system_error(code, std::generic_category(), std::string(what) + " " + path.string());
}

void demand(bool done, const char* what, const fs::path& path) {
  if (!done) fail(errno, what, path);
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    demand(number_ >= 0, "cannot open", path);
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

class RealAppender : public FileSystem::Appender {
 public:
  RealAppender(const fs::path& path, std::int64_t length) : path_(path), file_(path, O_WRONLY | O_CREAT | O_APPEND) {
    struct stat facts {};
    demand(::fstat(file_.number(), &facts) == 0, "cannot look at", path_);
    if (facts.st_size > length) demand(::ftruncate(file_.number(), length) == 0, "cannot cut", path_);
  }

  void write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      demand(written >= 0, "cannot write", path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void sync() override { demand(::fsync(file_.number()) == 0, "cannot sync", path_); }

 private:
  fs::path path_;
  Descriptor file_;
};

class RealFileSystem : public FileSystem {
 public:
  std::unique_ptr<Appender> append_to(const fs::path& path, std::int64_t length) override {
    return std::make_unique<RealAppender>(path, length);
  }

  void sync(const fs::path& path) override {
    const Descriptor file(path, O_RDONLY);
    demand(::fsync(file.number()) == 0, "cannot sync", path);
  }

  void rename(const fs::path& from, const fs::path& to) override {
    demand(::rename(from.c_str(), to.c_str()) == 0, "cannot rename", from);
  }

  void link(const fs::path& from, const fs::path& to) override {
    if (::link(from.c_str(), to.c_str()) == 0) return;
    const bool no_links = errno == EPERM || errno == EXDEV || errno == EMLINK || errno == EOPNOTSUPP;
    if (!no_links) fail(errno, "cannot link", from);
    fs::copy_file(from, to);
    sync(to);
  }

  void remove(const fs::path& path) override { fs::remove_all(path); }

  void create_folder(const fs::path& path) override {
    if (fs::is_directory(path)) return;
    if (path.has_parent_path()) create_folder(path.parent_path());
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail(errno, "cannot create", path);
  }
};

}  // namespace

FileSystem& real_file_system() {
  static RealFileSystem files;
  return files;
}

}  // namespace planwerk::service
