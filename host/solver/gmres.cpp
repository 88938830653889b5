#include "host/solver/gmres.hpp"

namespace planwerk {
namespace {

double dot(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
  return sum;
}

void add(double factor, const std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) y[i] += factor * x[i];
}

void scale(double factor, std::vector<double>& x) {
  for (double& value : x) value *= factor;
}

}  // namespace

Gmres::Result Gmres::solve(const Operator& product, const Operator& precondition, const std::vector<double>& rhs,
                           const Settings& settings, std::vector<double>& x) {
  const double target = settings.accuracy * std::sqrt(dot(rhs, rhs));
  basis_.resize(static_cast<std::size_t>(settings.restart) + 1);
  for (auto& vector : basis_) vector.resize(rhs.size());
  work_.resize(rhs.size());
  x.assign(rhs.size(), 0.0);
  Result result;
  basis_[0] = rhs;
  while (true) {
    const double residual = std::sqrt(dot(basis_[0], basis_[0]));
    result.converged = residual <= target;
    if (result.converged || !std::isfinite(residual) || result.iterations >= settings.iteration_limit) return result;
    scale(1 / residual, basis_[0]);
    reduced_rhs_.assign(1, residual);
    const int steps = extend_until(product, precondition, target, settings.restart);
    result.iterations += steps;
    add_correction(steps, precondition, x);
    product(x, basis_[0]);
    for (std::size_t i = 0; i < rhs.size(); ++i) basis_[0][i] = rhs[i] - basis_[0][i];
  }
}

// Arnoldi steps until the residual's estimate meets the target. Returns how many.
int Gmres::extend_until(const Operator& product, const Operator& precondition, double target, int limit) {
  hessenberg_.clear();
  cosine_.clear();
  sine_.clear();
  for (int k = 0; k < limit; ++k) {
    std::vector<double>& next = basis_[static_cast<std::size_t>(k) + 1];
    precondition(basis_[static_cast<std::size_t>(k)], work_);
    product(work_, next);
    std::vector<double> column;
    for (int i = 0; i <= k; ++i) {
      column.push_back(dot(next, basis_[static_cast<std::size_t>(i)]));
      add(-column.back(), basis_[static_cast<std::size_t>(i)], next);
    }
    const double length = std::sqrt(dot(next, next));
    if (length > 0) scale(1 / length, next);
    for (std::size_t i = 0; i < cosine_.size(); ++i) {
      const double upper = column[i], lower = column[i + 1];
      column[i] = cosine_[i] * upper + sine_[i] * lower;
      column[i + 1] = cosine_[i] * lower - sine_[i] * upper;
    }
    const double diagonal = std::hypot(column.back(), length);
    cosine_.push_back(diagonal > 0 ? column.back() / diagonal : 1);
    sine_.push_back(diagonal > 0 ? length / diagonal : 0);
    column.back() = diagonal;
    hessenberg_.push_back(std::move(column));
    const double carried = reduced_rhs_.back();
    reduced_rhs_.back() = cosine_.back() * carried;
    reduced_rhs_.push_back(-sine_.back() * carried);
    if (std::fabs(reduced_rhs_.back()) <= target || length == 0) return k + 1;
  }
  return limit;
}

// x += M^-1 V t, t the solution of the triangular system.
void Gmres::add_correction(int steps, const Operator& precondition, std::vector<double>& x) {
  std::vector<double> t(reduced_rhs_.begin(), reduced_rhs_.begin() + steps);
  for (std::size_t k = t.size(); k-- > 0;) {
    t[k] = hessenberg_[k][k] != 0 ? t[k] / hessenberg_[k][k] : 0;
    for (std::size_t i = 0; i < k; ++i) t[i] -= hessenberg_[k][i] * t[k];
  }
  std::vector<double> sum(x.size(), 0.0);
  for (std::size_t k = 0; k < t.size(); ++k) add(t[k], basis_[k], sum);
  precondition(sum, work_);
  add(1, work_, x);
}

}  // namespace planwerk
