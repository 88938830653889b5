#include "host/codec/plan_status.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

constexpr std::array<std::pair<Status, v1::Plan::Status>, 9> numbers = {{
    {Status::optimal, v1::Plan::OPTIMAL},
    {Status::feasible, v1::Plan::FEASIBLE},
    {Status::infeasible, v1::Plan::INFEASIBLE},
    {Status::unbounded, v1::Plan::UNBOUNDED},
    {Status::time_limit, v1::Plan::TIME_LIMIT},
    {Status::iteration_limit, v1::Plan::ITERATION_LIMIT},
    {Status::interrupted, v1::Plan::INTERRUPTED},
    {Status::out_of_memory, v1::Plan::OUT_OF_MEMORY},
    {Status::numerical_trouble, v1::Plan::NUMERICAL_TROUBLE},
}};

}  // namespace

int status_number(Status status) {
  return std::find_if(numbers.begin(), numbers.end(), [&](auto& pair) { return pair.first == status; })->second;
}

std::optional<Status> status_of(int number) {
  const auto found = std::find_if(numbers.begin(), numbers.end(), [&](auto& pair) { return pair.second == number; });
  return found == numbers.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace planwerk
