#pragma once

#include "kernels/memory.hpp"

namespace planwerk {

// Dense vectors. Sizes of all arguments of one call agree unless stated. Deterministic on one device and thread count.
class VectorKernels {
 public:
  virtual ~VectorKernels() = default;
  virtual void fill(Vector& x, double value) = 0;
  virtual void scale(Vector& x, double factor) = 0;                               // x *= factor
  virtual void axpby(double a, const Vector& x, double b, Vector& y) = 0;         // y = a x + b y
  virtual void multiply(const Vector& factors, Vector& x) = 0;                    // x_i *= factors_i
  virtual void divide(const Vector& divisors, Vector& x) = 0;                     // x_i /= divisors_i
  virtual void project(const Vector& lower, const Vector& upper, Vector& x) = 0;  // x_i = clamp(x_i, lower_i, upper_i)
  virtual double dot(const Vector& x, const Vector& y) = 0;
  virtual double sum(const Vector& x) = 0;
  virtual double norm2(const Vector& x) = 0;
  virtual double norm_inf(const Vector& x) = 0;
  virtual double distance2(const Vector& x, const Vector& y) = 0;  // ||x - y||_2
};

}  // namespace planwerk
