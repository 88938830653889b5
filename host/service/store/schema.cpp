#include "host/service/store/schema.hpp"

#include <array>
#include <string>

#include "host/service/store/checked_pages.hpp"
#include "host/service/store/store_error.hpp"

namespace planwerk::service {

namespace {

constexpr std::int64_t application_id = 0x706c776b;  // "plwk"

// The first version. `number` orders jobs: clocks step, it does not.
constexpr const char* version_1 = R"sql(
CREATE TABLE jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  name TEXT NOT NULL,
  priority INTEGER NOT NULL,
  tolerance REAL,
  time_limit_s REAL,
  method TEXT NOT NULL,
  previous_job TEXT NOT NULL,
  labour_questions INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('uploading', 'queued', 'running', 'finished', 'failed', 'cancelled')),
  reason TEXT NOT NULL DEFAULT '',
  cancel_requested INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  worker_losses INTEGER NOT NULL DEFAULT 0,
  fence INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  started INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  parts INTEGER NOT NULL DEFAULT 0,
  received INTEGER NOT NULL DEFAULT 0,
  products INTEGER NOT NULL DEFAULT 0,
  recipes INTEGER NOT NULL DEFAULT 0,
  needs INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  memory_estimate INTEGER NOT NULL DEFAULT 0,
  status TEXT,
  objective REAL,
  safe_gap REAL,
  elapsed_s REAL,
  UNIQUE (owner, idempotency_key));
CREATE INDEX jobs_of_owner ON jobs (owner, number);
CREATE INDEX jobs_under_way ON jobs (state, number) WHERE state IN ('uploading', 'queued', 'running');

CREATE TABLE job_files (
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('job', 'checkpoint', 'plan')),
  owner TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (job, role)) WITHOUT ROWID;
CREATE INDEX files_of_owner ON job_files (owner, sha256, bytes);

CREATE TABLE shares (
  job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  user TEXT NOT NULL,
  PRIMARY KEY (job, user)) WITHOUT ROWID;
CREATE INDEX shares_with_user ON shares (user, job);

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  administrator INTEGER NOT NULL,
  jobs_at_once INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  device_seconds_per_day REAL NOT NULL) WITHOUT ROWID;

CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  UNIQUE (user, name)) WITHOUT ROWID;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  user TEXT NOT NULL,
  action TEXT NOT NULL,
  job TEXT NOT NULL,
  result TEXT NOT NULL);
)sql";

// What users have used, by the hour; and when an upload last grew, so that abandoned ones are known. From here on,
// pages have checks.
constexpr const char* version_2 = R"sql(
CREATE TABLE device_time (
  user TEXT NOT NULL,
  hour INTEGER NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (user, hour)) WITHOUT ROWID;
ALTER TABLE jobs ADD COLUMN last_part INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET last_part = created;
)sql";

constexpr std::int64_t first_with_page_checks = 2;

constexpr std::array<const char*, schema_version> migrations = {version_1, version_2};

std::int64_t pragma(Connection& connection, const std::string& name) {
  Query query(connection, "PRAGMA " + name);
  query.next();
  return query.integer(0);
}

bool is_empty(Connection& connection) {
  return !Query(connection, "SELECT 1 FROM sqlite_schema").next();
}

}  // namespace

void demand_sound(Connection& connection) {
  Query query(connection, "PRAGMA quick_check(1)");
  query.next();
  const std::string found = query.text(0);
  if (found != "ok") throw StoreError(StoreError::Kind::damaged, "store.sqlite: " + found);
}

std::int64_t demand_ours(Connection& connection) {
  if (is_empty(connection)) return 0;
  if (pragma(connection, "application_id") != application_id) {
    throw StoreError(StoreError::Kind::damaged, "store.sqlite: not a store of planwerk");
  }
  const std::int64_t version = pragma(connection, "user_version");
  if (version > 0 && version <= schema_version) return version;
  throw StoreError(StoreError::Kind::conflict, "store.sqlite: of version " + std::to_string(version) +
                                                   ", and this program knows them up to " +
                                                   std::to_string(schema_version));
}

void bring_up_to_date(Connection& connection, std::int64_t found) {
  if (found > 0 && found < first_with_page_checks) add_page_checks(connection);
  for (auto version = static_cast<std::size_t>(found); version < migrations.size(); ++version) {
    connection.execute("BEGIN IMMEDIATE");
    connection.execute(migrations[version]);
    connection.execute("PRAGMA application_id = " + std::to_string(application_id));
    connection.execute("PRAGMA user_version = " + std::to_string(version + 1));
    connection.execute("COMMIT");
  }
}

}  // namespace planwerk::service
