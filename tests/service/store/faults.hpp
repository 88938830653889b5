#pragma once

#include <atomic>
#include <cstdint>

#include "host/service/store/file_system.hpp"

namespace planwerk::service::tests {

// What a disk may do to the store.
enum class Fault {
  none,
  io,           // any operation fails with EIO
  full,         // what needs room fails with ENOSPC
  short_write,  // half of the bytes are written, then the disk is full
  lost_sync,    // a sync fails
};

// Lets the k-th operation fail that the fault can meet, counted over the store's files and its database together.
class FaultPlan {
 public:
  void arm(Fault fault, std::int64_t at, bool for_ever);
  void disarm() { fault_ = Fault::none; }
  void pause(bool paused) { paused_ = paused; }            // nothing fails or counts
  std::int64_t operations() const { return operations_; }  // met since it was armed

  enum class Operation { read, write, sync, grow, other };
  // Counts the operation; whether it is to fail. Thread-safe.
  bool strikes(Operation operation);
  Fault fault() const { return fault_; }

 private:
  std::atomic<Fault> fault_ = Fault::none;
  std::atomic<bool> paused_ = false;
  std::int64_t at_ = 0;
  bool for_ever_ = false;
  std::atomic<std::int64_t> operations_ = 0;
};

// The plan under which the faulty file system and SQLite's default VFS of this program work.
FaultPlan& fault_plan();
FileSystem& faulty_file_system();

}  // namespace planwerk::service::tests
