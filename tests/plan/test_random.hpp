#pragma once

#include <cmath>
#include <cstdint>

#include "host/model/economy.hpp"

namespace planwerk {

// SplitMix64 (Steele, Lea & Flood 2014). Another stream is another sequence for the same seed.
class TestRandom {
 public:
  TestRandom(std::uint64_t seed, std::uint64_t stream) : state_(seed * 0x9e3779b97f4a7c15u + stream) {}

  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double between(double low, double high) { return low + (high - low) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  Index below(Index end) { return static_cast<Index>(uniform() * end); }
  double lognormal(double deviation) {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return std::exp(deviation * radius * std::cos(6.283185307179586 * uniform()));
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace planwerk
