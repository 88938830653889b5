#include "host/base/status.hpp"

namespace planwerk {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::optimal:
      return "optimal";
    case Status::feasible:
      return "feasible";
    case Status::infeasible:
      return "infeasible";
    case Status::unbounded:
      return "unbounded";
    case Status::time_limit:
      return "time_limit";
    case Status::iteration_limit:
      return "iteration_limit";
    case Status::interrupted:
      return "interrupted";
    case Status::out_of_memory:
      return "out_of_memory";
    case Status::numerical_trouble:
      return "numerical_trouble";
  }
  return "unknown";
}

bool stopped_short(Status status) {
  return status >= Status::time_limit;
}

}  // namespace planwerk
