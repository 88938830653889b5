#pragma once

#include <atomic>

namespace planwerk::cli {

// True after Ctrl-C (or a request to terminate): the work in progress ends with the best answer so far. A second Ctrl-C
// ends the program at once. The first call starts to listen.
const std::atomic<bool>& interrupted_by_user();

}  // namespace planwerk::cli
