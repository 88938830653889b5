#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// Names as files carry them: one word each. Generated ones count from 1.
std::string row_name(const LinearProgram& lp, std::int32_t row);        // or R1, R2, ...
std::string column_name(const LinearProgram& lp, std::int32_t column);  // or C1, C2, ...
std::vector<std::string> all_row_names(const LinearProgram& lp);
std::vector<std::string> all_column_names(const LinearProgram& lp);

// Blanks and control characters as %20 and so on, an empty name as %.
std::string encoded_name(std::string_view name);

}  // namespace planwerk
