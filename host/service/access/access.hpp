#pragma once

#include <string>
#include <string_view>

#include "host/service/planner/planner.hpp"
#include "host/service/store/accounts.hpp"

namespace planwerk::service {

inline constexpr const char* local_user_id = "local";

// Who calls. Thread-safe.
class Access {
 public:
  // Without accounts everybody is the user "local", an administrator.
  Access(const Accounts& accounts, bool with_accounts) : accounts_(accounts), with_accounts_(with_accounts) {}

  // `authorization`: the header's value, `Bearer planwerk_...`. `certified`: the common name of the client's
  // certificate where mutual TLS checked one; it counts where no token comes along. `via`: "grpc" or "http".
  // Throws Refused (unauthenticated).
  Caller authenticate(std::string_view authorization, std::string_view certified, const std::string& via) const;

 private:
  const Accounts& accounts_;
  bool with_accounts_;
};

}  // namespace planwerk::service
