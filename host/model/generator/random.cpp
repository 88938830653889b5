#include "host/model/generator/random.hpp"

#include <array>
#include <cmath>

namespace planwerk {
namespace {

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15u;

constexpr std::array<double, 23> make_powers_of_ten() {
  std::array<double, 23> powers{1};  // up to 1e22 exactly representable
  for (std::size_t k = 1; k < powers.size(); ++k) powers[k] = powers[k - 1] * 10;
  return powers;
}
constexpr auto powers_of_ten = make_powers_of_ten();

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index)
    : state_(mixed(mixed(mixed(seed + golden_gamma) + stream + golden_gamma) + index + golden_gamma)) {}

std::uint64_t Random::bits() {
  state_ += golden_gamma;
  return mixed(state_);
}

double Random::uniform() {
  return static_cast<double>(bits() >> 11) * 0x1p-53;
}

std::int64_t Random::below(std::int64_t count) {
  return static_cast<std::int64_t>(((bits() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
}

double Random::normal() {
  constexpr std::int64_t mean = 12 * 65535 / 2;
  std::int64_t sum = 0;
  for (int word = 0; word < 3; ++word) {
    const std::uint64_t fields = bits();
    for (int shift = 0; shift < 64; shift += 16) sum += static_cast<std::int64_t>((fields >> shift) & 0xffff);
  }
  return static_cast<double>(sum - mean) / 65536;
}

double Random::lognormal(double median, double log_deviation) {
  return median * portable_exp(log_deviation * normal());
}

// x = k ln 2 + r with |r| <= ln 2 / 2, then the Taylor polynomial of e^r, whose 14th term is below 2^-60.
double portable_exp(double x) {
  constexpr double ln2_high = 0x1.62e42fefa38p-1;  // 40 bits, so that k * ln2_high is exact
  constexpr double ln2_low = 0x1.ef35793c7673p-45;
  constexpr double log2_e = 0x1.71547652b82fep0;
  const double k = std::floor(x * log2_e + 0.5);
  const double r = (x - k * ln2_high) - k * ln2_low;
  double sum = 1;
  for (int term = 13; term > 0; --term) sum = 1 + sum * r / term;
  return std::ldexp(sum, static_cast<int>(k));
}

double rounded_to_digits(double value, int digits) {
  if (value == 0) return 0;
  const double magnitude = std::abs(value);
  int decimals = digits - 1;  // digits behind the point, right for 1 <= magnitude < 10
  while (magnitude >= powers_of_ten[digits - decimals]) --decimals;
  while (decimals >= 0 && magnitude * powers_of_ten[decimals] < powers_of_ten[digits - 1]) ++decimals;
  if (decimals >= 0) return std::round(value * powers_of_ten[decimals]) / powers_of_ten[decimals];
  return std::round(value / powers_of_ten[-decimals]) * powers_of_ten[-decimals];
}

}  // namespace planwerk
