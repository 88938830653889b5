#pragma once

#include <string_view>

namespace planwerk {

// Each hands any bytes to a reader and aborts where the reader breaks a promise: it crashes, accepts without a value,
// or what it accepts does not survive being written and read again.
void exercise_mps_reader(std::string_view bytes);
// The bytes as an answer to the bakery of tests/support/small_lps.hpp.
void exercise_solution_reader(std::string_view bytes);

}  // namespace planwerk
