#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace planwerk::service {

// The few operations on files that the store does itself, so that tests can let the k-th of them fail as a disk would.
// All throw std::system_error with the operating system's code (ENOSPC, EIO ...).
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // A file that is written at its end.
  class Appender {
   public:
    virtual ~Appender() = default;
    virtual void write(std::string_view bytes) = 0;
    virtual void sync() = 0;
  };
  // Created where it is missing; cut to `length` where it is longer.
  virtual std::unique_ptr<Appender> append_to(const std::filesystem::path& path, std::int64_t length) = 0;
  virtual void sync(const std::filesystem::path& file_or_folder) = 0;
  virtual void rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  // A second name for the same bytes, which must not exist yet; a copy where the file system knows no links.
  virtual void link(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual void remove(const std::filesystem::path& path) = 0;  // a file or a whole folder; none there is no error
  // With those above it, readable by the owner alone; one that is there already is no error.
  virtual void create_folder(const std::filesystem::path& path) = 0;
};

// The machine's.
FileSystem& real_file_system();

}  // namespace planwerk::service
