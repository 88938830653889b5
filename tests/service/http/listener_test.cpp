#include "host/service/http/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/http/raw_client.hpp"

namespace planwerk::service {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// A server that greets, and reads what it is sent.
class ListenerTest : public testing::Test {
 protected:
  void begin(const ClientLimits& limits) {
    listener_ = std::make_unique<Listener>(nullptr, 4, limits);
    listener_->Get("/hello", [](const httplib::Request&, httplib::Response& response) {
      response.set_content("hello there", "text/plain");
    });
    listener_->Post("/unread", [](const httplib::Request&, httplib::Response& response, const httplib::ContentReader&) {
      response.set_content("not looked at", "text/plain");
    });
    listener_->Post("/read",
                    [](const httplib::Request&, httplib::Response& response, const httplib::ContentReader& body) {
                      std::size_t bytes = 0;
                      const bool whole = body([&](const char*, std::size_t size) {
                        bytes += size;
                        return true;
                      });
                      response.set_content(std::to_string(bytes) + (whole ? " whole" : " cut"), "text/plain");
                    });
    port_ = listener_->begin("127.0.0.1:0");
  }

  std::unique_ptr<Listener> listener_;
  int port_ = 0;
};

ClientLimits impatient() {
  ClientLimits limits;
  limits.head_time = std::chrono::milliseconds(50);
  limits.body_time = std::chrono::milliseconds(50);
  return limits;
}

TEST_F(ListenerTest, AnswersSeveralRequestsOnOneConnection) {
  begin({});
  RawClient client(port_);
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
  client.send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n12345");
  client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string answers = client.read_to_end();
  EXPECT_THAT(answers, HasSubstr("5 whole"));
  EXPECT_NE(answers.find("hello there"), answers.rfind("hello there"));
}

// Each of these would hold a thread for as long as the client likes: they end only because the server ends them.
TEST_F(ListenerTest, EndsClientsThatAreSilentInTheMiddleOfAHead) {
  begin(impatient());
  RawClient client(port_);
  client.send("GET /hello HTTP/1.1\r\nHost: loc");
  EXPECT_THAT(client.read_to_end(), Not(HasSubstr("200")));
}

TEST_F(ListenerTest, EndsClientsThatAreSilentInTheMiddleOfABody) {
  begin(impatient());
  RawClient client(port_);
  client.send("POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nsome");
  EXPECT_THAT(client.read_to_end(), Not(HasSubstr("whole")));
}

TEST_F(ListenerTest, EndsHeadsWithoutEnd) {
  ClientLimits limits;
  limits.head_time = std::chrono::hours(1);
  begin(limits);
  RawClient client(port_);
  client.send("GET /hello HTTP/1.1\r\n");
  while (client.send("X-More: and more and more and more and more and more and more\r\n")) {
  }
  EXPECT_THAT(client.read_to_end(), Not(HasSubstr("hello")));
}

// What a refused request left unread must not be taken for a request of its own.
TEST_F(ListenerTest, WhatWasNotReadOfABodyIsNoRequest) {
  begin({});
  const std::string hidden = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  RawClient client(port_);
  client.send("POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(hidden.size()) +
              "\r\n\r\n" + hidden);
  client.send("POST /read HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\n123");
  const std::string answers = client.read_to_end();
  EXPECT_THAT(answers, HasSubstr("not looked at"));
  EXPECT_THAT(answers, Not(HasSubstr("hello there")));
  EXPECT_THAT(answers, HasSubstr("3 whole"));
}

TEST_F(ListenerTest, WhoSendsTooMuchStillHearsTheAnswer) {
  begin({});
  RawClient client(port_);
  const std::string much(4 << 20, 'x');
  client.send("POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(much.size()) +
              "\r\n\r\n");
  client.send(much);
  EXPECT_THAT(client.read_to_end(), HasSubstr("not looked at"));
}

TEST_F(ListenerTest, RangesAreIgnored) {
  begin({});
  httplib::Client client("127.0.0.1", port_);
  const auto answer = client.Get("/hello", {{"Range", "bytes=0-1,0-1,0-1"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "hello there");
}

TEST_F(ListenerTest, PortScansEndNothing) {
  begin({});
  for (const char* bytes : {"", "\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "SSH-2.0-scan\r\n",
                            "GET / HTTP/9.9\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}) {
    RawClient(port_).send(bytes);
  }
  EXPECT_EQ(httplib::Client("127.0.0.1", port_).Get("/hello")->body, "hello there");
}

TEST_F(ListenerTest, AddressesOfOthersAreNotShared) {
  begin({});
  Listener second(nullptr, 1);
  EXPECT_THROW(second.begin("127.0.0.1:" + std::to_string(port_)), std::runtime_error);
  EXPECT_THROW(second.begin("127.0.0.1"), std::runtime_error);
  EXPECT_THROW(second.begin("127.0.0.1:70000"), std::runtime_error);
}

}  // namespace
}  // namespace planwerk::service
