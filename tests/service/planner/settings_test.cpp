#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/service/access/settings_flags.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::service {
namespace {

class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~Environment() { unsetenv(name_); }

 private:
  const char* name_;
};

ServiceSettings parse(std::vector<std::string> arguments, std::string* text = nullptr) {
  ServiceSettings settings;
  CLI::App app;
  add_settings(app, settings);
  std::reverse(arguments.begin(), arguments.end());
  app.parse(arguments);
  if (text != nullptr) *text = settings_text(app);
  return settings;
}

class SettingsTest : public ::testing::Test {
 protected:
  std::string file(const std::string& text) {
    const std::string path = folder_ / "planwerk.toml";
    std::ofstream(path) << text;
    return path;
  }
  planwerk::tests::TemporaryFolder folder_;
};

TEST_F(SettingsTest, FlagsGoBeforeTheEnvironmentAndThatBeforeTheFile) {
  const std::string config = file("listen = \"127.0.0.1:1\"\nhttp = \"127.0.0.1:1\"\nheartbeat = 7\naccounts = true\n");
  const Environment listen("PLANWERK_LISTEN", "127.0.0.1:2");
  const Environment http("PLANWERK_HTTP", "127.0.0.1:2");
  const ServiceSettings settings = parse({"--config", config, "--listen", "127.0.0.1:3"});
  EXPECT_EQ(settings.listen, "127.0.0.1:3");
  EXPECT_EQ(settings.http, "127.0.0.1:2");
  EXPECT_EQ(settings.heartbeat_s, 7);
  EXPECT_TRUE(settings.accounts);
  EXPECT_EQ(settings.readers, ServiceSettings().readers);
}

TEST_F(SettingsTest, TheFileCanBeNamedByTheEnvironment) {
  const std::string config = file("readers = 3\n");
  const Environment named("PLANWERK_CONFIG", config.c_str());
  EXPECT_EQ(parse({}).readers, 3);
}

TEST_F(SettingsTest, WhatIsPrintedIsAFileOfTheSameSettings) {
  std::string text;
  const ServiceSettings settings =
      parse({"--devices", "cpu,cuda:0", "--keep-bytes", "10GiB", "--drain", "--folder", "here"}, &text);
  EXPECT_EQ(settings.keep_bytes, std::int64_t{10} << 30);
  const ServiceSettings again = parse({"--config", file(text)});
  EXPECT_EQ(again.devices, (std::vector<std::string>{"cpu", "cuda:0"}));
  EXPECT_EQ(again.keep_bytes, settings.keep_bytes);
  EXPECT_TRUE(again.drain);
  EXPECT_EQ(again.folder, "here");
}

TEST_F(SettingsTest, MistypedSettingsAreErrors) {
  EXPECT_THROW(parse({"--config", file("lisen = \"127.0.0.1:1\"\n")}), CLI::ParseError);
  EXPECT_THROW(parse({"--config", "/no/such/file"}), CLI::ParseError);
  EXPECT_THROW(parse({"--heartbeat", "soon"}), CLI::ParseError);
}

TEST(Settings, ListeningBeyondThisMachineNeedsTlsAndAccounts) {
  ServiceSettings settings;
  EXPECT_FALSE(check(settings).has_errors());
  for (const char* address : {"0.0.0.0:50551", "[::]:50551", "192.168.1.7:1", "example.org:1"}) {
    settings = {};
    settings.listen = address;
    EXPECT_EQ(check(settings).error_count(), 2u) << address;
    settings.accounts = true;
    EXPECT_EQ(check(settings).error_count(), 1u) << address;
    settings.tls.certificate = settings.tls.key = "/proc/self/exe";
    EXPECT_EQ(check(settings).error_count(), 0u) << address;
    settings = {};
    settings.listen = address;
    settings.insecure = true;
    EXPECT_EQ(check(settings).error_count(), 0u) << address;
  }
  settings = {};
  settings.http = "0.0.0.0:80";
  EXPECT_EQ(check(settings).error_count(), 2u);
  settings = {};
  settings.tls.certificate = "/no/such/file";
  EXPECT_EQ(check(settings).error_count(), 2u);  // no key, and not there
}

TEST(Settings, LoopbackIsKnownInItsForms) {
  for (const char* address : {"127.0.0.1:1", "127.1.2.3:4", "localhost:5", "[::1]:6", "unix:/run/planwerk"}) {
    EXPECT_TRUE(is_loopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "localhost.example.org:1", "1270.0.0.1:1"}) {
    EXPECT_FALSE(is_loopback(address)) << address;
  }
}

}  // namespace
}  // namespace planwerk::service
