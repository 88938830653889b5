#pragma once

#include <string>

namespace planwerk::cli {

// Version and facts of the build, from what was known when it was compiled: no device is touched.
std::string version_text();

}  // namespace planwerk::cli
