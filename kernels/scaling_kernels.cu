#include <cmath>

#include "kernels/detail/backend.hpp"
#include "kernels/detail/kernel_range.hpp"
#include "kernels/detail/log_price_fit.hpp"
#include "kernels/detail/oriented_sums.hpp"
#include "kernels/detail/row_products.hpp"
#include "kernels/scaling_kernels.hpp"

namespace planwerk::backend {
namespace {

PLANWERK_FN inline double finite_or_zero(double side) {
  return side > -HUGE_VAL && side < HUGE_VAL ? std::fabs(side) : 0;
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
