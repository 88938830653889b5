#include "host/lp/least_change.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace planwerk {
namespace {

constexpr double growth_at_most = 1e8;  // of the residual's squares, where goals contradict each other
constexpr double close_to_goal = 0.25;  // of the tolerance

class ConjugateGradients {
 public:
  ConjugateGradients(const SparseMatrix& by_columns, const std::vector<double>& weight,
                     const std::vector<ReducedCostGoal>& goals, const std::vector<double>& reduced_costs)
      : by_columns_(by_columns),
        weight_(weight),
        goals_(goals),
        change_(weight.size(), 0.0),
        image_(weight.size()),
        residual_(goals.size()),
        product_(goals.size()) {
    for (std::size_t k = 0; k < goals.size(); ++k) {
      residual_[k] = goals[k].scale * (reduced_costs[goals[k].column] - goals[k].goal);
      squares_ += residual_[k] * residual_[k];
    }
    direction_ = residual_;
    first_squares_ = squares_;
  }

  std::vector<double> run(std::int64_t& work_left) {
    // As many steps as the dimension needs without rounding, and some more.
    for (std::size_t steps_left = 2 * goals_.size() + 20; steps_left > 0 && work_left > 0; --steps_left) {
      if (is_done()) break;
      work_left -= apply_to_direction();
      double curvature = 0;
      for (std::size_t k = 0; k < goals_.size(); ++k) curvature += direction_[k] * product_[k];
      if (!(curvature > 0)) break;
      step(squares_ / curvature);
    }
    return std::move(change_);
  }

 private:
  template <class F>
  void for_column(std::int32_t column, F&& f) const {
    for (auto k = by_columns_.row_offsets[column]; k < by_columns_.row_offsets[column + 1]; ++k) {
      f(by_columns_.column_indices[k], by_columns_.values[k]);
    }
  }

  bool is_done() const { return squares_ == 0 || squares_ > growth_at_most * first_squares_ || is_close(); }

  bool is_close() const {
    for (std::size_t k = 0; k < goals_.size(); ++k) {
      if (std::fabs(residual_[k]) > close_to_goal * goals_[k].scale * goals_[k].tolerance) return false;
    }
    return true;
  }

  // image = W^2 A S direction, product = S A' image. Returns the entries visited.
  std::int64_t apply_to_direction() {
    std::fill(image_.begin(), image_.end(), 0.0);
    for (std::size_t k = 0; k < goals_.size(); ++k) {
      const double factor = goals_[k].scale * direction_[k];
      for_column(goals_[k].column,
                 [&](std::int32_t i, double a) { image_[i] += weight_[i] * weight_[i] * a * factor; });
    }
    auto visited = static_cast<std::int64_t>(image_.size());
    for (std::size_t k = 0; k < goals_.size(); ++k) {
      double sum = 0;
      for_column(goals_[k].column, [&](std::int32_t i, double a) { sum += a * image_[i]; });
      product_[k] = goals_[k].scale * sum;
      visited += 2 * (by_columns_.row_offsets[goals_[k].column + 1] - by_columns_.row_offsets[goals_[k].column]);
    }
    return visited;
  }

  void step(double length) {
    for (std::size_t i = 0; i < change_.size(); ++i) change_[i] += length * image_[i];
    double next_squares = 0;
    for (std::size_t k = 0; k < goals_.size(); ++k) {
      residual_[k] -= length * product_[k];
      next_squares += residual_[k] * residual_[k];
    }
    for (std::size_t k = 0; k < goals_.size(); ++k) {
      direction_[k] = residual_[k] + next_squares / squares_ * direction_[k];
    }
    squares_ = next_squares;
  }

  const SparseMatrix& by_columns_;
  const std::vector<double>& weight_;
  const std::vector<ReducedCostGoal>& goals_;
  std::vector<double> change_, image_;                  // per row
  std::vector<double> residual_, direction_, product_;  // per goal
  double squares_ = 0, first_squares_ = 0;              // of the residual
};

}  // namespace

std::vector<double> least_change(const SparseMatrix& by_columns, const std::vector<double>& weight,
                                 const std::vector<ReducedCostGoal>& goals, const std::vector<double>& reduced_costs,
                                 std::int64_t& work_left) {
  return ConjugateGradients(by_columns, weight, goals, reduced_costs).run(work_left);
}

}  // namespace planwerk
