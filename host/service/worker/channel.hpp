#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace google::protobuf {
class MessageLite;
}

namespace planwerk::service {

// One end of the socket between the service and a worker: a message per packet (SOCK_SEQPACKET), so that whatever one
// side sends, the other never loses its place. Owns the descriptor. Sending is safe from any number of threads,
// receiving from one.
class Channel {
 public:
  // Two connected ends, both closed on exec. Throws std::system_error.
  static std::pair<Channel, Channel> make_pair();

  explicit Channel(int descriptor) : descriptor_(descriptor) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  Channel(Channel&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Channel& operator=(Channel&& other) noexcept;
  ~Channel() { close(); }

  int descriptor() const { return descriptor_; }
  void close();

  // False: the other end is gone. `patient`: waits while the other end does not read; else the message is dropped then,
  // which counts as sent.
  enum class Delivery { certain, if_there_is_room };
  bool send(const google::protobuf::MessageLite& message, Delivery delivery = Delivery::certain) const;

  enum class Received { message, garbage, nothing, closed };
  // The next packet, waiting for it; `nothing`: a descriptor that does not block has none.
  Received receive(google::protobuf::MessageLite& message);

 private:
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace planwerk::service
