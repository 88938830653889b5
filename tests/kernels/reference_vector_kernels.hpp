#pragma once

#include <algorithm>
#include <cmath>

#include "kernels/vector_kernels.hpp"

namespace planwerk::tests {

class ReferenceVectorKernels final : public VectorKernels {
 public:
  void fill(Vector& x, double value) override { std::fill_n(x.data(), x.size(), value); }
  void scale(Vector& x, double factor) override {
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] *= factor;
  }
  void axpby(double a, const Vector& x, double b, Vector& y) override {
    for (std::size_t i = 0; i < y.size(); ++i) y.data()[i] = a * x.data()[i] + b * y.data()[i];
  }
  void multiply(const Vector& factors, Vector& x) override {
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] *= factors.data()[i];
  }
  void divide(const Vector& divisors, Vector& x) override {
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] /= divisors.data()[i];
  }
  void project(const Vector& lower, const Vector& upper, Vector& x) override {
    for (std::size_t i = 0; i < x.size(); ++i) {
      x.data()[i] = std::min(std::max(x.data()[i], lower.data()[i]), upper.data()[i]);
    }
  }
  double dot(const Vector& x, const Vector& y) override {
    long double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i) total += static_cast<long double>(x.data()[i]) * y.data()[i];
    return static_cast<double>(total);
  }
  double sum(const Vector& x) override {
    long double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i) total += x.data()[i];
    return static_cast<double>(total);
  }
  double norm2(const Vector& x) override { return std::sqrt(dot(x, x)); }
  double norm_inf(const Vector& x) override {
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (std::isnan(x.data()[i])) return x.data()[i];
      largest = std::max(largest, std::fabs(x.data()[i]));
    }
    return largest;
  }
  double distance2(const Vector& x, const Vector& y) override {
    long double total = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double gap = static_cast<long double>(x.data()[i]) - y.data()[i];
      total += gap * gap;
    }
    return static_cast<double>(std::sqrt(total));
  }
};

}  // namespace planwerk::tests
