#pragma once

#include "host/service/access/settings.hpp"
#include "tools/planwerk/exit_code.hpp"

namespace planwerk::cli {

// Runs the service until it is asked to end by SIGTERM or SIGINT: it takes no more work, lets running jobs come to
// their end or checkpoints them, as the settings say, and ends. A second signal ends it at once; nothing is lost by
// that but the work since the last checkpoints.
ExitCode run_service(const service::ServiceSettings& settings);

}  // namespace planwerk::cli
