#include "host/service/planner/job_size.hpp"

#include "host/service/supervisor/memory_estimate.hpp"

namespace planwerk::service {

JobSize size_of(const Job& job, std::int64_t bytes) {
  JobSize size;
  size.products = std::ssize(job.economy.products);
  size.recipes = std::ssize(job.economy.recipes);
  size.needs = std::ssize(job.economy.needs);
  size.bytes = bytes;
  size.memory_estimate = memory_estimate(job.economy);
  return size;
}

}  // namespace planwerk::service
