#include "host/service/planner/job_size.hpp"

namespace planwerk::service {
namespace {

// Bytes per entry of the matrix and per row or column, of model, programme and solver together: measured.
constexpr std::int64_t per_entry = 160;
constexpr std::int64_t per_thing = 800;

}  // namespace

JobSize size_of(const Job& job, std::int64_t bytes) {
  const Economy& economy = job.economy;
  JobSize size;
  size.products = std::ssize(economy.products);
  size.recipes = std::ssize(economy.recipes);
  size.needs = std::ssize(economy.needs);
  size.bytes = bytes;
  const std::int64_t things = size.products + size.recipes + 4 * size.needs;
  const std::int64_t entries = std::ssize(economy.flows) + std::ssize(economy.limit_terms) + 4 * size.needs;
  size.memory_estimate = (std::int64_t{64} << 20) + per_thing * things + per_entry * entries;
  return size;
}

}  // namespace planwerk::service
