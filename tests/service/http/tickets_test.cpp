#include "host/service/http/tickets.hpp"

#include <set>

#include <gtest/gtest.h>

namespace planwerk::service {
namespace {

Caller caller(const std::string& id) {
  return {User{id, false, {}}, "http"};
}

TEST(Tickets, OpenTheirJobForTheirCallerUntilTheyExpire) {
  Tickets tickets;
  const auto begin = Tickets::Clock::now();
  const std::string ticket = tickets.issue(caller("ada"), "job1", begin);
  EXPECT_EQ(ticket.size(), 43u);
  const auto found = tickets.find(ticket, begin + std::chrono::minutes(9));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->caller.user.id, "ada");
  EXPECT_EQ(found->job, "job1");
  EXPECT_FALSE(tickets.find(ticket, begin + Tickets::lifetime));
  EXPECT_FALSE(tickets.find(ticket, begin));  // gone for good
  EXPECT_FALSE(tickets.find("", begin));
}

TEST(Tickets, AreAllDifferentAndNotWithoutNumber) {
  Tickets tickets;
  std::set<std::string> all;
  const std::string first = tickets.issue(caller("ada"), "job1");
  for (std::size_t k = 0; k <= Tickets::most; ++k) all.insert(tickets.issue(caller("ada"), "job1"));
  EXPECT_EQ(all.size(), Tickets::most + 1);
  EXPECT_FALSE(tickets.find(first));
}

}  // namespace
}  // namespace planwerk::service
