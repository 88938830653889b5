#include "host/service/examine/memory_estimate.hpp"

namespace planwerk::service {
namespace {

constexpr std::int64_t process = std::int64_t{64} << 20;
constexpr std::int64_t per_entry = 300;   // of recipes, alternatives, limits
constexpr std::int64_t per_thing = 1000;  // rows and columns of the programme

std::int64_t coverage_steps(const Economy& economy) {
  std::int64_t steps = 0;
  for (const Need& need : economy.needs) steps += std::ssize(economy.ladder_of(need));
  return steps;
}

}  // namespace

std::int64_t memory_estimate(const Economy& economy) {
  const std::int64_t things = std::ssize(economy.products) + std::ssize(economy.recipes) + coverage_steps(economy) +
                              std::ssize(economy.alternatives) + std::ssize(economy.labour_steps) +
                              std::ssize(economy.stocks) + std::ssize(economy.capacities) + std::ssize(economy.limits);
  const std::int64_t entries =
      std::ssize(economy.flows) + std::ssize(economy.limit_terms) + std::ssize(economy.tier_terms);
  return process + per_thing * things + per_entry * entries;
}

}  // namespace planwerk::service
