#include "host/service/http/gate.hpp"

#include <gtest/gtest.h>

namespace planwerk::service {
namespace {

httplib::Request request_to(const std::string& path, const httplib::Headers& headers = {}) {
  httplib::Request request;
  request.method = "GET";
  request.path = path;
  request.headers = headers;
  return request;
}

int status_of(const httplib::Request& request, bool accounts = false, const std::string& own_host = "127.0.0.1") {
  const auto objection = objection_to(request, accounts, own_host);
  return objection ? objection->status : 200;
}

TEST(Gate, ForeignPagesCannotMakeABrowserAsk) {
  EXPECT_EQ(status_of(request_to("/api/jobs")), 403);
  EXPECT_EQ(status_of(request_to("/api/jobs", {{"Cookie", "a=b"}, {"Content-Type", "text/plain"}})), 403);
  EXPECT_EQ(status_of(request_to("/api/jobs", {{"X-Planwerk", "page"}})), 200);
  EXPECT_EQ(status_of(request_to("/api/jobs", {{"Authorization", "Bearer x"}})), 200);
  EXPECT_EQ(status_of(request_to("/style.css")), 200);
}

TEST(Gate, ForeignNamesDoNotLeadHereWhereThereAreNoTokens) {
  EXPECT_EQ(status_of(request_to("/", {{"Host", "evil.example:8080"}})), 421);
  EXPECT_EQ(status_of(request_to("/", {{"Host", "evil.example:8080"}}), true), 200);
  EXPECT_EQ(status_of(request_to("/", {{"Host", "plan.example:8080"}}), false, "plan.example"), 200);
  for (const char* host : {"localhost:8080", "127.0.0.1:8080", "[::1]:8080", "10.0.0.7"}) {
    EXPECT_EQ(status_of(request_to("/", {{"Host", host}})), 200) << host;
  }
  for (const char* host : {"localhost.evil.example", "127.0.0.1.evil.example", "[::1", "::1.evil"}) {
    EXPECT_NE(status_of(request_to("/", {{"Host", host}})), 500) << host;
  }
  EXPECT_EQ(status_of(request_to("/", {{"Host", "127.0.0.1.evil.example"}})), 421);
}

TEST(Gate, MethodsAndBodiesThatNobodyTakes) {
  httplib::Request request = request_to("/");
  for (const char* method : {"PUT", "PATCH", "PRI", "OPTIONS", "TRACE", "CONNECT"}) {
    request.method = method;
    EXPECT_EQ(status_of(request), 405) << method;
  }
  EXPECT_EQ(status_of(request_to("/", {{"Content-Length", "3"}, {"Content-Length", "4"}})), 400);
  EXPECT_EQ(status_of(request_to("/", {{"Content-Length", "3"}, {"Transfer-Encoding", "chunked"}})), 400);
  EXPECT_EQ(status_of(request_to("/", {{"Content-Type", "multipart/form-data; boundary=x"}})), 415);
}

TEST(Gate, NothingIsLoadedFromElsewhereAndNothingInlineRuns) {
  const httplib::Headers headers = safe_headers();
  const std::string policy = headers.find("Content-Security-Policy")->second;
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find("http"), std::string::npos);
  EXPECT_NE(std::string(report_policy).find("sandbox"), std::string::npos);
  EXPECT_EQ(std::string(report_policy).find("allow-same-origin"), std::string::npos);
}

}  // namespace
}  // namespace planwerk::service
