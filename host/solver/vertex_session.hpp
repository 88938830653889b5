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
    std::function<bool()> stop = {};  // asked at every pivot: true gives up
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
  // The same from the basis at hand. `primal`: the last vertex, as columns of this programme; variables outside the
  // basis move to the bounds nearest to it. What cost something at the last optimum stays where it is at first, so that
  // the pivots begin within the face of the last optima.
  std::optional<PrimalDual> go_on(const LinearProgram& lp, const std::vector<double>& primal,
                                  const std::vector<Exchange>& exchanges, const Settings& settings);

  bool has_basis() const { return has_basis_; }
  bool is_basic(std::int32_t variable) const { return basic_[variable] != 0; }
  double reduced_cost(std::int32_t variable) const { return reduced_costs_[variable]; }  // at the last optimum, scaled
  std::int64_t pivots() const { return pivots_; }                                        // of all programmes

 private:
  void take_over(const LinearProgram& lp);
  bool exchange(const std::vector<Exchange>& exchanges);
  bool within_face(std::vector<double>& values, const Settings& settings);
  std::optional<PrimalDual> finish(const LinearProgram& lp, std::vector<double> values,
                                   std::vector<double> expected_reduced_costs, const Settings& settings);
  VertexSimplex::Outcome run(const char* what, std::vector<double>& values, std::vector<double> expected_reduced_costs,
                             const Settings& settings);
  void remember_basis();

  ScaledForm scaled_;
  DeviceMatrix matrix_;
  VertexBasis basis_;
  Device& device_;
  bool has_basis_ = false;
  std::vector<char> basic_;
  std::vector<double> duals_, reduced_costs_;  // of the last optimum
  std::int64_t pivots_ = 0;
};

}  // namespace planwerk
