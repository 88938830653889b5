#include "host/solver/method.hpp"

namespace planwerk {

std::string_view to_string(Method method) {
  return method == Method::pdhg ? "pdhg" : method == Method::interior_point ? "ipm" : "auto";
}

std::optional<Method> method_named(std::string_view name) {
  for (const Method method : {Method::automatic, Method::pdhg, Method::interior_point}) {
    if (to_string(method) == name) return method;
  }
  return std::nullopt;
}

}  // namespace planwerk
