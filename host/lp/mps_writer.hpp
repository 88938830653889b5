#pragma once

#include <ostream>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// Writes free MPS that read_mps reads back as the same programme, number by number: shortest decimal forms, the sense
// as an OBJSENSE section, rows without finite sides as G rows with right-hand side -1e30. Where a row has two different
// finite sides, their difference is chosen so that both come back exactly; for rare pairs no such number exists and one
// side comes back one unit in the last place off. Absent names become R1.. and C1..; blanks and control characters in
// names are percent-encoded. Whether writing worked is for the caller to ask the stream.
void write_mps(const LinearProgram& lp, std::ostream& stream);

}  // namespace planwerk
