#include "tests/service/http/http_fixture.hpp"

#include <cstdlib>
#include <fstream>

namespace planwerk::service::tests {
namespace {

SupervisorSettings one_slot() {
  SupervisorSettings settings;
  settings.slots = {Slot{"cpu", 1, std::int64_t{1} << 30}};
  return settings;
}

}  // namespace

HttpTest::HttpTest()
    : store_(StoreSettings{folder_ / "store", {}}, real_file_system()),
      supervisor_(store_, events_, one_slot()),
      planner_(store_, supervisor_, events_, RequestLimits{}) {}

void HttpTest::serve(HttpSettings settings) {
  settings.address = "127.0.0.1:0";
  settings.temporary = folder_ / "http";
  settings.planwerk = PLANWERK_PROGRAM;
  settings.version = "1.2.3";
  access_ = std::make_unique<Access>(store_.accounts(), settings.accounts);
  server_ = std::make_unique<HttpServer>(planner_, store_, supervisor_, events_, *access_, settings);
  server_->start();
}

void HttpTest::serve_with_accounts() {
  HttpSettings settings;
  settings.accounts = true;
  serve(settings);
}

httplib::Client HttpTest::client(const std::string& token) const {
  httplib::Client made("127.0.0.1", server_->port());
  httplib::Headers headers = {{"X-Planwerk", "page"}};
  if (!token.empty()) headers.emplace("Authorization", "Bearer " + token);
  made.set_default_headers(headers);
  made.set_read_timeout(60);
  made.set_keep_alive(true);  // one request is done with before the next
  return made;
}

httplib::Result HttpTest::submit(httplib::Client& client, const std::string& job, const std::string& fields) {
  return client.Post("/api/jobs?" + fields, job, "application/octet-stream");
}

std::string HttpTest::bakery() {
  std::ifstream file(PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string HttpTest::submitted(httplib::Client& client, const std::string& key) {
  const auto answer = submit(client, bakery(), "file=bakery.textproto&name=Bakery&key=" + key);
  EXPECT_EQ(answer->status, 201) << answer->body;
  return json(answer)["job"]["id"];
}

void HttpTest::finish(const std::string& job) {
  const auto lease = store_.acquire(job);
  ASSERT_TRUE(lease);
  JobEvent event;
  event.job = job;
  event.state = JobState::running;
  event.iteration = 7;
  events_.publish(event);
  const std::filesystem::path plan = store_.scratch_of(*lease) / "plan.pbs";
  const std::string command = std::string(PLANWERK_PROGRAM) +
                              " plan " PLANWERK_SOURCE_DIR "/proto/examples/bakery.textproto -q --device cpu -o " +
                              plan.string();
  ASSERT_EQ(std::system(command.c_str()), 0);
  store_.finish(*lease, JobState::finished, "", plan, PlanFigures{Status::optimal, -5, 1e-9, 0.25});
  event.state = JobState::finished;
  events_.publish(event);
}

}  // namespace planwerk::service::tests
