#include "tests/service/store/faults.hpp"

#include <cerrno>
#include <system_error>

#include "tests/service/store/power_cut.hpp"

namespace planwerk::service::tests {

namespace {

namespace fs = std::filesystem;
using Operation = FaultPlan::Operation;

bool meets(Fault fault, Operation operation) {
  switch (fault) {
    case Fault::none:
      return false;
    case Fault::io:
      return true;
    case Fault::full:
      return operation == Operation::write || operation == Operation::grow;
    case Fault::short_write:
      return operation == Operation::write;
    case Fault::lost_sync:
      return operation == Operation::sync;
  }
  return false;
}

void demand(Operation operation) {
  PowerCut::before_operation();
  if (!fault_plan().strikes(operation)) return;
  const bool no_room = fault_plan().fault() == Fault::full || fault_plan().fault() == Fault::short_write;
  throw std::system_error(no_room ? ENOSPC : EIO, std::generic_category(), "injected");
}

class FaultyAppender : public FileSystem::Appender {
 public:
  FaultyAppender(fs::path path, std::unique_ptr<Appender> real) : path_(std::move(path)), real_(std::move(real)) {}

  void write(std::string_view bytes) override {
    try {
      demand(Operation::write);
    } catch (...) {
      if (fault_plan().fault() == Fault::short_write) real_->write(bytes.substr(0, bytes.size() / 2));
      throw;
    }
    real_->write(bytes);
  }

  void sync() override {
    demand(Operation::sync);
    real_->sync();
    PowerCut::synced(path_);
  }

 private:
  fs::path path_;
  std::unique_ptr<Appender> real_;
};

class FaultyFileSystem : public FileSystem {
 public:
  std::unique_ptr<Appender> append_to(const fs::path& path, std::int64_t length) override {
    demand(Operation::grow);
    const bool is_new = !fs::exists(path);
    auto real = real_file_system().append_to(path, length);
    if (is_new) PowerCut::created(path);
    return std::make_unique<FaultyAppender>(path, std::move(real));
  }
  void sync(const fs::path& path) override {
    demand(Operation::sync);
    real_file_system().sync(path);
    PowerCut::synced(path);
  }
  void rename(const fs::path& from, const fs::path& to) override {
    demand(Operation::grow);
    real_file_system().rename(from, to);
  }
  void link(const fs::path& from, const fs::path& to) override {
    demand(Operation::grow);
    real_file_system().link(from, to);
  }
  void remove(const fs::path& path) override {
    demand(Operation::other);
    real_file_system().remove(path);
  }
  void create_folder(const fs::path& path) override {
    demand(Operation::grow);
    const bool is_new = !fs::exists(path);
    real_file_system().create_folder(path);
    if (is_new) PowerCut::created(path);
  }
};

}  // namespace

void FaultPlan::arm(Fault fault, std::int64_t at, bool for_ever) {
  at_ = at;
  for_ever_ = for_ever;
  operations_ = 0;
  fault_ = fault;
}

bool FaultPlan::strikes(Operation operation) {
  if (paused_ || !meets(fault_, operation)) return false;
  const std::int64_t number = operations_++;
  return for_ever_ ? number >= at_ : number == at_;
}

FaultPlan& fault_plan() {
  static FaultPlan plan;
  return plan;
}

FileSystem& faulty_file_system() {
  static FaultyFileSystem files;
  return files;
}

}  // namespace planwerk::service::tests
