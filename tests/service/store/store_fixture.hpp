#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "host/service/store/job_store.hpp"
#include "tests/codec/files.hpp"

namespace planwerk::service::tests {

// A store in a folder of its own, with a clock that the test sets.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest() { open(); }

  void open() {
    store_ = std::make_unique<JobStore>(StoreSettings{path(), [this] { return now_; }}, real_file_system());
  }
  void close() { store_.reset(); }
  void reopen() {
    close();
    open();
  }

  std::filesystem::path path() const { return folder_ / "store"; }
  JobStore& store() { return *store_; }

  // A job of these parts, complete and in the queue.
  JobRecord submit(const std::string& owner, const std::string& key, const std::string& part = "a part of a job");
  // A file in the lease's folder, as a worker leaves it.
  std::filesystem::path written(const Lease& lease, const std::string& name, const std::string& bytes);
  // A job that was submitted, run and finished with this plan.
  JobRecord finished(const std::string& owner, const std::string& key, const std::string& plan = "a plan");

  planwerk::tests::TemporaryFolder folder_;
  UnixMillis now_ = 1'700'000'000'000;
  std::unique_ptr<JobStore> store_;
};

std::vector<std::string> ids(const std::vector<JobRecord>& jobs);

// The kind of error that the call ends with; fails the test where it ends with none.
template <class Call>
StoreError::Kind kind_of_failure(const Call& call) {
  try {
    call();
  } catch (const StoreError& error) {
    return error.kind();
  }
  ADD_FAILURE() << "nothing failed";
  return StoreError::Kind::io;
}

// Files below a folder, by their paths relative to it.
std::vector<std::string> files_below(const std::filesystem::path& folder);

}  // namespace planwerk::service::tests
