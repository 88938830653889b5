#include "host/solver/gmres.hpp"

#include <algorithm>
#include <cmath>

#include "host/solver/basis_solver.hpp"

namespace planwerk {

template <int lanes>
auto Gmres<lanes>::dot(const std::vector<double>& x, const std::vector<double>& y) -> Scalars {
  Scalars sum{};
  for (std::size_t i = 0; i < x.size(); i += lanes) {
    for (int l = 0; l < lanes; ++l) sum[l] += x[i + l] * y[i + l];
  }
  return sum;
}

template <int lanes>
void Gmres<lanes>::add(const Scalars& factor, const std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); i += lanes) {
    for (int l = 0; l < lanes; ++l) y[i + l] += factor[l] * x[i + l];
  }
}

template <int lanes>
void Gmres<lanes>::normalize(const Scalars& length, std::vector<double>& x) {
  Scalars factor;
  for (int l = 0; l < lanes; ++l) factor[l] = length[l] > 0 ? 1 / length[l] : 0;
  for (std::size_t i = 0; i < x.size(); i += lanes) {
    for (int l = 0; l < lanes; ++l) x[i + l] *= factor[l];
  }
}

template <int lanes>
auto Gmres<lanes>::solve(const Operator& product, const Operator& precondition, const std::vector<double>& rhs,
                         const Settings& settings, std::vector<double>& x) -> Result {
  Scalars target = dot(rhs, rhs);
  for (double& value : target) value = settings.accuracy * std::sqrt(value);
  basis_.resize(static_cast<std::size_t>(settings.restart) + 1);
  for (auto& vector : basis_) vector.resize(rhs.size());
  work_.resize(rhs.size());
  x.assign(rhs.size(), 0.0);
  Result result;
  basis_[0] = rhs;
  while (true) {
    Scalars residual = dot(basis_[0], basis_[0]);
    bool ended = true;
    for (int l = 0; l < lanes; ++l) {
      residual[l] = std::sqrt(residual[l]);
      result.converged[l] = residual[l] <= target[l];
      // A lane that is there, or never will be, has no further part in what follows.
      if (result.converged[l] || !std::isfinite(residual[l])) residual[l] = 0;
      ended = ended && residual[l] == 0;
    }
    if (ended || result.iterations >= settings.iteration_limit) return result;
    normalize(residual, basis_[0]);
    reduced_rhs_.assign(1, residual);
    result.iterations += extend_until(product, precondition, target, settings.restart);
    add_correction(precondition, x);
    product(x, basis_[0]);
    for (std::size_t i = 0; i < rhs.size(); ++i) basis_[0][i] = rhs[i] - basis_[0][i];
  }
}

// Arnoldi steps until every residual's estimate meets its target. Returns how many.
template <int lanes>
int Gmres<lanes>::extend_until(const Operator& product, const Operator& precondition, const Scalars& target,
                               int limit) {
  hessenberg_.clear();
  cosine_.clear();
  sine_.clear();
  for (int l = 0; l < lanes; ++l) steps_[l] = reduced_rhs_.back()[l] == 0 ? 0 : -1;
  for (int k = 0; k < limit; ++k) {
    std::vector<double>& next = basis_[static_cast<std::size_t>(k) + 1];
    precondition(basis_[static_cast<std::size_t>(k)], work_);
    product(work_, next);
    std::vector<Scalars> column;
    for (int i = 0; i <= k; ++i) {
      Scalars factor = dot(next, basis_[static_cast<std::size_t>(i)]);
      column.push_back(factor);
      for (double& value : factor) value = -value;
      add(factor, basis_[static_cast<std::size_t>(i)], next);
    }
    Scalars length = dot(next, next);
    for (double& value : length) value = std::sqrt(value);
    normalize(length, next);
    rotate(column, length);
    for (int l = 0; l < lanes; ++l) {
      const bool met = std::fabs(reduced_rhs_.back()[l]) <= target[l] || length[l] == 0;
      if (steps_[l] < 0 && met) steps_[l] = k + 1;
    }
    if (std::none_of(steps_.begin(), steps_.end(), [](int steps) { return steps < 0; })) return k + 1;
  }
  for (int& steps : steps_) {
    if (steps < 0) steps = limit;
  }
  return limit;
}

// Givens rotations make the new column triangular and tell the residual.
template <int lanes>
void Gmres<lanes>::rotate(std::vector<Scalars>& column, const Scalars& length) {
  const Scalars carried = reduced_rhs_.back();
  Scalars cosine, sine, next;
  for (int l = 0; l < lanes; ++l) {
    for (std::size_t i = 0; i < cosine_.size(); ++i) {
      const double upper = column[i][l], lower = column[i + 1][l];
      column[i][l] = cosine_[i][l] * upper + sine_[i][l] * lower;
      column[i + 1][l] = cosine_[i][l] * lower - sine_[i][l] * upper;
    }
    const double diagonal = std::hypot(column.back()[l], length[l]);
    cosine[l] = diagonal > 0 ? column.back()[l] / diagonal : 1;
    sine[l] = diagonal > 0 ? length[l] / diagonal : 0;
    column.back()[l] = diagonal;
    reduced_rhs_.back()[l] = cosine[l] * carried[l];
    next[l] = -sine[l] * carried[l];
  }
  cosine_.push_back(cosine);
  sine_.push_back(sine);
  reduced_rhs_.push_back(next);
  hessenberg_.push_back(std::move(column));
}

// x += M^-1 V t, t the solution of the triangular system of as many steps as the lane took.
template <int lanes>
void Gmres<lanes>::add_correction(const Operator& precondition, std::vector<double>& x) {
  std::vector<Scalars> t(hessenberg_.size(), Scalars{});
  for (int l = 0; l < lanes; ++l) {
    for (int k = 0; k < steps_[l]; ++k) t[k][l] = reduced_rhs_[k][l];
    for (int k = steps_[l]; k-- > 0;) {
      t[k][l] = hessenberg_[k][k][l] != 0 ? t[k][l] / hessenberg_[k][k][l] : 0;
      for (int i = 0; i < k; ++i) t[i][l] -= hessenberg_[k][i][l] * t[k][l];
    }
  }
  std::vector<double> sum(x.size(), 0.0);
  for (std::size_t k = 0; k < t.size(); ++k) add(t[k], basis_[k], sum);
  precondition(sum, work_);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += work_[i];
}

template class Gmres<1>;
template class Gmres<block_lanes>;

}  // namespace planwerk
