#include "tools/planwerk_service/service_log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace planwerk::cli {
namespace {

spdlog::level::level_enum level_named(const std::string& name) {
  if (name == "debug") return spdlog::level::debug;
  if (name == "warning") return spdlog::level::warn;
  if (name == "error") return spdlog::level::err;
  return spdlog::level::info;
}

}  // namespace

ServiceLog::ServiceLog(const service::ServiceSettings& settings)
    : json_(settings.log == "json"),
      logger_(std::make_shared<spdlog::logger>("service", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_pattern(json_ ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})" : "%Y-%m-%d %H:%M:%S.%e  %v");
  logger_->set_level(level_named(settings.log_level));
  logger_->flush_on(spdlog::level::debug);
}

void ServiceLog::write(spdlog::level::level_enum level, const std::string& event, const Fields& fields) {
  if (json_) {
    Fields entry{{"event", event}};
    if (!fields.is_null()) entry.update(fields);
    const std::string text = entry.dump();
    return logger_->log(level, text.substr(1, text.size() - 2));  // within the pattern's braces
  }
  std::string text = event;
  for (const auto& [name, value] : fields.items()) {
    text += "  " + name + " " + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  logger_->log(level, text);
}

}  // namespace planwerk::cli
