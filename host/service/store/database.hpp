#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <type_traits>
#include <vector>

#include "host/service/store/connection.hpp"

namespace planwerk::service {

// The store's SQLite database: WAL, every commit synced to disk. One connection writes, another reads, so that readers
// wait for no disk. Writers that come while one commits share the next commit: with many of them, a sync of the disk
// serves them all. Thread-safe. Throws SQLite::Exception, and whatever the work throws.
class Database {
 public:
  // Opens or creates, checks, and brings the schema up to date. Throws StoreError (damaged, conflict) too.
  explicit Database(const std::filesystem::path& path);

  // Runs `work` in a transaction of its own that sees one state of the database.
  template <class Work>
  auto read(const Work& work) const {
    const std::lock_guard lock(read_mutex_);
    const Snapshot snapshot(reader_);
    return work(reader_);
  }

  // What a write is good for when it returns. `soon` outlives the process, but the machine's power only from the next
  // `at_once` on, whose sync it shares: for what is worth no sync of its own.
  enum class Durable { at_once, soon };

  // Runs `work` in a transaction, of which nothing is there when this throws. `work` touches nothing but the database
  // and what only the caller waits for: another thread may run it.
  template <class Work>
  auto write(const Work& work, Durable durable = Durable::at_once) {
    using Result = std::invoke_result_t<Work, Connection&>;
    if constexpr (std::is_void_v<Result>) {
      commit([&work](Connection& connection) { work(connection); }, durable);
    } else {
      std::optional<Result> result;
      commit([&](Connection& connection) { result.emplace(work(connection)); }, durable);
      return std::move(*result);
    }
  }

  // A commit failed and none has succeeded since: after a crash, it might turn out to have happened.
  bool in_doubt() const { return in_doubt_; }

  // Writes all of the log into the database and empties it, so that what was deleted is nowhere any more. Waits for
  // copies and checks that are being made.
  void truncate_log();

  // One state of a database that another process may have open, too.
  static void copy(const std::filesystem::path& from, const std::filesystem::path& to);
  void copy_to(const std::filesystem::path& path) const;  // one state of it, as a new database
  std::vector<std::string> faults() const;                // of the whole file; empty: none

 private:
  struct Entry;
  // Alone with the writing connection, from one batch of works to the next.
  class Lead;
  // A deferred transaction of the reader.
  class Snapshot {
   public:
    explicit Snapshot(Connection& connection);
    ~Snapshot();

   private:
    Connection& connection_;
  };

  void commit(const std::function<void(Connection&)>& work, Durable durable);
  void run_batch(const std::vector<Entry*>& batch);
  void run_entry(Entry& entry);
  void let_commits_sync(bool sync);

  const std::filesystem::path path_;
  Connection writer_;         // by the leader of a batch alone
  bool commits_sync_ = true;  // likewise
  mutable Connection reader_;
  mutable std::mutex read_mutex_;
  // Shared by those who look at the whole file for long, on connections of their own: the log cannot be emptied then.
  mutable std::shared_mutex long_readers_;
  std::mutex queue_mutex_;
  std::condition_variable turn_over_;
  std::vector<Entry*> waiting_;
  bool led_ = false;  // some thread is committing
  std::atomic<bool> in_doubt_ = false;
};

}  // namespace planwerk::service
