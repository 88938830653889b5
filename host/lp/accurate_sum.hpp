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
    add_rounding((high_ - (sum - part)) + (term - part));
    high_ = sum;
    magnitude_ += std::fabs(term);
    terms_ += 1;
  }

  void add_product(double a, double b) {
    const double product = a * b;
    add(product);
    add_rounding(std::fma(a, b, -product));
    if (std::fabs(product) < smallest && a != 0 && b != 0) roundings_ += smallest;  // may have lost digits to underflow
  }

  double value() const { return high_ + low_; }
  // Sum of the absolute values of all terms.
  double magnitude() const { return magnitude_; }
  // |value() - exact sum| is no larger. Zero where nothing was rounded, as with small whole numbers.
  double error() const {
    if (roundings_ == 0) return 0;
    return unit * std::fabs(value()) + 2 * (terms_ + 2) * unit * roundings_;
  }

 private:
  void add_rounding(double rounding) {
    low_ += rounding;
    roundings_ += std::fabs(rounding);
  }

  // Twice the unit roundoff, to cover the rounding of the bound itself.
  static constexpr double unit = 0x1p-52;
  static constexpr double smallest = 0x1p-900;

  double high_ = 0;
  double low_ = 0;        // what rounding took from high_, exact terms summed up
  double roundings_ = 0;  // sum of their absolute values
  double magnitude_ = 0;
  double terms_ = 0;
};

}  // namespace planwerk
