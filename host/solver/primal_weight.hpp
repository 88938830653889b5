#pragma once

namespace planwerk {

// The primal weight w splits the step: tau = eta / w, sigma = eta w. It follows the ratio of the distances that dual
// and primal have moved since the last restart by a PID controller on log w (Lu, Peng & Yang, cuPDLPx, 2025, sec. 3),
// and leans towards the side whose residual is larger.
class PrimalWeight {
 public:
  explicit PrimalWeight(double initial = 1) : value_(initial), best_(initial) {}

  double value() const { return value_; }

  // At a restart. Distances from the last anchor to the new one, in scaled units; relative residuals at the new one.
  void update(double primal_distance, double dual_distance, double primal_residual, double dual_residual);

  // The scaling has changed: distances in primal and dual units are now so many times what they were.
  void change_units(double primal_factor, double dual_factor);

 private:
  double value_;
  double best_;  // the weight at which the residuals were most alike
  double best_imbalance_ = 1e300;
  double integral_ = 0;
};

}  // namespace planwerk
