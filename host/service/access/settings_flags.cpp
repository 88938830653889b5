#include "host/service/access/settings_flags.hpp"

#include <cctype>
#include <cstdlib>

namespace planwerk::service {
namespace {

// `--tls-key` is PLANWERK_TLS_KEY.
std::string variable_of(const std::string& name) {
  std::string variable = "PLANWERK_";
  for (const char c : name) variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

// CLI11 would let the file go before the environment: what the environment says is taken out of the file.
class FileBelowEnvironment : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& file) const override {
    std::vector<CLI::ConfigItem> found = CLI::ConfigTOML::from_config(file);
    std::erase_if(found, [](const CLI::ConfigItem& item) {
      const char* value = std::getenv(variable_of(item.fullname()).c_str());
      return value != nullptr && *value != '\0';
    });
    return found;
  }
};

class Flags {
 public:
  explicit Flags(CLI::App& app) : app_(app) {}

  template <class Value>
  CLI::Option* add(const std::string& name, Value& value, const std::string& help) {
    return app_.add_option("--" + name, value, help)->envname(variable_of(name))->capture_default_str();
  }
  void add_switch(const std::string& name, bool& value, const std::string& help) {
    app_.add_flag("--" + name, value, help)->envname(variable_of(name))->capture_default_str();
  }

 private:
  CLI::App& app_;
};

void add_access(Flags& flags, ServiceSettings& settings) {
  flags.add("folder", settings.folder, "where jobs and plans are kept");
  flags.add("listen", settings.listen, "gRPC: HOST:PORT");
  flags.add("http", settings.http, "metrics and console: HOST:PORT; empty: none");
  flags.add_switch("accounts", settings.accounts, "every call needs a token (`planwerk tokens`)");
  flags.add_switch("insecure", settings.insecure, "listen beyond this machine without TLS or accounts");
  flags.add("tls-certificate", settings.tls.certificate, "PEM file");
  flags.add("tls-key", settings.tls.key, "PEM file");
  flags.add("tls-client-ca", settings.tls.client_ca, "PEM file: clients must show a certificate of this authority");
}

void add_workers(Flags& flags, ServiceSettings& settings) {
  flags.add("devices", settings.devices, "a worker for each: cpu, cuda:0 ...")->delimiter(',');
  flags.add("threads", settings.threads, "of a CPU worker; 0: all cores, divided")->check(CLI::NonNegativeNumber);
  flags.add("worker-memory", settings.worker_memory, "of each worker, such as 8GiB; 0: the machine's, divided")
      ->transform(CLI::AsSizeValue(false));
  flags.add("worker", settings.worker, "the worker's program; empty: planwerk-worker beside this one");
  flags.add("heartbeat", settings.heartbeat_s, "seconds after which a silent worker is replaced")
      ->check(CLI::Range(0.1, 30.0));
  flags.add("checkpoint", settings.checkpoint_s, "seconds between checkpoints")->check(CLI::PositiveNumber);
  flags.add("time-limit", settings.time_limit_s, "seconds of solving, of jobs that name none; 0: none")
      ->check(CLI::NonNegativeNumber);
  flags.add("running-per-user", settings.running_per_user, "jobs at once; 0: as many as workers")
      ->check(CLI::NonNegativeNumber);
  flags.add_switch("drain", settings.drain, "at the end, let running jobs come to theirs; else checkpoint them");
}

void add_limits(Flags& flags, ServiceSettings& settings) {
  flags.add("keep-days", settings.keep_days, "delete jobs that ended longer ago; 0: keep")
      ->check(CLI::NonNegativeNumber);
  flags.add("keep-uploads-hours", settings.keep_uploads_hours, "delete uploads given up for so long; 0: keep")
      ->check(CLI::NonNegativeNumber);
  flags.add("keep-bytes", settings.keep_bytes, "delete oldest ended jobs beyond this size; 0: unlimited")
      ->transform(CLI::AsSizeValue(false));
  flags.add("job-bytes", settings.limits.job_bytes, "largest job")->transform(CLI::AsSizeValue(false));
  flags.add("job-parts", settings.limits.parts, "most parts of a job")->check(CLI::PositiveNumber);
  flags.add("text-length", settings.limits.text_length, "longest text in a request")->check(CLI::PositiveNumber);
  flags.add("readers", settings.readers, "jobs that are read and judged at the same time")->check(CLI::Range(1, 64));
  flags.add("silence", settings.silence_s, "seconds after which a silent stream is ended")->check(CLI::PositiveNumber);
  flags.add("call-memory", settings.call_memory, "bytes that all calls together may hold")
      ->transform(CLI::AsSizeValue(false));
}

}  // namespace

void add_settings(CLI::App& app, ServiceSettings& settings) {
  // CLI11 reads the file before it looks at the environment: where it is, is to be known by then.
  const char* file = std::getenv("PLANWERK_CONFIG");
  app.set_config("--config", file == nullptr ? "" : file, "a file of these settings, as TOML; else PLANWERK_CONFIG");
  app.config_formatter(std::make_shared<FileBelowEnvironment>());
  app.allow_config_extras(CLI::config_extras_mode::error);
  Flags flags(app);
  add_access(flags, settings);
  add_workers(flags, settings);
  add_limits(flags, settings);
  flags.add("log", settings.log, "text or json, on stderr")->check(CLI::IsMember({"text", "json"}));
  flags.add("log-level", settings.log_level, "debug, info, warning or error")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

std::string settings_text(const CLI::App& app) {
  return app.config_to_str(true, false);
}

}  // namespace planwerk::service
