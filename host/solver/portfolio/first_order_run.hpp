#pragma once

#include "host/solver/portfolio/method_run.hpp"
#include "host/solver/scaling_race.hpp"

namespace planwerk {

// Restarted Halpern PDHG, its scalings taking turns.
class FirstOrderRun final : public MethodRun {
 public:
  // Keeps references to programme and units. `start`: where to begin, or null.
  FirstOrderRun(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start, Device& device,
                ScalingRace::Log log);

  std::string name() const override { return "pdhg"; }
  bool run_to_check(const std::function<bool()>& stop) override { return race_.run_to_check(stop); }
  bool exhausted() const override { return race_.hopeless(); }
  const Residuals& residuals() const override { return race_.current().residuals(); }
  const Residuals& best_residuals() const override { return race_.best().best_residuals(); }
  PrimalDual point() const override { return race_.current().point(); }
  PrimalDual best_point() const override { return race_.best().best_point(); }
  std::optional<Scaling> vertex_scaling() const override { return race_.best().scaling(); }
  RayCandidate ray_candidate() override;
  std::int64_t iterations() const override { return race_.iterations(); }
  std::int64_t matrix_products() const override { return race_.matrix_products(); }

 private:
  std::optional<PrimalDual> start_;  // for scalings whose turn comes later
  ScalingRace race_;
  std::int64_t next_ray_search_;
};

}  // namespace planwerk
