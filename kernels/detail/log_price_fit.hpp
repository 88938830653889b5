#pragma once

#include <cmath>

#include "kernels/detail/oriented_sums.hpp"
#include "kernels/detail/row_products.hpp"

// Alternating least squares on logarithms, ScalingKernels::fit_log_prices: the sums that stay and the sweeps.

namespace planwerk::backend {

// Counts and sums of log|a_ij| of a column's outputs and inputs.
struct ColumnLogs {
  double output_count = 0, input_count = 0, output_logs = 0, input_logs = 0;
};
struct AddColumnLogs {
  PLANWERK_FN ColumnLogs operator()(const ColumnLogs& a, const ColumnLogs& b) const {
    return {a.output_count + b.output_count, a.input_count + b.input_count, a.output_logs + b.output_logs,
            a.input_logs + b.input_logs};
  }
};

struct RowShare {
  EitherWay weight, fixed;
};
struct AddRowShares {
  PLANWERK_FN RowShare operator()(const RowShare& a, const RowShare& b) const {
    return {AddEither{}(a.weight, b.weight), AddEither{}(a.fixed, b.fixed)};
  }
};

// The parts of the least-squares fit that do not change between sweeps. An entry's share in a mean is
// weight (target - log|a| - unknown); the first two are summed once, so that sweeps need no logarithms.
struct LogFit {
  Vector output_weight, input_target, output_target;  // per column
  Vector column_weight, column_fixed;                 // sums of w and w (t - log|a|), cost entry included
  Vector row_weight, row_fixed;
};

inline LogFit prepare_fit(Device& device, Execution& execution, const DeviceMatrix& a, const Vector& orientation,
                          const Vector& objective) {
  const std::size_t m = static_cast<std::size_t>(a.by_rows.rows), n = static_cast<std::size_t>(a.by_columns.rows);
  LogFit fit{Vector(device, n), Vector(device, n), Vector(device, n), Vector(device, n),
             Vector(device, n), Vector(device, m), Vector(device, m)};
  const double *sign = orientation.data(), *c = objective.data();
  double *weight = fit.output_weight.data(), *in = fit.input_target.data(), *out = fit.output_target.data();
  reduce_rows(
      execution, a.by_columns,
      [=] PLANWERK_FN(std::int32_t i, double value) { return turnover(value * sign[i] > 0 ? 1 : -1); }, Turnover{},
      AddTurnover{},
      [=] PLANWERK_FN(std::int32_t j, Turnover count) {
        const double outputs = larger(1, count.output + (c[j] < 0 ? 1 : 0));
        const double inputs = count.input + (c[j] > 0 ? 1 : 0);
        weight[j] = 2 * larger(1, inputs / outputs);
        out[j] = -std::log(outputs);
        in[j] = -std::log(larger(1, inputs));
      });
  double *column_weight = fit.column_weight.data(), *column_fixed = fit.column_fixed.data();
  reduce_rows(
      execution, a.by_columns,
      [=] PLANWERK_FN(std::int32_t i, double value) {
        const double log = std::log(std::fabs(value));
        return value * sign[i] > 0 ? ColumnLogs{1, 0, log, 0} : ColumnLogs{0, 1, 0, log};
      },
      ColumnLogs{}, AddColumnLogs{},
      [=] PLANWERK_FN(std::int32_t j, ColumnLogs s) {
        const double log_cost = c[j] != 0 ? std::log(std::fabs(c[j])) : 0;
        if (c[j] > 0) s.input_count += 1, s.input_logs += log_cost;
        if (c[j] < 0) s.output_count += 1, s.output_logs += log_cost;
        column_weight[j] = weight[j] * s.output_count + s.input_count;
        column_fixed[j] = weight[j] * (s.output_count * out[j] - s.output_logs) + s.input_count * in[j] - s.input_logs;
      });
  double *row_weight = fit.row_weight.data(), *row_fixed = fit.row_fixed.data();
  reduce_rows(
      execution, a.by_rows,
      [=] PLANWERK_FN(std::int32_t j, double value) {
        const double log = std::log(std::fabs(value));
        const double output = weight[j] * (out[j] - log), input = in[j] - log;
        return value > 0 ? RowShare{{weight[j], 1}, {output, input}} : RowShare{{1, weight[j]}, {input, output}};
      },
      RowShare{}, AddRowShares{},
      [=] PLANWERK_FN(std::int32_t i, RowShare s) {
        row_weight[i] = s.weight.by(sign[i]);
        row_fixed[i] = s.fixed.by(sign[i]);
      });
  return fit;
}

inline void fit_columns(Execution& execution, const DeviceMatrix& a, const Vector& orientation, const Vector& objective,
                        const LogFit& fit, const Vector& row_logs, double cost_log, Vector& column_logs) {
  const double *sign = orientation.data(), *c = objective.data(), *rho = row_logs.data();
  const double *weight = fit.column_weight.data(), *fixed = fit.column_fixed.data();
  const double* output_weight = fit.output_weight.data();
  double* sigma = column_logs.data();
  reduce_rows(
      execution, a.by_columns,
      [=] PLANWERK_FN(std::int32_t i, double value) {
        return value * sign[i] > 0 ? Turnover{rho[i], 0} : Turnover{0, rho[i]};
      },
      Turnover{}, AddTurnover{},
      [=] PLANWERK_FN(std::int32_t j, Turnover logs) {
        const double cost_share = c[j] == 0 ? 0 : (c[j] < 0 ? output_weight[j] : 1) * cost_log;
        const double moving = output_weight[j] * logs.output + logs.input + cost_share;
        sigma[j] = weight[j] > 0 ? (fixed[j] - moving) / weight[j] : 0;
      });
}

inline void fit_rows(Execution& execution, const DeviceMatrix& a, const Vector& orientation, const LogFit& fit,
                     const Vector& column_logs, Vector& row_logs) {
  const double *sign = orientation.data(), *sigma = column_logs.data(), *output_weight = fit.output_weight.data();
  const double *weight = fit.row_weight.data(), *fixed = fit.row_fixed.data();
  double* rho = row_logs.data();
  reduce_rows(
      execution, a.by_rows,
      [=] PLANWERK_FN(std::int32_t j, double value) {
        const double output = output_weight[j] * sigma[j], input = sigma[j];
        return value > 0 ? EitherWay{output, input} : EitherWay{input, output};
      },
      EitherWay{}, AddEither{},
      [=] PLANWERK_FN(std::int32_t i, EitherWay moving) {
        rho[i] = weight[i] > 0 ? (fixed[i] - moving.by(sign[i])) / weight[i] : 0;
      });
}

inline double fit_cost(Execution& execution, const Vector& objective, const LogFit& fit, const Vector& column_logs) {
  const double *c = objective.data(), *sigma = column_logs.data(), *output_weight = fit.output_weight.data();
  const double *in = fit.input_target.data(), *out = fit.output_target.data();
  const auto at_column = [=] PLANWERK_FN(std::int64_t j) {
    if (c[j] == 0) return WeightedMean{};
    const double weight = c[j] < 0 ? output_weight[j] : 1, target = c[j] < 0 ? out[j] : in[j];
    return WeightedMean{weight, weight * (target - std::log(std::fabs(c[j])) - sigma[j])};
  };
  return mean(reduce_index(execution, size(objective), WeightedMean{}, at_column, AddMeans{}));
}

}  // namespace planwerk::backend
