#pragma once

#include <filesystem>

namespace planwerk::service {

// One process at a time has a folder: a lock on the file `lock` in it, which the operating system takes back with the
// process. Throws StoreError (conflict) where another has it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace planwerk::service
