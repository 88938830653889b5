#include "host/answers/trace/cycle_gain.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/sparse_matrix.hpp"

namespace planwerk {
namespace {

constexpr double accuracy = 1e-11;  // of the gain
constexpr std::int64_t step_limit = 100'000;
constexpr std::int64_t most_multiplications = 500'000'000;  // multiplications
constexpr int steps_between_looks = 20;

// a_ki made_i / made_k: similar to A, so of the same spectral radius, and of the order of one.
SparseMatrix scaled_requirements(const CycleFlows& flows) {
  std::vector<Triplet> entries;
  for (const CycleRecipe& recipe : flows.recipes) {
    for (const CycleFlow& input : recipe.inputs) {
      for (const CycleFlow& output : recipe.outputs) {
        entries.push_back({input.product, output.product, input.amount * output.share / flows.made[input.product]});
      }
    }
  }
  const auto size = static_cast<std::int32_t>(flows.made.size());
  return matrix_from_triplets(size, size, std::move(entries));
}

class GainBounds {
 public:
  explicit GainBounds(const SparseMatrix& a) : a_(a), v_(static_cast<std::size_t>(a.rows), 1.0) {
    upper_ = upper_bound();
  }

  std::pair<double, double> find() {
    const std::int64_t steps = std::min(step_limit, most_multiplications / (2 * (a_.nonzeros() + a_.rows)));
    for (std::int64_t k = 0; k < steps && !(k % steps_between_looks == 0 && close()); ++k) power_step();
    close();
    return {std::min(lower_, upper_), upper_};
  }

 private:
  bool close() {
    lower_ = std::max(lower_, lower_bound());
    return upper_ - lower_ <= accuracy * upper_;
  }

  // Half a step of A and half of the identity, for cycles of whatever period; v stays positive.
  void power_step() {
    const std::vector<double> av = multiply(a_, v_);
    for (std::size_t i = 0; i < v_.size(); ++i) v_[i] += av[i] / upper_;
    normalize();
  }

  void normalize() {
    constexpr double smallest = 1e-200;
    const double largest = *std::max_element(v_.begin(), v_.end());
    for (double& part : v_) part = std::max(part / largest, smallest);
    upper_ = std::min(upper_, upper_bound());
  }

  double upper_bound() const {
    const std::vector<double> av = multiply(a_, v_);
    double bound = 0;
    for (std::size_t i = 0; i < v_.size(); ++i) bound = std::max(bound, av[i] / v_[i]);
    return bound;
  }

  // The gain of a part of the products is never greater than that of the whole: what hardly goes round is left out, by
  // ever stricter measure, and the best bound counts.
  double lower_bound() const {
    double best = 0;
    std::vector<double> part = v_;
    for (const double measure : {0.0, 0.5, 0.9, 0.99, 0.999, 1 - 1e-5, 1 - 1e-7, 1 - 1e-9}) {
      constexpr int rounds = 3;
      for (int round = 0; round < rounds; ++round) {
        const std::vector<double> a_part = multiply(a_, part);
        double bound = INFINITY;
        for (std::size_t i = 0; i < part.size(); ++i) {
          if (part[i] > 0) bound = std::min(bound, a_part[i] / part[i]);
        }
        if (bound == INFINITY) return best;
        best = std::max(best, bound);
        for (std::size_t i = 0; i < part.size(); ++i) {
          if (a_part[i] < measure * upper_ * part[i]) part[i] = 0;
        }
      }
    }
    return best;
  }

  const SparseMatrix& a_;
  std::vector<double> v_;
  double lower_ = 0, upper_ = 0;
};

}  // namespace

std::pair<double, double> gain_of(const CycleFlows& flows) {
  const SparseMatrix requirements = scaled_requirements(flows);
  return GainBounds(requirements).find();
}

}  // namespace planwerk
