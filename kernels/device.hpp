#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace planwerk {

class Memory;
class VectorKernels;
class SparseKernels;
class ScalingKernels;
class PdhgKernels;
class InteriorPointKernels;
class DenseKernels;
class MatchingKernels;

enum class DeviceKind { cpu, cuda };

struct DeviceInfo {
  DeviceKind kind = DeviceKind::cpu;
  std::string name;              // "CPU, 2 threads (Thrust 1.17, OpenMP)" or the card's own name
  std::size_t memory_bytes = 0;  // what the device has in all
  int threads = 1;               // of the CPU backend
};

// A device failed in a way the caller cannot repair (driver gone, launch failure).
struct DeviceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// An allocation on a device did not fit. An event for the caller, not the end.
struct DeviceOutOfMemory : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One place to compute. Each group of kernels is an abstract class, declared once in its own header, implemented by the
// Thrust sources for OpenMP and for CUDA and, in the tests, by plain sequential loops that judge both.
// Calls run in order on one stream; a call that returns a number waits for it, all others may return early.
class Device {
 public:
  virtual ~Device() = default;
  virtual const DeviceInfo& info() const = 0;
  virtual Memory& memory() = 0;
  virtual VectorKernels& vectors() = 0;
  virtual SparseKernels& sparse() = 0;
  virtual ScalingKernels& scaling() = 0;
  virtual PdhgKernels& pdhg() = 0;
  virtual InteriorPointKernels& interior_point() = 0;
  virtual DenseKernels& dense() = 0;
  virtual MatchingKernels& matching() = 0;
  // Waits until everything asked for so far is done.
  virtual void synchronize() = 0;
};

// The devices that answer on this machine, the CPU always among them.
std::vector<DeviceInfo> available_devices();

enum class DeviceChoice { automatic, cpu, cuda };

// Opens a device; `automatic` takes CUDA where a driver answers. `threads` <= 0 means all cores (CPU backend only).
// Throws DeviceError, with the loader's own words, where the device asked for is not to be had.
std::unique_ptr<Device> open_device(DeviceChoice choice, int threads = 0);

}  // namespace planwerk
