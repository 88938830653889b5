#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "host/service/store/database.hpp"
#include "host/service/store/file_system.hpp"
#include "host/service/store/job_record.hpp"

namespace planwerk::service {

// SHA-256 of a file's bytes and how many there are. Throws std::system_error.
StoredFile content_of(const std::filesystem::path& path);

// What keeps the file from being what was written, in words; empty: nothing.
std::string fault_of(const std::filesystem::path& path, const StoredFile& expected);

// The store's files, each named by its content, in a folder per owner: equal bytes of two users are two files, so that
// nobody learns what others hold; equal bytes of one user are one. A file is there as long as a record names it.
// Thread-safe. Throws std::system_error, SQLite::Exception, StoreError.
class ContentFiles {
 public:
  using Key = std::pair<std::string, std::string>;  // owner, SHA-256

  ContentFiles(std::filesystem::path folder, FileSystem& files, Database& database);

  // A file, synced before, that is in place while the record that will name it is written; `source` stays beside it.
  // What no record names when the arrival ends goes again.
  class Arrival {
   public:
    Arrival(ContentFiles& files, const std::string& owner, const std::filesystem::path& source,
            const StoredFile& content);
    ~Arrival();
    Arrival(const Arrival&) = delete;
    Arrival& operator=(const Arrival&) = delete;
    const StoredFile& content() const { return content_; }

   private:
    ContentFiles& files_;
    Key key_;
    StoredFile content_;
  };

  // Nothing is removed while there is one: it goes when the last hold does.
  class Hold {
   public:
    explicit Hold(ContentFiles& files);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    ContentFiles& files_;
  };

  std::filesystem::path path_of(const std::string& owner, const StoredFile& file) const;
  // Removes the file unless a record names it. Throws where it is still there.
  void collect(const Key& key);
  // Where that is not what the caller was asked for.
  void collect_quietly(const std::string& owner, const StoredFile& file) noexcept;
  // Collects what could not be collected before. Never throws: it is tried again.
  void tidy() noexcept;
  // Removes every file that no record names, at the start, when nobody else is about.
  void sweep();

 private:
  void place(const Key& key, const std::filesystem::path& source);
  bool is_named(const Key& key) const;
  bool remove_unnamed(const Key& key);
  void arrive(const Key& key);
  void leave(const Key& key) noexcept;

  std::filesystem::path folder_;
  FileSystem& files_;
  Database& database_;
  std::mutex mutex_;
  std::map<Key, int> arriving_;
  int holds_ = 0;
  std::vector<Key> uncollected_;
};

}  // namespace planwerk::service
