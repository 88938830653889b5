#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/lp/linear_program.hpp"
#include "host/solver/scaled_form.hpp"
#include "host/solver/vertex_basis.hpp"
#include "host/solver/vertex_simplex.hpp"
#include "kernels/device.hpp"
#include "kernels/sparse_kernels.hpp"

namespace planwerk {

// A basis carried from programme to programme, all of one matrix, that differ in costs and bounds: how the goals of a
// lexicographic objective are solved one after the other. Variables are numbered as in SlackForm: columns, then rows.
// The same input gives the same bits. docs/mathematics.md, "Tiers".
class VertexSession {
 public:
  struct Settings {
    std::int64_t pivot_limit = 50000;  // of one programme
    double work_limit = 200000;        // of one programme, in matrix products
    std::function<void(const std::string&)> on_log = {};
    std::function<bool()> stop = {};   // asked at every pivot: true gives up
    bool may_stray = true;             // VertexSimplex::Limits
    bool judges_primal_pivots = true;  // likewise
  };
  // A variable of the basis that another takes the place of, before any pivot.
  using Exchange = std::pair<std::int32_t, std::int32_t>;

  // Units are those of the first programme. The device must outlive the session.
  VertexSession(const LinearProgram& first, Device& device);
  VertexSession(const VertexSession&) = delete;
  VertexSession& operator=(const VertexSession&) = delete;

  // An optimal vertex of the programme from the basis that a matching finds at the point. Nothing where the limits do
  // not suffice; the basis is lost then.
  std::optional<PrimalDual> start(const LinearProgram& lp, const PrimalDual& point, const Settings& settings);
  // The optima of the programmes so far do not bind those to come.
  void forget_face();
  // Goes back to a basis that there was before, and forgets the face. False where it does not factorise any more.
  bool return_to(const std::vector<std::int32_t>& variables);
  const std::vector<std::int32_t>& basis() const { return basis_.variables(); }
  // An optimal vertex among the optima of the programmes before, from the basis at hand. `primal`: the last vertex, as
  // columns of this programme; variables outside the basis move to the bounds nearest to it. Nothing where the limits
  // do not suffice; the face is kept then and the basis lost.
  struct OnFace {
    PrimalDual vertex;
    // So much of the dual before, added to the vertex's, makes reduced costs right beyond the face too; 0 where nothing
    // needs to be added.
    double multiple = 0;
  };
  std::optional<OnFace> go_on(const LinearProgram& lp, const std::vector<double>& primal,
                              const std::vector<Exchange>& exchanges, const Settings& settings);
  // What go_on() found is taken for optimal, with so much of the dual before.
  void accept(double multiple);
  // The optimum of the whole programme from there.
  std::optional<PrimalDual> leave_face(const LinearProgram& lp, const Settings& settings);

  // The programme among the optima of those before: what cost something at an optimum stays where it was, as far as
  // that is at a bound of this programme, at `primal`, still. Complementary slackness.
  LinearProgram on_face(LinearProgram lp, const std::vector<double>& primal) const;

  bool has_basis() const { return has_basis_; }
  bool is_basic(std::int32_t variable) const { return basic_[variable] != 0; }
  double reduced_cost(std::int32_t variable) const { return reduced_costs_[variable]; }  // at the last optimum, scaled
  std::int64_t pivots() const { return pivots_; }                                        // of all programmes

 private:
  void take_over(const LinearProgram& lp);
  bool exchange(const std::vector<Exchange>& exchanges);
  bool within_face(const Settings& settings);
  std::vector<double> reduced_costs_now() const;
  double multiple_needed(const std::vector<double>& now) const;
  PrimalDual vertex_of(const LinearProgram& lp, std::vector<double> values) const;
  std::optional<PrimalDual> finish(const LinearProgram& lp, std::vector<double> values,
                                   std::vector<double> expected_reduced_costs, const Settings& settings);
  VertexSimplex::Outcome run(const char* what, std::vector<double>& values, std::vector<double> expected_reduced_costs,
                             const Settings& settings);
  void remember_basis();
  void remember_face();

  ScaledForm scaled_;
  DeviceMatrix matrix_;
  VertexBasis basis_;
  Device& device_;
  bool has_basis_ = false;
  std::vector<char> basic_;
  std::vector<double> values_, duals_;  // where the last pivots ended
  std::vector<double> reduced_costs_;   // of the last optimum, in units of its costs
  double unit_before_ = 1;              // of those costs
  std::vector<signed char> side_;       // of variables that cost something at an optimum: -1 lower, 1 upper; else 0
  std::int64_t pivots_ = 0;
};

}  // namespace planwerk
