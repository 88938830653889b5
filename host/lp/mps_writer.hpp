#pragma once

#include <ostream>

#include "host/lp/linear_program.hpp"

namespace planwerk {

// Writes free MPS that read_mps reads back as the same programme, number by number: shortest decimal forms, the sense
// as an OBJSENSE section, rows without finite sides as G rows with right-hand side -1e30. MPS gives a row with two
// different finite sides as one side and their distance; where the sides have opposite signs there may be no distance
// that gives both back, and the larger side is then off by one unit in the last place. Absent names become R1.. and
// C1..; blanks and control characters in names are percent-encoded. Whether writing worked is for the caller to ask the
// stream.
void write_mps(const LinearProgram& lp, std::ostream& stream);

}  // namespace planwerk
