#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "host/service/access/settings.hpp"

namespace planwerk::cli {

// The service's log, on stderr: a line of text or one JSON object per entry. Jobs are named by their ids; nothing of
// what they hold gets here.
class ServiceLog {
 public:
  explicit ServiceLog(const service::ServiceSettings& settings);

  using Fields = nlohmann::ordered_json;
  void info(const std::string& event, const Fields& fields = {}) { write(spdlog::level::info, event, fields); }
  void warning(const std::string& event, const Fields& fields = {}) { write(spdlog::level::warn, event, fields); }
  void error(const std::string& event, const Fields& fields = {}) { write(spdlog::level::err, event, fields); }

 private:
  void write(spdlog::level::level_enum level, const std::string& event, const Fields& fields);

  bool json_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace planwerk::cli
