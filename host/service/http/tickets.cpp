#include "host/service/http/tickets.hpp"

#include "host/service/store/random_text.hpp"

namespace planwerk::service {

std::string Tickets::issue(const Caller& caller, const std::string& job, Clock::time_point now) {
  const std::string ticket = random_secret();
  const std::lock_guard lock(mutex_);
  forget_expired(now);
  tickets_[ticket] = {caller, job, now + lifetime};
  by_expiry_.emplace(now + lifetime, ticket);
  return ticket;
}

std::optional<Tickets::Ticket> Tickets::find(const std::string& ticket, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  forget_expired(now);
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return std::nullopt;
  return found->second;
}

void Tickets::forget_expired(Clock::time_point now) {
  while (!by_expiry_.empty() && (by_expiry_.begin()->first <= now || by_expiry_.size() > most)) {
    tickets_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
}

}  // namespace planwerk::service
