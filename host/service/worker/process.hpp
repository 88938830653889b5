#pragma once

#include <cstdint>

namespace planwerk::service {

// What a worker's process does to itself and knows of itself.

// Asks the system to end this process when its parent's thread ends, and takes no part in the terminal's Ctrl-C.
void die_with_parent();
// No more memory for data than this, host side; what goes beyond fails like any allocation. 0: unlimited.
void limit_memory(std::int64_t bytes);
// Closes every descriptor but the standard three and `keep`, which is closed on exec.
void close_other_descriptors(int keep);

std::int64_t resident_bytes();       // now
std::int64_t most_resident_bytes();  // so far
double cpu_seconds();                // of all threads

}  // namespace planwerk::service
