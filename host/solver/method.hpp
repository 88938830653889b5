#pragma once

#include <optional>
#include <string_view>

namespace planwerk {

enum class Method {
  automatic,       // what programme, tolerance and progress suggest; docs/mathematics.md, "Portfolio"
  pdhg,            // first order: restarted Halpern PDHG
  interior_point,  // predictor-corrector
};
// "auto", "pdhg", "ipm".
std::string_view to_string(Method method);
std::optional<Method> method_named(std::string_view name);

}  // namespace planwerk
