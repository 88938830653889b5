#include "host/service/http/http_server.hpp"

#include <fstream>

#include <gmock/gmock.h>

#include "host/service/http/health.hpp"
#include "tests/service/http/http_fixture.hpp"

namespace planwerk::service {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using tests::HttpTest;

class HttpServerTest : public HttpTest {};

TEST_F(HttpServerTest, ThePageLoadsNothingFromElsewhere) {
  serve({});
  for (const char* path : {"/", "/style.css", "/page.js", "/service.js", "/job_rows.js", "/reasons.js",
                           "/submit_form.js", "/texts.js", "/icon.svg"}) {
    const auto answer = httplib::Client("127.0.0.1", server_->port()).Get(path);
    ASSERT_EQ(answer->status, 200) << path;
    EXPECT_GT(answer->body.size(), 100u) << path;
    EXPECT_EQ(answer->get_header_value_count("Content-Security-Policy"), 1u) << path;
    EXPECT_EQ(answer->get_header_value("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(answer->body, Not(HasSubstr("https://"))) << path;
  }
  EXPECT_EQ(client().Get("/../../etc/passwd")->status, 404);
  EXPECT_EQ(client().Get("/page.js.map")->status, 404);
  EXPECT_EQ(client().Post("/page.js", "x", "text/plain")->status, 404);
  EXPECT_EQ(client().Put("/api/jobs", "x", "text/plain")->status, 405);
}

TEST_F(HttpServerTest, JobsAreSubmittedListedCancelledAndDeleted) {
  serve({});
  httplib::Client page = client();
  EXPECT_EQ(json(page.Get("/api/session"))["user"], "local");
  const std::string id = submitted(page, "one");
  EXPECT_EQ(submitted(page, "one"), id) << "the same key is the same job";

  const nlohmann::json list = json(page.Get("/api/jobs?states=queued,running"));
  ASSERT_THAT(list["jobs"], SizeIs(1));
  EXPECT_EQ(list["jobs"][0]["id"], id);
  EXPECT_EQ(list["jobs"][0]["name"], "Bakery");
  EXPECT_EQ(list["jobs"][0]["state"], "queued");
  EXPECT_EQ(json(page.Get("/api/jobs/" + id))["mine"], true);
  EXPECT_THAT(json(page.Get("/api/jobs?states=finished"))["jobs"], SizeIs(0));

  EXPECT_EQ(json(page.Post("/api/jobs/" + id + "/cancel"))["state"], "cancelled");
  EXPECT_EQ(page.Delete("/api/jobs/" + id)->status, 200);
  EXPECT_EQ(page.Get("/api/jobs/" + id)->status, 404);
  EXPECT_TRUE(std::filesystem::is_empty(path("http"))) << "nothing of what was sent is left";
}

TEST_F(HttpServerTest, FaultsOfAJobAreNamedByPlace) {
  serve({});
  httplib::Client page = client();
  std::string job = bakery();
  job.replace(job.find("recipes"), 7, "recepies");
  const auto answer = submit(page, job, "file=bakery.textproto&key=k");
  EXPECT_EQ(answer->status, 400);
  const nlohmann::json error = json(answer)["error"];
  EXPECT_EQ(error["code"], "invalid");
  ASSERT_FALSE(error["problems"].empty());
  EXPECT_THAT(error["problems"][0]["path"].get<std::string>(), HasSubstr("line"));
  EXPECT_THAT(json(page.Get("/api/jobs"))["jobs"], SizeIs(0));
  EXPECT_EQ(json(submit(page, job, "file=a.exe&key=k"))["error"]["problems"][0]["path"], "file");
  EXPECT_EQ(json(submit(page, job, "file=a.pb&key=k&priority=x"))["error"]["problems"][0]["path"], "priority");
}

TEST_F(HttpServerTest, FilesThatAreTooLargeAreRefusedAndNotKept) {
  HttpSettings settings;
  settings.upload_bytes = 1000;
  serve(settings);
  httplib::Client page = client();
  EXPECT_EQ(submit(page, std::string(2000, 'x'), "file=a.pb&key=k")->status, 413);
  // In pieces of which nobody said how many, packed.
  page.set_compress(true);
  const auto endless = page.Post(
      "/api/jobs?file=a.pb&key=k",
      [](std::size_t offset, httplib::DataSink& sink) {
        const std::string piece(100'000, 'x');
        sink.write(piece.data(), piece.size());
        if (offset > 1'000'000) sink.done();
        return true;
      },
      "application/octet-stream");
  EXPECT_TRUE(!endless || endless->status == 413);
  EXPECT_TRUE(std::filesystem::is_empty(path("http")));
}

TEST_F(HttpServerTest, NobodySeesWhatIsAnothers) {
  serve_with_accounts();
  for (const char* user : {"ada", "ben"}) store_.accounts().put_user({user, false, {}});
  const std::string ada = store_.accounts().issue_token("ada", "t", 0);
  const std::string ben = store_.accounts().issue_token("ben", "t", 0);
  httplib::Client hers = client(ada), his = client(ben), nobodys = client(), strangers = client("planwerk_wrong");
  const std::string id = submitted(hers, "one");

  for (const char* path : {"/api/session", "/api/jobs", "/metrics"}) {
    EXPECT_EQ(nobodys.Get(path)->status, 401) << path;
    EXPECT_EQ(strangers.Get(path)->status, 401) << path;
    EXPECT_EQ(hers.Get(path)->status, 200) << path;
  }
  EXPECT_EQ(submit(nobodys, bakery(), "file=b.textproto&key=k")->status, 401);
  EXPECT_EQ(his.Get("/api/jobs/" + id)->status, 404);
  EXPECT_EQ(his.Post("/api/jobs/" + id + "/cancel")->status, 404);
  EXPECT_EQ(his.Post("/api/jobs/" + id + "/ticket")->status, 404);
  EXPECT_EQ(his.Delete("/api/jobs/" + id)->status, 404);
  EXPECT_THAT(json(his.Get("/api/jobs"))["jobs"], SizeIs(0));

  planner_.share({*store_.accounts().find_user("ada"), "http"}, id, {"ben"});
  EXPECT_EQ(json(his.Get("/api/jobs/" + id))["mine"], false);
  EXPECT_NE(his.Delete("/api/jobs/" + id)->status, 200);
}

TEST_F(HttpServerTest, ReportAndPlanOpenWithATicketAlone) {
  serve({});
  httplib::Client page = client();
  const std::string id = submitted(page, "one");
  httplib::Client browser("127.0.0.1", server_->port());
  browser.set_read_timeout(60);
  const auto ticket = [&] { return json(page.Post("/api/jobs/" + id + "/ticket"))["ticket"].get<std::string>(); };
  EXPECT_EQ(browser.Get("/open/" + ticket() + "/report.html")->status, 409) << "there is no plan yet";
  finish(id);

  const auto report = browser.Get("/open/" + ticket() + "/report.html?language=de");
  ASSERT_EQ(report->status, 200) << report->body;
  EXPECT_THAT(report->body,
              AllOf(HasSubstr("<html lang=\"de\""), HasSubstr("Certificate"), Not(HasSubstr(folder_ / ""))));
  EXPECT_EQ(report->get_header_value_count("Content-Security-Policy"), 1u);
  EXPECT_THAT(report->get_header_value("Content-Security-Policy"), HasSubstr("sandbox"));
  EXPECT_EQ(browser.Get("/open/" + ticket() + "/report.html?language=xx")->status, 400);

  const auto plan = browser.Get("/open/" + ticket() + "/plan.pbs");
  ASSERT_EQ(plan->status, 200);
  EXPECT_EQ(plan->body.size(), static_cast<std::size_t>(store_.find(id)->plan->bytes));
  EXPECT_THAT(plan->get_header_value("Content-Disposition"), HasSubstr("attachment"));

  const std::string last = ticket();
  EXPECT_EQ(page.Delete("/api/jobs/" + id)->status, 200);
  EXPECT_EQ(browser.Get("/open/" + last + "/plan.pbs")->status, 404);
  EXPECT_EQ(browser.Get("/open/" + std::string(43, 'a') + "/plan.pbs")->status, 404);
  EXPECT_TRUE(std::filesystem::is_empty(path("http")));
}

TEST_F(HttpServerTest, MetricsCountAndNameNobody) {
  serve({});
  httplib::Client page = client();
  const std::string id = submitted(page, "one");
  EXPECT_THAT(page.Get("/metrics")->body, AllOf(HasSubstr("planwerk_jobs{state=\"queued\"} 1"),
                                                HasSubstr("planwerk_worker_busy{device=\"cpu\",worker=\"0\"} 0"),
                                                HasSubstr("planwerk_device_memory_bytes{device=\"cpu\",worker=")));
  finish(id);
  page.Get("/api/jobs/" + id);
  server_->count_call("SubmitJob", "OK");
  const std::string text = page.Get("/metrics")->body;
  EXPECT_THAT(text, AllOf(HasSubstr("planwerk_jobs{state=\"queued\"} 0"),
                          HasSubstr("planwerk_jobs_ended_total{state=\"finished\"} 1"),
                          HasSubstr("planwerk_job_running_seconds_count 1"),
                          HasSubstr("planwerk_job_waiting_seconds_count 1"), HasSubstr("planwerk_job_iterations_sum 7"),
                          HasSubstr("{code=\"200\",side=\"http\",what=\"/api/jobs/ID\"} 1"),
                          HasSubstr("{code=\"OK\",side=\"grpc\",what=\"SubmitJob\"} 1")));
  for (const std::string& name : {id, std::string("Bakery"), std::string("bread"), std::string("local")}) {
    EXPECT_THAT(text, Not(HasSubstr(name)));
  }
}

TEST_F(HttpServerTest, HealthSaysWhenItDrains) {
  serve_with_accounts();
  httplib::Client probe("127.0.0.1", server_->port());
  EXPECT_EQ(json(probe.Get("/healthz")), nlohmann::json({{"status", "ok"}, {"version", "1.2.3"}}));
  HttpSettings asked;
  asked.address = "0.0.0.0:" + std::to_string(server_->port());
  EXPECT_EQ(health_fault(asked), "");
  server_->begin_drain();
  EXPECT_THAT(health_fault(asked), HasSubstr("draining"));
  server_->stop();
  EXPECT_THAT(health_fault(asked), HasSubstr("does not answer"));
}

// What a service that was killed left behind is gone at the next start.
TEST_F(HttpServerTest, LeftoversAreRemovedAtTheStart) {
  std::filesystem::create_directories(path("http") / "left");
  std::ofstream(path("http") / "left" / "job.pb") << "somebody's needs";
  serve({});
  EXPECT_TRUE(std::filesystem::is_empty(path("http")));
}

}  // namespace
}  // namespace planwerk::service
