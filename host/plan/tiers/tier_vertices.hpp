#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "host/plan/tiers/plan_program.hpp"
#include "host/solver/solve.hpp"
#include "host/solver/vertex_session.hpp"

namespace planwerk {

// Vertices of the programmes of a stack, each goal's from the one before by primal simplex pivots: the lexicographic
// simplex method. docs/mathematics.md, "Tiers".
class TierVertices {
 public:
  explicit TierVertices(Device& device) : device_(device) {}

  // Whether there is a vertex to go on from.
  bool ready() const { return session_ && session_->has_basis(); }
  // An optimal vertex of a programme of the stack: near a point of it, or from the vertex before. Nothing where the
  // limits do not suffice.
  std::optional<PrimalDual> start(const PlanProgram& program, const PrimalDual& point, const SolveSettings& settings);
  std::optional<PrimalDual> next(const PlanProgram& program, const SolveSettings& settings);

  std::int64_t pivots() const { return session_ ? session_->pivots() : 0; }

 private:
  std::optional<PrimalDual> remember(const PlanProgram& program, std::optional<PrimalDual> vertex);
  std::vector<VertexSession::Exchange> fit_to(const PlanProgram& program, std::vector<double>& primal) const;

  Device& device_;
  std::unique_ptr<VertexSession> session_;
  std::vector<double> primal_;  // the last vertex
  bool had_single_steps_ = false;
};

}  // namespace planwerk
