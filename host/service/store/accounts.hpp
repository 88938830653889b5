#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/service/store/job_record.hpp"

namespace planwerk::service {

class Database;

// What a user may use at most; 0: unlimited.
struct Quota {
  std::int64_t jobs_at_once = 0;      // uploading, queued or running
  std::int64_t bytes = 0;             // stored
  double device_seconds_per_day = 0;  // of the last 24 hours
};

struct User {
  std::string id;  // 1 to 64 of a-z, 0-9, '-', '_'
  bool administrator = false;
  Quota quota;
};

struct TokenInfo {
  std::string name;  // what its owner calls it
  UnixMillis created = 0;
  UnixMillis expires = 0;  // 0: never
};

// Users, their API tokens (kept as SHA-256 of 256 random bits: nothing to guess, so nothing to stretch), what they have
// used, and the audit log of who did what. In the store's database; thread-safe; throws StoreError.
class Accounts {
 public:
  Accounts(Database& database, std::function<UnixMillis()> clock);

  void put_user(const User& user);  // adds or changes
  std::optional<User> find_user(const std::string& id) const;
  std::vector<User> users() const;

  // The new token, `planwerk_` and 43 characters of base64url; it cannot be shown again.
  std::string issue_token(const std::string& user, const std::string& name, UnixMillis expires);
  void revoke_token(const std::string& user, const std::string& name);
  std::vector<TokenInfo> tokens(const std::string& user) const;
  // None: unknown, revoked or expired. Compared in constant time.
  std::optional<User> user_of_token(std::string_view token) const;

  // This and audit() outlive the process at once, a loss of power from the next job, user or token on that is stored.
  void add_device_time(const std::string& user, double seconds);
  double device_seconds_of_last_day(const std::string& user) const;

  // who, what (`submit`, `cancel`, `delete`, `share`, `token`, `refused` ...), job's id or empty, a word on how it
  // went. Never names or contents of an economy.
  void audit(const std::string& user, const std::string& action, const std::string& job, const std::string& result);
  struct AuditEntry {
    UnixMillis time = 0;
    std::string user, action, job, result;
  };
  std::vector<AuditEntry> audit_log(UnixMillis since, int limit) const;  // newest first
  void forget_audit_before(UnixMillis time);

 private:
  Database& database_;
  std::function<UnixMillis()> clock_;
};

}  // namespace planwerk::service
