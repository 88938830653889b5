#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace planwerk::service {

// A connection with its prepared statements. To be used by one thread at a time. Throws SQLite::Exception.
class Connection {
 public:
  explicit Connection(const std::filesystem::path& path);

  void execute(const std::string& sql) { database_.exec(sql); }
  int changes() const { return database_.getChanges(); }
  std::int64_t all_changes() const { return database_.getTotalChanges(); }  // since it was opened
  bool in_transaction() const;
  SQLite::Database& database() { return database_; }
  SQLite::Statement& prepared(const std::string& sql);

 private:
  SQLite::Database database_;
  std::map<std::string, std::unique_ptr<SQLite::Statement>> statements_;
};

// One run of a statement with its values; ready for the next when it goes. The same text must not run within itself.
class Query {
 public:
  template <class... Values>
  explicit Query(Connection& connection, const std::string& sql, const Values&... values)
      : connection_(connection), statement_(connection.prepared(sql)) {
    int index = 0;
    (bind(++index, values), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool next() { return statement_.executeStep(); }  // false: no further row
  int run();                                        // to its end; how many rows were changed

  bool is_null(int column) const { return statement_.isColumnNull(column); }
  std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
  double real(int column) const { return statement_.getColumn(column).getDouble(); }
  std::string text(int column) const { return statement_.getColumn(column).getString(); }
  std::optional<double> optional_real(int column) const;

 private:
  void bind(int index, std::int64_t value) { statement_.bind(index, static_cast<int64_t>(value)); }
  void bind(int index, int value) { statement_.bind(index, value); }
  void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
  void bind(int index, double value) { statement_.bind(index, value); }
  void bind(int index, const std::string& value) { statement_.bind(index, value); }
  void bind(int index, std::string_view value) { statement_.bind(index, std::string(value)); }
  void bind(int index, const char* value) { statement_.bind(index, value); }
  void bind(int index, const std::optional<double>& value);

  Connection& connection_;
  SQLite::Statement& statement_;
};

}  // namespace planwerk::service
