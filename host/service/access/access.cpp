#include "host/service/access/access.hpp"

namespace planwerk::service {
namespace {

constexpr std::string_view scheme = "Bearer ";

User local_user() {
  User user;
  user.id = local_user_id;
  user.administrator = true;
  return user;
}

}  // namespace

Caller Access::authenticate(std::string_view authorization, std::string_view certified, const std::string& via) const {
  if (!with_accounts_) return {local_user(), via};
  if (!authorization.empty()) {
    if (!authorization.starts_with(scheme)) {
      throw Refused(Refusal::unauthenticated, "authorization: Bearer TOKEN is the only form that is taken");
    }
    if (auto user = accounts_.user_of_token(authorization.substr(scheme.size()))) return {std::move(*user), via};
    throw Refused(Refusal::unauthenticated, "the token is unknown, revoked or expired");
  }
  if (!certified.empty()) {
    if (auto user = accounts_.find_user(std::string(certified))) return {std::move(*user), via};
  }
  throw Refused(Refusal::unauthenticated, "a token is needed: authorization: Bearer TOKEN");
}

}  // namespace planwerk::service
