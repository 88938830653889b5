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

  // Whether there is a vertex to go on from, and whether there was one before, whose optima are known.
  bool ready() const { return session_ && session_->has_basis(); }
  bool has_face() const { return !primal_.empty() && !is_beside_; }
  // An optimal vertex of a programme of the stack near a point of it. Nothing where the limits do not suffice.
  std::optional<PrimalDual> start(const PlanProgram& program, const PrimalDual& point, const SolveSettings& settings);
  // A vertex near a point of a programme of the stack that is no goal's own, to go on from to the first goal. Its dual,
  // in the programme's units; nothing where the limits do not suffice.
  struct SearchLimits {
    double work;             // in matrix products
    bool may_stray = false;  // VertexSimplex::Limits; else a better point will be there to begin from
  };
  std::optional<PrimalDual> start_beside(const PlanProgram& program, const PrimalDual& point,
                                         const SolveSettings& settings, const SearchLimits& search);
  // Goes back there. False where that fails.
  bool return_beside();
  bool is_beside() const { return is_beside_; }
  // The same among the optima of the goals before, from the last vertex: true where it is found. Its dual has as much
  // of the dual before as makes it one of the whole programme.
  bool next(const PlanProgram& program, const SolveSettings& settings);
  PrimalDual vertex() const;
  // Takes it for the optimum.
  void accept();
  // The vertex of the whole programme, from that one.
  std::optional<PrimalDual> leave_face(const PlanProgram& program, const SolveSettings& settings);
  // A programme of the stack among the optima of those before.
  LinearProgram on_face(const PlanProgram& program) const;

  std::int64_t pivots() const { return session_ ? session_->pivots() : 0; }

 private:
  void remember(const PlanProgram& program, const PrimalDual& vertex);
  void stand_beside();
  void spread_over_steps(const PlanProgram& program, std::vector<double>& primal) const;
  std::vector<VertexSession::Exchange> fit_to(const PlanProgram& program, const std::vector<double>& primal) const;

  Device& device_;
  std::unique_ptr<VertexSession> session_;
  std::vector<double> primal_, dual_;  // the last optimum
  VertexSession::OnFace found_;        // by next()
  Index own_row_ = no_index;           // of its goal, by which later goals hold it
  const PlanProgram* program_ = nullptr;
  std::vector<char> decides_;  // per need: whether its row had a price in any level
  bool had_single_steps_ = false;
  std::vector<std::int32_t> basis_beside_;  // found by start_beside()
  std::vector<double> primal_beside_;
  bool is_beside_ = false;  // no goal's optimum has been taken since
};

}  // namespace planwerk
