#include <cmath>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/detail/row_products.hpp"
#include "kernels/scaling_kernels.hpp"

namespace planwerk::backend {
namespace {

PLANWERK_FN inline double clamp(double value, double lower, double upper) {
  return value < lower ? lower : (value > upper ? upper : value);
}

PLANWERK_FN inline double finite_or_zero(double side) {
  return side > -HUGE_VAL && side < HUGE_VAL ? std::fabs(side) : 0;
}

PLANWERK_FN inline double larger(double a, double b) {
  return a < b ? b : a;
}

// What a row comes to if its positive entries are outputs, and if its negative ones are. A row loop does not know its
// row's orientation before its end.
struct EitherWay {
  double upright = 0, turned = 0;
  PLANWERK_FN double by(double orientation) const { return orientation > 0 ? upright : turned; }
};
struct AddEither {
  PLANWERK_FN EitherWay operator()(const EitherWay& a, const EitherWay& b) const {
    return {a.upright + b.upright, a.turned + b.turned};
  }
};
struct LeastEither {
  PLANWERK_FN EitherWay operator()(const EitherWay& a, const EitherWay& b) const {
    return {b.upright < a.upright ? b.upright : a.upright, b.turned < a.turned ? b.turned : a.turned};
  }
};

// What a column puts out and takes in: counts of entries, or values at prices.
struct Turnover {
  double output = 0, input = 0;
};
struct AddTurnover {
  PLANWERK_FN Turnover operator()(const Turnover& a, const Turnover& b) const {
    return {a.output + b.output, a.input + b.input};
  }
};
PLANWERK_FN inline Turnover turnover(double signed_amount) {
  return signed_amount > 0 ? Turnover{signed_amount, 0} : Turnover{0, -signed_amount};
}

struct WeightedMean {
  double weight = 0, total = 0;
};
struct AddMeans {
  PLANWERK_FN WeightedMean operator()(const WeightedMean& a, const WeightedMean& b) const {
    return {a.weight + b.weight, a.total + b.total};
  }
};
PLANWERK_FN inline double mean(const WeightedMean& m) {
  return m.weight > 0 ? m.total / m.weight : 0;
}

// The largest entry of a row, and whether it has outputs, either way round.
struct RowView {
  double maximum = 0;
  bool positive = false, negative = false;
  PLANWERK_FN bool produced(double orientation) const { return orientation > 0 ? positive : negative; }
  PLANWERK_FN double to_unit() const { return maximum > 0 ? 1 / maximum : 1; }
};
struct JoinRowViews {
  PLANWERK_FN RowView operator()(const RowView& a, const RowView& b) const {
    return {larger(a.maximum, b.maximum), a.positive || b.positive, a.negative || b.negative};
  }
};

// A column's outputs: their value, the same times their rows' price factors, and weighted logarithms of throughput.
struct Outputs {
  double value = 0, dear_value = 0, log_flow = 0;
};
struct AddOutputs {
  PLANWERK_FN Outputs operator()(const Outputs& a, const Outputs& b) const {
    return {a.value + b.value, a.dear_value + b.dear_value, a.log_flow + b.log_flow};
  }
};

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

std::int64_t size(const Vector& x) {
  return static_cast<std::int64_t>(x.size());
}

void fill(Execution& execution, Vector& x, double value) {
  double* values = x.data();
  for_each_index(execution, size(x), [=] PLANWERK_FN(std::int64_t i) { values[i] = value; });
}

void produced_rows(Execution& execution, const DeviceMatrix& a, const Vector& orientation, Vector& produced) {
  const double* sign = orientation.data();
  double* result = produced.data();
  const auto count = [] PLANWERK_FN(std::int32_t, double value) {
    return EitherWay{value > 0 ? 1.0 : 0.0, value < 0 ? 1.0 : 0.0};
  };
  reduce_rows(execution, a.by_rows, count, EitherWay{}, AddEither{},
              [=] PLANWERK_FN(std::int32_t i, EitherWay outputs) { result[i] = outputs.by(sign[i]) > 0 ? 1 : 0; });
}

LogFit prepare_fit(Device& device, Execution& execution, const DeviceMatrix& a, const Vector& orientation,
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

void fit_columns(Execution& execution, const DeviceMatrix& a, const Vector& orientation, const Vector& objective,
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

void fit_rows(Execution& execution, const DeviceMatrix& a, const Vector& orientation, const LogFit& fit,
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

double fit_cost(Execution& execution, const Vector& objective, const LogFit& fit, const Vector& column_logs) {
  const double *c = objective.data(), *sigma = column_logs.data(), *output_weight = fit.output_weight.data();
  const double *in = fit.input_target.data(), *out = fit.output_target.data();
  const auto at_column = [=] PLANWERK_FN(std::int64_t j) {
    if (c[j] == 0) return WeightedMean{};
    const double weight = c[j] < 0 ? output_weight[j] : 1, target = c[j] < 0 ? out[j] : in[j];
    return WeightedMean{weight, weight * (target - std::log(std::fabs(c[j])) - sigma[j])};
  };
  return mean(reduce_index(execution, size(objective), WeightedMean{}, at_column, AddMeans{}));
}

// log of clamp(throughput / geometric mean, 1e-3, 1e4), 0 for rows that nothing produces.
void measure_throughput(Execution& execution, const DeviceMatrix& scaled, const Vector& orientation,
                        const ScalingKernels::RescalingPoint& point, const Vector& produced, Vector& log_throughput) {
  const double *sign = orientation.data(), *x = point.activity.data(), *made = produced.data();
  const double *base = point.row_base.data(), *scale = point.row_scale.data();
  double* logs = log_throughput.data();
  reduce_rows(
      execution, scaled.by_rows,
      [=] PLANWERK_FN(std::int32_t j, double value) {
        return EitherWay{larger(0, value * x[j]), larger(0, -value * x[j])};
      },
      EitherWay{}, AddEither{},
      [=] PLANWERK_FN(std::int32_t i, EitherWay flow) {
        logs[i] = std::log(larger(flow.by(sign[i]) * base[i] / scale[i], 1e-6));
      });
  const auto at_row = [=] PLANWERK_FN(std::int64_t i) {
    return made[i] > 0 ? WeightedMean{1, logs[i]} : WeightedMean{};
  };
  const double middle = mean(reduce_index(execution, size(log_throughput), WeightedMean{}, at_row, AddMeans{}));
  const double least = std::log(1e-3), most = std::log(1e4);
  for_each_index(execution, size(log_throughput),
                 [=] PLANWERK_FN(std::int64_t i) { logs[i] = made[i] > 0 ? clamp(logs[i] - middle, least, most) : 0; });
}

class ThrustScalingKernels final : public ScalingKernels {
 public:
  ThrustScalingKernels(Device& device, Execution& execution) : device_(device), execution_(execution) {}

  void inverse_square_root(Vector& x) override {
    double* values = x.data();
    for_each_index(execution_, size(x),
                   [=] PLANWERK_FN(std::int64_t i) { values[i] = values[i] > 0 ? 1 / std::sqrt(values[i]) : 1; });
  }

  void inverse(Vector& x) override {
    double* values = x.data();
    for_each_index(execution_, size(x),
                   [=] PLANWERK_FN(std::int64_t i) { values[i] = values[i] > 0 ? 1 / values[i] : 1; });
  }

  void exponential(Vector& x) override {
    double* values = x.data();
    for_each_index(execution_, size(x), [=] PLANWERK_FN(std::int64_t i) { values[i] = std::exp(values[i]); });
  }

  double sides_norm2(const Vector& lower, const Vector& upper) override {
    const double *lo = lower.data(), *hi = upper.data();
    const auto square = [=] PLANWERK_FN(std::int64_t i) {
      const double side = larger(finite_or_zero(lo[i]), finite_or_zero(hi[i]));
      return side * side;
    };
    return std::sqrt(reduce_index(execution_, size(lower), 0.0, square, Plus{}));
  }

  void fit_log_prices(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, int sweeps,
                      Vector& log_prices) override {
    const KernelRange range(execution_, "fit prices", sweeps * (bytes_of(a.by_columns) + bytes_of(a.by_rows)));
    const LogFit fit = prepare_fit(device_, execution_, a, orientation, objective);
    Vector column_logs(device_, static_cast<std::size_t>(a.by_columns.rows));
    fill(execution_, log_prices, 0);
    double cost_log = 0;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      fit_columns(execution_, a, orientation, objective, fit, log_prices, cost_log, column_logs);
      fit_rows(execution_, a, orientation, fit, column_logs, log_prices);
      cost_log = fit_cost(execution_, objective, fit, column_logs);
    }
    double* logs = log_prices.data();
    for_each_index(execution_, size(log_prices),
                   [=] PLANWERK_FN(std::int64_t i) { logs[i] = clamp(logs[i] - cost_log, -600, 600); });
  }

  double price_sweep(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, const Vector& anchor,
                     double range, Vector& prices) override {
    const KernelRange named(execution_, "price sweep", bytes_of(a.by_columns) + bytes_of(a.by_rows));
    const auto columns = static_cast<std::size_t>(a.by_columns.rows);
    Vector need(device_, columns);  // cost / revenue; infinite where there is no revenue
    Vector change(device_, prices.size());
    const double *sign = orientation.data(), *c = objective.data(), *base = anchor.data();
    double *p = prices.data(), *needed = need.data(), *changed = change.data();
    reduce_rows(
        execution_, a.by_columns,
        [=] PLANWERK_FN(std::int32_t i, double value) { return turnover(value * sign[i] * p[i]); }, Turnover{},
        AddTurnover{},
        [=] PLANWERK_FN(std::int32_t j, Turnover t) {
          const double revenue = t.output + (c[j] < 0 ? -c[j] : 0), cost = t.input + (c[j] > 0 ? c[j] : 0);
          needed[j] = revenue > 0 ? cost / revenue : HUGE_VAL;
        });
    const auto producer = [=] PLANWERK_FN(std::int32_t j, double value) {
      return EitherWay{value > 0 ? needed[j] : HUGE_VAL, value < 0 ? needed[j] : HUGE_VAL};
    };
    reduce_rows(execution_, a.by_rows, producer, EitherWay{HUGE_VAL, HUGE_VAL}, LeastEither{},
                [=] PLANWERK_FN(std::int32_t i, EitherWay least) {
                  const double factor = least.by(sign[i]), before = p[i];
                  if (factor < HUGE_VAL)
                    p[i] = clamp(before * clamp(factor, 0.1, 10), base[i] / range, base[i] * range);
                  changed[i] = std::fabs(std::log(p[i] / before));
                });
    return reduce_index(
        execution_, size(prices), 0.0, [=] PLANWERK_FN(std::int64_t i) { return changed[i]; }, Max{});
  }

  void value_scales(const DeviceMatrix& a, const Vector& orientation, const Vector& prices, Vector& row_scale,
                    Vector& column_scale) override {
    const KernelRange range(execution_, "value scales", bytes_of(a.by_columns) + bytes_of(a.by_rows));
    const double *sign = orientation.data(), *p = prices.data();
    double *rows = row_scale.data(), *columns = column_scale.data();
    reduce_rows(
        execution_, a.by_columns,
        [=] PLANWERK_FN(std::int32_t i, double value) { return turnover(value * sign[i] * p[i]); }, Turnover{},
        AddTurnover{},
        [=] PLANWERK_FN(std::int32_t j, Turnover t) {
          const double value = larger(t.output, t.input);
          columns[j] = value > 0 ? 1 / value : 1;
        });
    reduce_rows(
        execution_, a.by_rows,
        [=] PLANWERK_FN(std::int32_t j, double value) {
          return RowView{std::fabs(value) * columns[j], value > 0, value < 0};
        },
        RowView{}, JoinRowViews{},
        [=] PLANWERK_FN(std::int32_t i, RowView row) { rows[i] = row.produced(sign[i]) ? p[i] : row.to_unit(); });
  }

  void resource_factors(const DeviceMatrix& a, const Vector& orientation, Vector& row_factor) override {
    const KernelRange range(execution_, "resource factors", bytes_of(a.by_rows));
    const double* sign = orientation.data();
    double* rows = row_factor.data();
    reduce_rows(
        execution_, a.by_rows,
        [=] PLANWERK_FN(std::int32_t, double value) {
          return RowView{std::fabs(value), value > 0, value < 0};
        },
        RowView{}, JoinRowViews{},
        [=] PLANWERK_FN(std::int32_t i, RowView row) { rows[i] = row.produced(sign[i]) ? 1 : row.to_unit(); });
  }

  void rescaling_factors(const DeviceMatrix& scaled, const Vector& orientation, const RescalingPoint& point,
                         double throughput_power, Vector& row_factor, Vector& column_factor) override {
    const KernelRange range(execution_, "rescaling factors",
                            bytes_of(scaled.by_columns) + 2 * bytes_of(scaled.by_rows));
    Vector log_throughput(device_, point.price.size()), price_factor(device_, point.price.size());
    Vector produced(device_, point.price.size());
    produced_rows(execution_, scaled, orientation, produced);
    measure_throughput(execution_, scaled, orientation, point, produced, log_throughput);
    const double *made = produced.data(), *sign = orientation.data();
    const double *base = point.row_base.data(), *scale = point.row_scale.data(), *y = point.price.data();
    double *flow = log_throughput.data(), *dear = price_factor.data(), *rows = row_factor.data();
    for_each_index(execution_, size(point.price), [=] PLANWERK_FN(std::int64_t i) {
      dear[i] = made[i] > 0 ? clamp(std::fabs(y[i]) * scale[i] / base[i], 1, 500) : 1;
      rows[i] = dear[i] * base[i] / scale[i] * (made[i] > 0 ? std::exp(-throughput_power * flow[i]) : 1);
    });
    const double *column_base = point.column_base.data(), *column_scale = point.column_scale.data();
    double* columns = column_factor.data();
    reduce_rows(
        execution_, scaled.by_columns,
        [=] PLANWERK_FN(std::int32_t i, double value) {
          const double output = made[i] > 0 ? larger(0, value * sign[i] * base[i] / scale[i]) : 0;
          return Outputs{output, output * dear[i], output * flow[i]};
        },
        Outputs{}, AddOutputs{},
        [=] PLANWERK_FN(std::int32_t j, Outputs out) {
          const double relative =
              out.value > 0 ? out.value / out.dear_value * std::exp(0.5 * out.log_flow / out.value) : 1;
          columns[j] = relative * column_base[j] / column_scale[j];
        });
  }

 private:
  Device& device_;
  Execution& execution_;
};

}  // namespace

std::unique_ptr<ScalingKernels> make_scaling_kernels(Device& device, Execution& execution) {
  return std::make_unique<ThrustScalingKernels>(device, execution);
}

}  // namespace planwerk::backend
