#include "host/plan/certificate/claims.hpp"

#include <cmath>
#include <sstream>

namespace planwerk::certificate {

std::string exact_text(double value) {
  std::ostringstream out;
  out.precision(17);
  out << value;
  return out.str();
}

void Claims::compare(const std::string& path, double claimed, double expected) {
  // The same bits on every machine with IEEE arithmetic; the slack is for readers that round the last digit.
  constexpr double last_digits = 1e-15;
  if (claimed == expected) return;
  if (std::fabs(claimed - expected) <= last_digits * std::fabs(expected)) return;
  fault(path, exact_text(claimed), "the job and the plan's decisions lead to " + exact_text(expected));
}

void Claims::finite(const std::string& path, double value) {
  if (!std::isfinite(value)) fault(path, exact_text(value), "is not a finite number");
}

bool Claims::same_length(const std::string& path, std::size_t is, std::size_t should) {
  if (is == should) return true;
  fault(path, std::to_string(is) + " entries", "the plan leads to " + std::to_string(should));
  return false;
}

void Claims::same_id(const std::string& path, const std::string& is, const std::string& should) {
  if (is != should) fault(path + ".id", is, "the plan leads to " + should);
}

void Claims::fault(const std::string& path, const std::string& value, const std::string& message) {
  faults_.error(path, value, message);
}

}  // namespace planwerk::certificate
