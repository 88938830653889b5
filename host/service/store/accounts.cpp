#include "host/service/store/accounts.hpp"

#include <utility>

#include <openssl/crypto.h>

#include "host/codec/sha256.hpp"
#include "host/service/store/database.hpp"
#include "host/service/store/random_text.hpp"
#include "host/service/store/store_answer.hpp"
#include "host/service/store/store_error.hpp"

namespace planwerk::service {

namespace {

constexpr std::string_view token_prefix = "planwerk_";
constexpr UnixMillis hour_ms = 3'600'000;
constexpr std::int64_t hours_kept = 31 * 24;
constexpr std::int64_t audit_entries_kept = 1'000'000;

std::string hash_of(std::string_view token) {
  Sha256 hash;
  hash.update(token);
  return lower_case_hex(hash.digest());
}

void demand_user_id(const std::string& id) {
  if (!is_user_id(id)) {
    throw StoreError(StoreError::Kind::invalid, "user's id: 1 to 64 of a-z, 0-9, '-' and '_' are allowed");
  }
}

constexpr const char* user_columns =
    "SELECT id, administrator, jobs_at_once, bytes, device_seconds_per_day FROM users ";

User user_of(const Query& row) {
  return {row.text(0), row.integer(1) != 0, {row.integer(2), row.integer(3), row.real(4)}};
}

}  // namespace

Accounts::Accounts(Database& database, std::function<UnixMillis()> clock)
    : database_(database), clock_(std::move(clock)) {}

void Accounts::put_user(const User& user) {
  answer([&] {
    demand_user_id(user.id);
    database_.write([&](Connection& connection) {
      Query(connection,
            "INSERT INTO users (id, administrator, jobs_at_once, bytes, device_seconds_per_day) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET administrator = excluded.administrator, "
            "jobs_at_once = excluded.jobs_at_once, bytes = excluded.bytes, "
            "device_seconds_per_day = excluded.device_seconds_per_day",
            user.id, user.administrator, user.quota.jobs_at_once, user.quota.bytes, user.quota.device_seconds_per_day)
          .run();
    });
  });
}

std::optional<User> Accounts::find_user(const std::string& id) const {
  return answer([&] {
    return database_.read([&](Connection& connection) -> std::optional<User> {
      Query query(connection, std::string(user_columns) + "WHERE id = ?", id);
      if (!query.next()) return std::nullopt;
      return user_of(query);
    });
  });
}

std::vector<User> Accounts::users() const {
  return answer([&] {
    return database_.read([](Connection& connection) {
      std::vector<User> users;
      Query query(connection, std::string(user_columns) + "ORDER BY id");
      while (query.next()) users.push_back(user_of(query));
      return users;
    });
  });
}

std::string Accounts::issue_token(const std::string& user, const std::string& name, UnixMillis expires) {
  return answer([&] {
    const std::string token = std::string(token_prefix) + random_secret();
    database_.write([&](Connection& connection) {
      if (!Query(connection, "SELECT 1 FROM users WHERE id = ?", user).next()) {
        throw StoreError(StoreError::Kind::not_found, "there is no user of this id");
      }
      const int added = Query(connection,
                              "INSERT INTO tokens (hash, user, name, created, expires) VALUES (?, ?, ?, ?, ?) "
                              "ON CONFLICT (user, name) DO NOTHING",
                              hash_of(token), user, name, clock_(), expires)
                            .run();
      if (added == 0) throw StoreError(StoreError::Kind::conflict, "the user has a token of this name already");
    });
    return token;
  });
}

void Accounts::revoke_token(const std::string& user, const std::string& name) {
  answer([&] {
    database_.write([&](Connection& connection) {
      if (Query(connection, "DELETE FROM tokens WHERE user = ? AND name = ?", user, name).run() == 0) {
        throw StoreError(StoreError::Kind::not_found, "the user has no token of this name");
      }
    });
  });
}

std::vector<TokenInfo> Accounts::tokens(const std::string& user) const {
  return answer([&] {
    return database_.read([&](Connection& connection) {
      std::vector<TokenInfo> tokens;
      Query query(connection, "SELECT name, created, expires FROM tokens WHERE user = ? ORDER BY name", user);
      while (query.next()) tokens.push_back({query.text(0), query.integer(1), query.integer(2)});
      return tokens;
    });
  });
}

std::optional<User> Accounts::user_of_token(std::string_view token) const {
  return answer([&]() -> std::optional<User> {
    if (token.substr(0, token_prefix.size()) != token_prefix) return std::nullopt;
    const std::string hash = hash_of(token);
    bool expired = false;
    const auto user = database_.read([&](Connection& connection) -> std::optional<User> {
      // The index is searched for the hash, whose bytes nobody chooses; the comparison that decides takes constant
      // time.
      Query query(connection,
                  "SELECT users.id, administrator, jobs_at_once, bytes, device_seconds_per_day, hash, expires "
                  "FROM tokens JOIN users ON users.id = tokens.user WHERE hash = ?",
                  hash);
      if (!query.next()) return std::nullopt;
      const std::string stored = query.text(5);
      if (stored.size() != hash.size() || CRYPTO_memcmp(stored.data(), hash.data(), hash.size()) != 0) {
        return std::nullopt;
      }
      expired = query.integer(6) != 0 && query.integer(6) <= clock_();
      return user_of(query);
    });
    if (!expired) return user;
    // Gone for good: a clock that is set back does not bring it to life again.
    database_.write(
        [&](Connection& connection) { Query(connection, "DELETE FROM tokens WHERE hash = ?", hash).run(); });
    return std::nullopt;
  });
}

void Accounts::add_device_time(const std::string& user, double seconds) {
  answer([&] {
    const std::int64_t hour = clock_() / hour_ms;
    database_.write(
        [&](Connection& connection) {
          Query(connection,
                "INSERT INTO device_time (user, hour, seconds) VALUES (?, ?, ?) "
                "ON CONFLICT (user, hour) DO UPDATE SET seconds = seconds + excluded.seconds",
                user, hour, seconds)
              .run();
          Query(connection, "DELETE FROM device_time WHERE abs(hour - ?) > ?", hour, hours_kept).run();
        },
        Database::Durable::soon);
  });
}

double Accounts::device_seconds_of_last_day(const std::string& user) const {
  return answer([&] {
    const std::int64_t hour = clock_() / hour_ms;
    return database_.read([&](Connection& connection) {
      // Hours ahead of now come from a clock that was set back since: counted, so that setting it wins no time.
      Query query(connection, "SELECT total(seconds) FROM device_time WHERE user = ? AND abs(hour - ?) < 24", user,
                  hour);
      query.next();
      return query.real(0);
    });
  });
}

void Accounts::audit(const std::string& user, const std::string& action, const std::string& job,
                     const std::string& result) {
  answer([&] {
    database_.write(
        [&](Connection& connection) {
          Query(connection, "INSERT INTO audit (time, user, action, job, result) VALUES (?, ?, ?, ?, ?)", clock_(),
                user, action, job, result)
              .run();
          Query(connection, "DELETE FROM audit WHERE number <= (SELECT max(number) FROM audit) - ?", audit_entries_kept)
              .run();
        },
        Database::Durable::soon);
  });
}

std::vector<Accounts::AuditEntry> Accounts::audit_log(UnixMillis since, int limit) const {
  return answer([&] {
    return database_.read([&](Connection& connection) {
      std::vector<AuditEntry> entries;
      Query query(connection,
                  "SELECT time, user, action, job, result FROM audit WHERE time >= ? ORDER BY number DESC LIMIT ?",
                  since, limit);
      while (query.next()) {
        entries.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4)});
      }
      return entries;
    });
  });
}

void Accounts::forget_audit_before(UnixMillis time) {
  answer([&] {
    database_.write([&](Connection& connection) { Query(connection, "DELETE FROM audit WHERE time < ?", time).run(); });
  });
}

}  // namespace planwerk::service
