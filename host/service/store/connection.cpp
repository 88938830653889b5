#include "host/service/store/connection.hpp"

#include <SQLiteCpp/Column.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "host/service/store/checked_pages.hpp"

namespace planwerk::service {

namespace {

constexpr int busy_timeout_ms = 10'000;
constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

// SQLite would make a file that everybody may read; its log and shared memory take after the file.
std::string private_file(const std::filesystem::path& path) {
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  return path.string();
}

}  // namespace

Connection::Connection(const std::filesystem::path& path)
    : database_(private_file(path), open_flags, busy_timeout_ms, checked_pages_vfs()) {}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

SQLite::Statement& Connection::prepared(const std::string& sql) {
  auto& statement = statements_[sql];
  if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
  return *statement;
}

Query::~Query() {
  statement_.tryReset();
}

int Query::run() {
  while (next()) continue;
  return connection_.changes();
}

std::optional<double> Query::optional_real(int column) const {
  if (is_null(column)) return std::nullopt;
  return real(column);
}

void Query::bind(int index, const std::optional<double>& value) {
  if (value) {
    statement_.bind(index, *value);
  } else {
    statement_.bind(index);
  }
}

}  // namespace planwerk::service
