#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "host/service/http/http_server.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::service::tests {

// A service without workers, with its HTTP side: jobs stay in the queue unless the test lets them end.
class HttpTest : public ::testing::Test {
 protected:
  HttpTest();

  void serve(HttpSettings settings);  // what is left open is filled in
  void serve_with_accounts();

  // As the page asks: with the token, where there is one.
  httplib::Client client(const std::string& token = "") const;
  httplib::Result submit(httplib::Client& client, const std::string& job, const std::string& fields);
  std::string submitted(httplib::Client& client, const std::string& key);  // the bakery's id
  // Plans the job as a worker would and ends it.
  void finish(const std::string& job);

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  static nlohmann::json json(const httplib::Result& answer) { return nlohmann::json::parse(answer->body); }
  static std::string bakery();

  planwerk::tests::TemporaryFolder folder_;
  JobStore store_;
  EventBoard events_;
  Supervisor supervisor_;
  Planner planner_;
  std::unique_ptr<Access> access_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace planwerk::service::tests
