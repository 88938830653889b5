#include "host/service/worker/channel.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <google/protobuf/message_lite.h>
#include <sys/socket.h>
#include <unistd.h>

namespace planwerk::service {
namespace {

constexpr std::size_t packet_limit = 64 << 10;  // paths, numbers, a sentence

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

std::pair<Channel, Channel> Channel::make_pair() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "cannot open a channel to a worker");
  }
  return {Channel(ends[0]), Channel(ends[1])};
}

Channel& Channel::operator=(Channel&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  return *this;
}

void Channel::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

bool Channel::send(const google::protobuf::MessageLite& message, Delivery delivery) const {
  const std::string packet = message.SerializeAsString();
  const int flags = MSG_NOSIGNAL | (delivery == Delivery::if_there_is_room ? MSG_DONTWAIT : 0);
  ssize_t sent;
  do {
    sent = ::send(descriptor_, packet.data(), packet.size(), flags);
  } while (sent < 0 && errno == EINTR);
  return sent >= 0 || (would_block(errno) && delivery == Delivery::if_there_is_room);
}

Channel::Received Channel::receive(google::protobuf::MessageLite& message) {
  buffer_.resize(packet_limit);
  ssize_t got;
  do {
    got = recv(descriptor_, buffer_.data(), buffer_.size(), MSG_TRUNC);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return would_block(errno) ? Received::nothing : Received::closed;
  if (got == 0) return Received::closed;
  const auto size = static_cast<std::size_t>(got);
  if (size > packet_limit || !message.ParseFromArray(buffer_.data(), static_cast<int>(size))) return Received::garbage;
  return Received::message;
}

}  // namespace planwerk::service
