#pragma once

#include <cstdint>

#include "kernels/detail/operators.hpp"
#include "kernels/memory.hpp"

// What kernels of scaling add up over rows and columns: outputs and inputs apart, in either orientation of a row.

namespace planwerk::backend {

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

inline std::int64_t size(const Vector& x) {
  return static_cast<std::int64_t>(x.size());
}

}  // namespace planwerk::backend
