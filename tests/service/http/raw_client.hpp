#pragma once

#include <string>
#include <string_view>

namespace planwerk::service {

// A connection to a port of this machine, as bytes: what no well-behaved client sends.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool send(std::string_view bytes);  // false: the other end has closed
  std::string read_to_end();          // until the other end closes

 private:
  int socket_;
};

}  // namespace planwerk::service
