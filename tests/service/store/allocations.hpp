#pragma once

#include <cstdint>

namespace planwerk::service::tests {

// Lets the n-th allocation of this program fail, counted from 0 over C++'s and SQLite's together, once or from then on.
void fail_allocation(std::int64_t at, bool for_ever);
// No further one fails; how many there were.
std::int64_t allow_allocations();

void install_failing_memory();  // before SQLite is used

}  // namespace planwerk::service::tests
