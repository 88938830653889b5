#pragma once

#include <optional>
#include <vector>

#include "host/answers/conflict/conflict_program.hpp"

namespace planwerk {

// A condition that gives way, and by how much on each side.
struct Move {
  std::size_t condition = 0;
  Sides by;
  double relative = 0;  // to the present size of the side that moves; infinite where that is zero
};

// The least by which one condition alone must give way so that all the others of the job can be kept; nothing where
// that is not enough.
std::optional<Move> least_move(ConflictProgram& program, std::size_t condition,
                               const std::vector<double>& scales_of_none);

// The cheapest way in which the demands among the conditions give way together (ConflictAnswer::compromise), largest
// relative move first; empty where none was found. Waste that must balance takes part where it has a scale.
std::vector<Move> compromise(const Economy& economy, ConflictProgram& program,
                             const std::vector<double>& scales_of_none);

}  // namespace planwerk
