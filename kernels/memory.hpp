#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "kernels/device.hpp"

namespace planwerk {

// Raw device memory. Use DeviceVector, which owns what it allocates.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual void* allocate(std::size_t bytes) = 0;  // throws DeviceOutOfMemory
  virtual void deallocate(void* pointer) noexcept = 0;
  virtual void upload(void* device, const void* host, std::size_t bytes) = 0;    // returns when `host` may be changed
  virtual void download(void* host, const void* device, std::size_t bytes) = 0;  // returns when `host` is filled
  virtual void copy(void* to, const void* from, std::size_t bytes) = 0;          // device to device
};

// Owns `size` elements on a device. Moves, never copies by accident; `assign_from` copies on purpose.
// T is trivially copyable. A new vector's contents are undefined until written.
template <class T>
class DeviceVector {
 public:
  DeviceVector() = default;
  DeviceVector(Device& device, std::size_t size)
      : memory_(&device.memory()), data_(static_cast<T*>(memory_->allocate(size * sizeof(T)))), size_(size) {}
  DeviceVector(Device& device, std::span<const T> host) : DeviceVector(device, host.size()) { upload(host); }
  DeviceVector(const DeviceVector&) = delete;
  DeviceVector& operator=(const DeviceVector&) = delete;
  DeviceVector(DeviceVector&& other) noexcept { swap(other); }
  DeviceVector& operator=(DeviceVector&& other) noexcept {
    swap(other);
    return *this;
  }
  ~DeviceVector() {
    if (data_ != nullptr) memory_->deallocate(data_);
  }

  void swap(DeviceVector& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  // Sizes must agree.
  void upload(std::span<const T> host) { memory_->upload(data_, host.data(), host.size_bytes()); }
  void assign_from(const DeviceVector& other) { memory_->copy(data_, other.data_, size_ * sizeof(T)); }
  std::vector<T> to_host() const {
    std::vector<T> host(size_);
    if (size_ > 0) memory_->download(host.data(), data_, size_ * sizeof(T));
    return host;
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  Memory* memory_ = nullptr;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

using Vector = DeviceVector<double>;

}  // namespace planwerk
