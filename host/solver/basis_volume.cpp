#include "host/solver/basis_volume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace planwerk {
namespace {

constexpr std::size_t most_tried = 512, most_in_vain = 40;  // columns; the latter in a row
constexpr double worthwhile = std::numbers::ln2;            // logarithm of what the volume grows by
constexpr double least_entry = 1e-7;

class VolumeSearch {
 public:
  VolumeSearch(const SlackForm& form, const MatchingWeights& weights, VertexBasis& basis)
      : form_(form), basis_(basis), weight_(weights.column_logs) {
    weight_.insert(weight_.end(), weights.slack_logs.begin(), weights.slack_logs.end());
  }

  bool run() {
    const std::vector<std::int32_t> tried = heaviest_left_out();
    bool changed = false;
    std::size_t in_vain = 0;
    for (std::size_t first = 0; first < tried.size() && in_vain < most_in_vain; first += block_lanes) {
      const std::size_t end = std::min(tried.size(), first + block_lanes);
      std::vector<std::vector<double>> columns;
      for (std::size_t k = first; k < end; ++k) {
        columns.emplace_back(static_cast<std::size_t>(form_.rows()), 0.0);
        form_.add_column(tried[k], 1, columns.back());
      }
      basis_.solve_all(columns);
      const std::size_t replaced = basis_.product().size();
      for (std::size_t k = first; k < end; ++k) {
        basis_.product().apply(replaced, basis_.product().size(), columns[k - first]);
        const bool entered = bring_in(tried[k], columns[k - first]);
        in_vain = entered ? 0 : in_vain + 1;
        changed = changed || entered;
      }
      if (basis_.worth_refactorizing() && !basis_.refactorize()) return false;
    }
    return !changed || basis_.refactorize();
  }

 private:
  std::vector<std::int32_t> heaviest_left_out() const {
    std::vector<char> basic(weight_.size(), 0);
    for (const std::int32_t j : basis_.variables()) basic[j] = 1;
    std::vector<std::int32_t> left_out;
    for (std::int32_t j = 0; j < form_.variables(); ++j) {
      if (!basic[j] && form_.lower[j] != form_.upper[j]) left_out.push_back(j);
    }
    const auto heavier = [this](std::int32_t a, std::int32_t b) {
      return weight_[a] != weight_[b] ? weight_[a] > weight_[b] : a < b;
    };
    const std::size_t taken = std::min(left_out.size(), most_tried);
    std::partial_sort(left_out.begin(), left_out.begin() + static_cast<std::ptrdiff_t>(taken), left_out.end(), heavier);
    left_out.resize(taken);
    return left_out;
  }

  // `column` = B^-1 times the variable's column.
  bool bring_in(std::int32_t variable, const std::vector<double>& column) {
    std::int32_t place = -1;
    double most = worthwhile;
    for (std::int32_t i = 0; i < form_.rows(); ++i) {
      const double entry = std::fabs(column[i]);
      if (entry <= least_entry) continue;
      const double gain = std::log(entry) + weight_[variable] - weight_[basis_.at(i)];
      if (gain <= most) continue;
      most = gain;
      place = i;
    }
    if (place < 0) return false;
    basis_.replace(place, variable, column);
    return true;
  }

  const SlackForm& form_;
  VertexBasis& basis_;
  std::vector<double> weight_;
};

}  // namespace

bool raise_volume(const SlackForm& form, const MatchingWeights& weights, VertexBasis& basis) {
  return VolumeSearch(form, weights, basis).run();
}

}  // namespace planwerk
