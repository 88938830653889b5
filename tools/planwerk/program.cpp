#include "tools/planwerk/program.hpp"

#include <new>
#include <system_error>

#include <fmt/format.h>

#include "kernels/device.hpp"

namespace planwerk::cli {
namespace {

int failed(ExitCode code, const char* what) {
  fmt::print(stderr, "planwerk: {}\n", what);
  return static_cast<int>(code);
}

}  // namespace

ExitCode run_command(CLI::App& app, int argc, char** argv, const ExitCode& result) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitCode::success : ExitCode::bad_input;
  }
  return result;
}

int guarded(const std::function<ExitCode()>& program) {
  try {
    return static_cast<int>(program());
  } catch (const DeviceOutOfMemory& error) {
    return failed(ExitCode::stopped_short, error.what());
  } catch (const std::bad_alloc&) {
    return failed(ExitCode::stopped_short, "out of memory");
  } catch (const std::system_error& error) {
    return failed(ExitCode::bad_input, error.what());
  } catch (const std::exception& error) {
    return failed(ExitCode::internal_failure, error.what());
  }
}

}  // namespace planwerk::cli
