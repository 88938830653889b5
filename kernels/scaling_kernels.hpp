#pragma once

#include "kernels/csr_matrix.hpp"

namespace planwerk {

// Scales of rows and columns found from the numbers of a programme. Mathematics: docs/mathematics.md, "Scaling".
// Sizes: m rows, n columns; `orientation` holds +1 or -1 per row, so that orientation_i a_ij > 0 means that column j
// puts out the good of row i and < 0 that it takes it in. A row is *produced* when some column puts it out.
class ScalingKernels {
 public:
  virtual ~ScalingKernels() = default;

  // x_i <- 1 / sqrt(x_i) and x_i <- 1 / x_i; zero becomes 1, so that empty rows and columns keep their scale.
  virtual void inverse_square_root(Vector& x) = 0;
  virtual void inverse(Vector& x) = 0;

  virtual void exponential(Vector& x) = 0;  // x_i <- exp(x_i)

  // Norm of the sides of the rows: each row counts with the larger of its finite sides. Sizes: m, m.
  virtual double sides_norm2(const Vector& lower, const Vector& upper) = 0;

  // Logarithms of prices by alternating least squares over all entries and the cost row: minimises
  //   sum w (log|a_ij| + rho_i + sigma_j - t)^2,   inputs: w = 1, t = -log(inputs of j),
  //   outputs: w = 2 max(1, inputs/outputs of j), t = -log(outputs of j).
  // Result: log_prices = rho - rho_cost (m), within +-600.
  virtual void fit_log_prices(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, int sweeps,
                              Vector& log_prices) = 0;

  // One sweep of price iteration: every produced row's price moves to what its cheapest producer needs,
  //   p_i <- p_i clamp(min over producers j of cost_j / revenue_j, 1/10, 10),  within anchor_i / range .. anchor_i
  //   range.
  // Returns the largest |log| of a change.
  virtual double price_sweep(const DeviceMatrix& a, const Vector& orientation, const Vector& objective,
                             const Vector& anchor, double range, Vector& prices) = 0;

  // Scales at which every column turns over about one unit of value at these prices:
  //   column_scale_j = 1 / max(value of outputs, value of inputs) of column j;
  //   row_scale_i = p_i where row i is produced, else 1 / max_j |a_ij| column_scale_j.
  virtual void value_scales(const DeviceMatrix& a, const Vector& orientation, const Vector& prices, Vector& row_scale,
                            Vector& column_scale) = 0;

  // Factors to be applied to the scaled matrix at an adaptive rescaling. Sizes: row_base, row_scale, price: m;
  // column_base, column_scale, activity: n. *_base are the value scales, *_scale the scales in use; activity and price
  // are a point of the scaled programme, freed of its bound and objective factors. After the factors, relative to the
  // value scales:
  //   row:    clamp(|price_i|, 1, 500) / throughput_i^throughput_power  (produced rows; 1 elsewhere)
  //   column: exp(mean of log sqrt(throughput)) / mean of clamp(|price|, 1, 500), means over the column's outputs,
  //           weighted by their value;  1 for a column without outputs
  // where |price_i| is in base units and throughput_i, what producers put out of i, relative to its geometric mean over
  // all produced rows and within [1e-3, 1e4].
  struct RescalingPoint {
    const Vector& row_base;
    const Vector& column_base;
    const Vector& row_scale;
    const Vector& column_scale;
    const Vector& activity;
    const Vector& price;
  };
  virtual void rescaling_factors(const DeviceMatrix& scaled, const Vector& orientation, const RescalingPoint& point,
                                 double throughput_power, Vector& row_factor, Vector& column_factor) = 0;

  // Factors that bring the largest entry of every row that nothing produces to one; 1 for the other rows.
  virtual void resource_factors(const DeviceMatrix& a, const Vector& orientation, Vector& row_factor) = 0;
};

}  // namespace planwerk
