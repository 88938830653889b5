#pragma once

#include <vector>

#include "kernels/device.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {

// Vectors made at once, on the device.
inline Vector copy_of(const Vector& x, Device& device) {
  Vector copy(device, x.size());
  copy.assign_from(x);
  return copy;
}

inline Vector constant(std::size_t size, double value, Device& device) {
  Vector x(device, size);
  device.vectors().fill(x, value);
  return x;
}

inline Vector upload(const std::vector<double>& host, Device& device) {
  return Vector(device, std::span<const double>(host));
}

}  // namespace planwerk
