#pragma once

#include <cmath>

namespace planwerk {

// A running sum of products in twice the working precision, with a rigorous bound on its error.
// Ogita, Rump & Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3 (Dot2).
class AccurateSum {
 public:
  void add(double term) {
    const double sum = high_ + term;
    const double part = sum - high_;
    low_ += (high_ - (sum - part)) + (term - part);
    high_ = sum;
    magnitude_ += std::fabs(term);
    terms_ += 1;
  }

  void add_product(double a, double b) {
    const double product = a * b;
    add(product);
    low_ += std::fma(a, b, -product);
  }

  double value() const { return high_ + low_; }
  // Sum of the absolute values of all terms.
  double magnitude() const { return magnitude_; }
  // |value() - exact sum| is no larger.
  double error() const {
    if (terms_ == 0) return 0;
    const double gamma = (terms_ + 2) * unit;
    return unit * std::fabs(value()) + gamma * gamma * magnitude_ * (1 + gamma) + terms_ * underflow;
  }

 private:
  // Twice the unit roundoff, to cover the rounding of the bound itself.
  static constexpr double unit = 0x1p-52;
  static constexpr double underflow = 0x1p-1020;

  double high_ = 0;
  double low_ = 0;
  double magnitude_ = 0;
  double terms_ = 0;
};

}  // namespace planwerk
