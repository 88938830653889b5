#include "host/service/store/database.hpp"

#include <algorithm>
#include <string>

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include "host/service/store/checked_pages.hpp"
#include "host/service/store/schema.hpp"
#include "host/service/store/store_error.hpp"

namespace planwerk::service {

namespace {

// Of a store that was made when anybody on the machine could read its database, where its folder let them through.
void keep_to_owner(const std::filesystem::path& path) {
  using std::filesystem::perms;
  for (const char* kind : {"", "-wal", "-shm"}) {
    std::error_code ignored;  // not there, or another's
    std::filesystem::permissions(path.string() + kind, perms::owner_read | perms::owner_write, ignored);
  }
}

// The connection that may write also sets what belongs to the file.
Connection opened_writer(const std::filesystem::path& path) {
  Connection connection(path);
  reserve_page_checks(connection);
  demand_sound(connection);
  const std::int64_t version = demand_ours(connection);
  keep_to_owner(path);
  connection.execute("PRAGMA journal_mode = WAL");
  connection.execute("PRAGMA synchronous = FULL");
  connection.execute("PRAGMA foreign_keys = ON");
  connection.execute("PRAGMA secure_delete = ON");
  bring_up_to_date(connection, version);
  connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!has_page_checks(path)) throw StoreError(StoreError::Kind::damaged, "store.sqlite: its pages have no checks");
  return connection;
}

void roll_back(Connection& connection) noexcept {
  try {
    if (connection.in_transaction()) connection.execute("ROLLBACK");
  } catch (...) {  // SQLite has rolled back already, or will before the next transaction
  }
}

}  // namespace

// What one caller of write() waits for.
struct Database::Entry {
  const std::function<void(Connection&)>& work;
  Durable durable;
  std::exception_ptr failure;
  bool done = false;
};

Database::Database(const std::filesystem::path& path) : path_(path), writer_(opened_writer(path)), reader_(path) {
  reader_.execute("PRAGMA query_only = ON");
}

Database::Snapshot::Snapshot(Connection& connection) : connection_(connection) {
  if (connection_.in_transaction()) connection_.execute("ROLLBACK");  // memory was too short for it before
  Query(connection_, "BEGIN").run();
}

Database::Snapshot::~Snapshot() {
  roll_back(connection_);  // nothing was written
}

// Takes the lead over from nobody: the caller holds the queue's mutex and saw that it is free.
class Database::Lead {
 public:
  Lead(Database& database, std::unique_lock<std::mutex>& lock) : database_(database), lock_(lock) {
    database_.led_ = true;
    lock_.unlock();
  }
  ~Lead() {
    if (!lock_.owns_lock()) lock_.lock();
    database_.led_ = false;
    lock_.unlock();
    database_.turn_over_.notify_all();
  }

 private:
  Database& database_;
  std::unique_lock<std::mutex>& lock_;
};

void Database::commit(const std::function<void(Connection&)>& work, Durable durable) {
  Entry entry{work, durable, nullptr, false};
  std::unique_lock lock(queue_mutex_);
  waiting_.push_back(&entry);
  turn_over_.wait(lock, [&] { return entry.done || !led_; });
  if (!entry.done) {
    std::vector<Entry*> batch;
    batch.swap(waiting_);
    const Lead lead(*this, lock);
    run_batch(batch);
    lock.lock();
    for (Entry* member : batch) member->done = true;
  }
  if (entry.failure) std::rethrow_exception(entry.failure);
}

// All works of the batch, then one commit; what fails as a whole fails for each.
void Database::run_batch(const std::vector<Entry*>& batch) {
  try {
    if (writer_.in_transaction()) writer_.execute("ROLLBACK");  // memory was too short for it before
    let_commits_sync(
        std::any_of(batch.begin(), batch.end(), [](const Entry* entry) { return entry->durable == Durable::at_once; }));
    const std::int64_t changes_before = writer_.all_changes();
    Query(writer_, "BEGIN IMMEDIATE").run();
    for (Entry* entry : batch) run_entry(*entry);
    // A commit that changes nothing writes nothing, and settles no doubt.
    const bool writes = writer_.all_changes() != changes_before;
    if (writes) in_doubt_ = true;
    Query(writer_, "COMMIT").run();
    if (writes) in_doubt_ = false;
  } catch (...) {
    roll_back(writer_);
    for (Entry* entry : batch) {
      if (!entry->failure) entry->failure = std::current_exception();
    }
  }
}

void Database::let_commits_sync(bool sync) {
  if (sync == commits_sync_) return;
  writer_.execute(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  commits_sync_ = sync;
}

// A work that fails takes only its own changes with it, unless SQLite had to give up the whole transaction.
void Database::run_entry(Entry& entry) {
  Query(writer_, "SAVEPOINT work").run();
  try {
    entry.work(writer_);
  } catch (...) {
    entry.failure = std::current_exception();
    if (!writer_.in_transaction()) throw;
    Query(writer_, "ROLLBACK TO work").run();
  }
  Query(writer_, "RELEASE work").run();
}

void Database::truncate_log() {
  const std::lock_guard nobody_reads_for_long(long_readers_);
  std::unique_lock lock(queue_mutex_);
  turn_over_.wait(lock, [&] { return !led_; });
  const Lead lead(*this, lock);
  const std::lock_guard readers(read_mutex_);
  Query query(writer_, "PRAGMA wal_checkpoint(TRUNCATE)");
  query.next();
  if (query.integer(0) != 0) throw StoreError(StoreError::Kind::io, "store.sqlite: its log is in use elsewhere");
}

void Database::copy(const std::filesystem::path& from, const std::filesystem::path& to) {
  Connection source(from);
  Connection target(to);
  SQLite::Backup(target.database(), source.database()).executeStep(-1);
}

void Database::copy_to(const std::filesystem::path& path) const {
  const std::shared_lock lock(long_readers_);
  copy(path_, path);
}

std::vector<std::string> Database::faults() const {
  const std::shared_lock lock(long_readers_);
  Connection connection(path_);
  std::vector<std::string> faults;
  Query query(connection, "PRAGMA integrity_check");
  while (query.next()) {
    if (query.text(0) != "ok") faults.push_back("store.sqlite: " + query.text(0));
  }
  return faults;
}

}  // namespace planwerk::service
