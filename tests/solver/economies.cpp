#include "tests/solver/economies.hpp"

#include <cmath>
#include <random>

namespace planwerk {
namespace {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : bits_(seed) {}
  double between(double low, double high) { return low + (high - low) * static_cast<double>(bits_() >> 11) * 0x1p-53; }
  std::int32_t below(std::int32_t count) {
    return static_cast<std::int32_t>(bits_() % static_cast<std::uint64_t>(count));
  }

 private:
  std::mt19937_64 bits_;
};

}  // namespace

LinearProgram production_economy(std::int32_t products, std::uint64_t seed) {
  Draw draw(seed);
  std::vector<double> price(static_cast<std::size_t>(products));
  for (double& p : price) p = std::pow(10.0, draw.between(-2, 2));
  LinearProgram lp;
  std::vector<Triplet> entries;
  const std::int32_t labour_row = products;
  const auto add_column = [&](double cost, double upper) {
    lp.objective.push_back(cost);
    lp.column_lower.push_back(0);
    lp.column_upper.push_back(upper);
    return static_cast<std::int32_t>(lp.objective.size()) - 1;
  };
  for (std::int32_t i = 0; i < products; ++i) {
    for (int recipe = 0; recipe < 2; ++recipe) {
      const double labour = price[i] * draw.between(0.2, 0.6);
      const bool limited = recipe == 0 && draw.between(0, 1) < 0.4;
      const std::int32_t column = add_column(labour, limited ? draw.between(0.5, 3) / price[i] : infinity);
      entries.push_back({i, column, 1});
      entries.push_back({labour_row, column, labour});
      for (int input = 0; input < 4; ++input) {
        const std::int32_t used = draw.below(products);
        if (used != i) entries.push_back({used, column, -draw.between(0.02, 0.15) * price[i] / price[used]});
      }
    }
  }
  for (std::int32_t i = 0; i < products; ++i) {
    const double need = draw.between(0.5, 2) / price[i];
    entries.push_back({i, add_column(price[i] * draw.between(2, 12), need), 1});
    lp.row_lower.push_back(need);
    lp.row_upper.push_back(infinity);
  }
  lp.row_lower.push_back(-infinity);
  lp.row_upper.push_back(0.6 * products);
  lp.matrix = matrix_from_triplets(products + 1, static_cast<std::int32_t>(lp.objective.size()), std::move(entries));
  return lp;
}

}  // namespace planwerk
