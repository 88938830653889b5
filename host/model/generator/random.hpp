#pragma once

#include <cstdint>

namespace planwerk {

// Random numbers that are the same on every machine: integers by SplitMix64 (Steele, Lea & Flood 2014), and on top of
// them only additions, multiplications, divisions and square roots, which IEEE 754 rounds in one way. No function of a
// mathematical library is used, and the compiler must not fuse multiplications with additions (-ffp-contract=off).
//
// Each thing generated has a stream of its own, named by seed, kind of thing and index, so that the order in which
// things are generated does not matter.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index);

  std::uint64_t bits();
  double uniform();  // in [0, 1), multiples of 2^-53
  double uniform(double from, double to) { return from + (to - from) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  std::int64_t below(std::int64_t count);  // 0..count-1; count < 2^31
  // Sum of twelve uniform 16-bit integers, centred and scaled: mean 0, variance 1, within +-6.
  double normal();
  double lognormal(double median, double log_deviation);

 private:
  std::uint64_t state_;
};

// e^x to within 2 units in the last place for |x| <= 700, the same bits everywhere.
double portable_exp(double x);

// The double nearest to `value` written with `digits` significant decimal digits; 1e-15 < |value| < 1e15 or 0.
double rounded_to_digits(double value, int digits);

}  // namespace planwerk
