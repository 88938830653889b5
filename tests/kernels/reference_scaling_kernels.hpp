#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/scaling_kernels.hpp"
#include "tests/kernels/reference_sparse_kernels.hpp"

namespace planwerk::tests {

// The formulas of scaling_kernels.hpp, entry by entry.
class ReferenceScalingKernels final : public ScalingKernels {
 public:
  void inverse_square_root(Vector& x) override {
    each(x, [](double value) { return value > 0 ? 1 / std::sqrt(value) : 1; });
  }
  void inverse(Vector& x) override {
    each(x, [](double value) { return value > 0 ? 1 / value : 1; });
  }
  void exponential(Vector& x) override {
    each(x, [](double value) { return std::exp(value); });
  }

  double sides_norm2(const Vector& lower, const Vector& upper) override {
    double total = 0;
    for (std::size_t i = 0; i < lower.size(); ++i) {
      const double lo = lower.data()[i], hi = upper.data()[i];
      const double side = std::max(std::isfinite(lo) ? std::fabs(lo) : 0, std::isfinite(hi) ? std::fabs(hi) : 0);
      total += side * side;
    }
    return std::sqrt(total);
  }

  void fit_log_prices(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, int sweeps,
                      Vector& log_prices) override {
    const std::vector<FitTerm> terms = fit_terms(a, orientation, objective);
    std::vector<double> rho(log_prices.size() + 1), sigma(objective.size());  // the last rho is the cost row's
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      refit(
          terms, sigma, [&](const FitTerm& t) { return t.column; }, [&](const FitTerm& t) { return rho[t.row]; });
      refit(
          terms, rho, [&](const FitTerm& t) { return t.row; }, [&](const FitTerm& t) { return sigma[t.column]; });
    }
    for (std::size_t i = 0; i < log_prices.size(); ++i) {
      log_prices.data()[i] = std::clamp(rho[i] - rho.back(), -600.0, 600.0);
    }
  }

  double price_sweep(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, const Vector& anchor,
                     double range, Vector& prices) override {
    const Values values = column_values(a, orientation, prices);
    std::vector<double> factor(prices.size(), HUGE_VAL);
    for_each_entry(a.by_rows, [&](std::int32_t i, std::int32_t j, double value) {
      const double c = objective.data()[j], revenue = values.outputs[j] + std::max(0.0, -c);
      if (value * orientation.data()[i] <= 0 || revenue <= 0) return;
      factor[i] = std::min(factor[i], (values.inputs[j] + std::max(0.0, c)) / revenue);
    });
    double largest = 0;
    for (std::size_t i = 0; i < prices.size(); ++i) {
      if (factor[i] == HUGE_VAL) continue;
      const double before = prices.data()[i], base = anchor.data()[i];
      prices.data()[i] = std::clamp(before * std::clamp(factor[i], 0.1, 10.0), base / range, base * range);
      largest = std::max(largest, std::fabs(std::log(prices.data()[i] / before)));
    }
    return largest;
  }

  void value_scales(const DeviceMatrix& a, const Vector& orientation, const Vector& prices, Vector& row_scale,
                    Vector& column_scale) override {
    const Values values = column_values(a, orientation, prices);
    for (std::size_t j = 0; j < column_scale.size(); ++j) {
      const double value = std::max(values.outputs[j], values.inputs[j]);
      column_scale.data()[j] = value > 0 ? 1 / value : 1;
    }
    const std::vector<double> largest = row_maxima(a, &column_scale);
    const std::vector<bool> produced = produced_rows(a, orientation);
    for (std::size_t i = 0; i < row_scale.size(); ++i) {
      row_scale.data()[i] = produced[i] ? prices.data()[i] : largest[i] > 0 ? 1 / largest[i] : 1;
    }
  }

  void resource_factors(const DeviceMatrix& a, const Vector& orientation, Vector& row_factor) override {
    const std::vector<double> largest = row_maxima(a, nullptr);
    const std::vector<bool> produced = produced_rows(a, orientation);
    for (std::size_t i = 0; i < row_factor.size(); ++i) {
      row_factor.data()[i] = produced[i] || largest[i] == 0 ? 1 : 1 / largest[i];
    }
  }

  void rescaling_factors(const DeviceMatrix& scaled, const Vector& orientation, const RescalingPoint& point,
                         double throughput_power, Vector& row_factor, Vector& column_factor) override {
    const std::vector<bool> produced = produced_rows(scaled, orientation);
    const std::vector<double> log_flow = log_throughput(scaled, orientation, point, produced);
    std::vector<double> dear(produced.size(), 1);
    for (std::size_t i = 0; i < produced.size(); ++i) {
      const double to_base = point.row_base.data()[i] / point.row_scale.data()[i];
      if (produced[i]) dear[i] = std::clamp(std::fabs(point.price.data()[i]) / to_base, 1.0, 500.0);
      row_factor.data()[i] = dear[i] / std::pow(std::exp(log_flow[i]), throughput_power) * to_base;
    }
    std::vector<double> value(column_factor.size()), dear_value(value), flow_value(value);
    for_each_entry(scaled.by_rows, [&](std::int32_t i, std::int32_t j, double a_ij) {
      const double made = a_ij * orientation.data()[i] * point.row_base.data()[i] / point.row_scale.data()[i];
      if (made <= 0) return;
      value[j] += made;
      dear_value[j] += made * dear[i];
      flow_value[j] += made * log_flow[i] / 2;
    });
    for (std::size_t j = 0; j < value.size(); ++j) {
      const double relative = value[j] > 0 ? std::exp(flow_value[j] / value[j]) / (dear_value[j] / value[j]) : 1;
      column_factor.data()[j] = relative * point.column_base.data()[j] / point.column_scale.data()[j];
    }
  }

 private:
  // One term w (log|a| + rho_row + sigma_column - t)^2 of the fit, with `target` = t - log|a|.
  struct FitTerm {
    std::size_t row, column;
    double weight, target;
  };
  struct Values {
    std::vector<double> outputs, inputs;  // per column
  };

  template <class F>
  static void each(Vector& x, F f) {
    std::transform(x.data(), x.data() + x.size(), x.data(), f);
  }

  // Visits every entry and every cost as visit(row, column, signed amount), output positive; the cost row comes last.
  template <class Visit>
  static void for_each_flow(const DeviceMatrix& a, const Vector& orientation, const Vector& objective, Visit visit) {
    for_each_entry(a.by_rows, [&](std::int32_t i, std::int32_t j, double value) {
      visit(static_cast<std::size_t>(i), static_cast<std::size_t>(j), value * orientation.data()[i]);
    });
    for (std::size_t j = 0; j < objective.size(); ++j) {
      if (objective.data()[j] != 0) visit(orientation.size(), j, -objective.data()[j]);
    }
  }

  static std::vector<FitTerm> fit_terms(const DeviceMatrix& a, const Vector& orientation, const Vector& objective) {
    std::vector<double> outputs(objective.size()), inputs(objective.size());
    for_each_flow(a, orientation, objective,
                  [&](std::size_t, std::size_t j, double flow) { (flow > 0 ? outputs : inputs)[j] += 1; });
    std::vector<FitTerm> terms;
    for_each_flow(a, orientation, objective, [&](std::size_t i, std::size_t j, double flow) {
      const double made = std::max(1.0, outputs[j]);
      const double weight = flow > 0 ? 2 * std::max(1.0, inputs[j] / made) : 1;
      const double target = -std::log(flow > 0 ? made : std::max(1.0, inputs[j]));
      terms.push_back({i, j, weight, target - std::log(std::fabs(flow))});
    });
    return terms;
  }

  // Minimises over one side's unknowns with the other side's held: weighted means.
  template <class Index, class Other>
  static void refit(const std::vector<FitTerm>& terms, std::vector<double>& unknown, Index index, Other other) {
    std::vector<double> weight(unknown.size()), total(unknown.size());
    for (const FitTerm& term : terms) {
      weight[index(term)] += term.weight;
      total[index(term)] += term.weight * (term.target - other(term));
    }
    for (std::size_t k = 0; k < unknown.size(); ++k) unknown[k] = weight[k] > 0 ? total[k] / weight[k] : 0;
  }

  static Values column_values(const DeviceMatrix& a, const Vector& orientation, const Vector& prices) {
    const auto columns = static_cast<std::size_t>(a.by_rows.columns);
    Values values{std::vector<double>(columns), std::vector<double>(columns)};
    for_each_entry(a.by_rows, [&](std::int32_t i, std::int32_t j, double value) {
      const double worth = value * orientation.data()[i] * prices.data()[i];
      (worth > 0 ? values.outputs : values.inputs)[static_cast<std::size_t>(j)] += std::fabs(worth);
    });
    return values;
  }

  static std::vector<bool> produced_rows(const DeviceMatrix& a, const Vector& orientation) {
    std::vector<bool> produced(static_cast<std::size_t>(a.by_rows.rows));
    for_each_entry(a.by_rows, [&](std::int32_t i, std::int32_t, double value) {
      if (value * orientation.data()[i] > 0) produced[static_cast<std::size_t>(i)] = true;
    });
    return produced;
  }

  // max_j |a_ij| column_factors_j
  static std::vector<double> row_maxima(const DeviceMatrix& a, const Vector* column_factors) {
    std::vector<double> largest(static_cast<std::size_t>(a.by_rows.rows));
    for_each_entry(a.by_rows, [&](std::int32_t i, std::int32_t j, double value) {
      const double factor = column_factors != nullptr ? column_factors->data()[j] : 1;
      largest[static_cast<std::size_t>(i)] = std::max(largest[static_cast<std::size_t>(i)], std::fabs(value) * factor);
    });
    return largest;
  }

  static std::vector<double> log_throughput(const DeviceMatrix& scaled, const Vector& orientation,
                                            const RescalingPoint& point, const std::vector<bool>& produced) {
    std::vector<double> flow(produced.size());
    for_each_entry(scaled.by_rows, [&](std::int32_t i, std::int32_t j, double value) {
      const double to_base = point.row_base.data()[i] / point.row_scale.data()[i];
      flow[static_cast<std::size_t>(i)] +=
          std::max(0.0, value * orientation.data()[i] * point.activity.data()[j]) * to_base;
    });
    double total = 0, count = 0;
    for (std::size_t i = 0; i < flow.size(); ++i) {
      flow[i] = std::log(std::max(flow[i], 1e-6));
      if (produced[i]) total += flow[i], count += 1;
    }
    for (std::size_t i = 0; i < flow.size(); ++i) {
      flow[i] = produced[i] ? std::clamp(flow[i] - total / count, std::log(1e-3), std::log(1e4)) : 0;
    }
    return flow;
  }
};

}  // namespace planwerk::tests
