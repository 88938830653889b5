// The socket between the service and a worker.
#include "host/service/worker/channel.hpp"

#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "planwerk/v1/worker.pb.h"

namespace planwerk::service {
namespace {

v1::ToWorker cancel(std::int64_t fence) {
  v1::ToWorker message;
  message.mutable_cancel()->set_fence(fence);
  return message;
}

TEST(Channel, KeepsMessagesApartAndInOrder) {
  auto [service, worker] = Channel::make_pair();
  for (int fence = 1; fence <= 3; ++fence) EXPECT_TRUE(service.send(cancel(fence)));
  v1::ToWorker message;
  for (int fence = 1; fence <= 3; ++fence) {
    EXPECT_EQ(worker.receive(message), Channel::Received::message);
    EXPECT_EQ(message.cancel().fence(), fence);
  }
}

TEST(Channel, GarbageIsOnePacketAndNoMore) {
  auto [service, worker] = Channel::make_pair();
  const std::string garbage = "\xff\xff\xff";
  ASSERT_EQ(write(service.descriptor(), garbage.data(), garbage.size()), 3);
  service.send(cancel(4));
  v1::ToWorker message;
  EXPECT_EQ(worker.receive(message), Channel::Received::garbage);
  EXPECT_EQ(worker.receive(message), Channel::Received::message);
  EXPECT_EQ(message.cancel().fence(), 4);
}

TEST(Channel, PacketsBeyondTheLimitAreGarbage) {
  auto [service, worker] = Channel::make_pair();
  v1::ToWorker large;
  large.mutable_assignment()->set_method(std::string(100'000, 'x'));
  EXPECT_TRUE(service.send(large));
  v1::ToWorker message;
  EXPECT_EQ(worker.receive(message), Channel::Received::garbage);
}

TEST(Channel, TheOtherEndIsMissed) {
  auto [service, worker] = Channel::make_pair();
  service.close();
  v1::ToWorker message;
  EXPECT_EQ(worker.receive(message), Channel::Received::closed);
  EXPECT_FALSE(worker.send(cancel(1)));
}

TEST(Channel, WhatNobodyReadsIsDroppedWhereThatIsAllowed) {
  auto [service, worker] = Channel::make_pair();
  constexpr int many = 100'000;  // more than any socket keeps
  for (int k = 0; k < many; ++k) ASSERT_TRUE(service.send(cancel(k), Channel::Delivery::if_there_is_room));
  v1::ToWorker message;
  EXPECT_EQ(worker.receive(message), Channel::Received::message);
  EXPECT_EQ(message.cancel().fence(), 0);
}

}  // namespace
}  // namespace planwerk::service
