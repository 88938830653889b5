#pragma once

#include <CLI/CLI.hpp>

#include "host/service/access/settings.hpp"

namespace planwerk::service {

// The settings as flags of `app`. Each can also stand in the file that --config names (`listen = "..."`, TOML) and in
// the environment (`PLANWERK_LISTEN`). A flag goes before the environment, the environment before the file.
void add_settings(CLI::App& app, ServiceSettings& settings);

// All settings as a file that --config would take: what holds, wherever it came from.
std::string settings_text(const CLI::App& app);

}  // namespace planwerk::service
