#include "host/solver/restart.hpp"

#include <limits>

namespace planwerk {
namespace {

constexpr double sufficient_decrease = 0.2;
constexpr double necessary_decrease = 0.5;
constexpr double longest_share = 0.2;

}  // namespace

void RestartRule::begin(double error) {
  initial_error_ = error;
  last_error_ = std::numeric_limits<double>::max();
}

bool RestartRule::due(double error, std::int64_t run_length, std::int64_t all_iterations) {
  const bool sufficient = error <= sufficient_decrease * initial_error_;
  const bool rising = error <= necessary_decrease * initial_error_ && error > last_error_;
  const bool long_enough = static_cast<double>(run_length) >= longest_share * static_cast<double>(all_iterations);
  last_error_ = error;
  return sufficient || rising || long_enough;
}

}  // namespace planwerk
