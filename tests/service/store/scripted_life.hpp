#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/service/store/job_store.hpp"

namespace planwerk::service::tests {

// A short life of a store: users, uploads, leases, checkpoints, plans, deletions. Every step may fail; what one was
// told to have succeeded is remembered, and demanded of the store afterwards.
class ScriptedLife {
 public:
  explicit ScriptedLife(JobStore& store) : store_(store) {}
  // Called right after the first step that failed.
  void on_failure(std::function<void()> call) { on_failure_ = std::move(call); }

  void run();
  int failed_steps() const { return failed_steps_; }

  // What is wrong with a store of the same folder, in words; empty: nothing.
  std::vector<std::string> broken_promises(JobStore& later) const;

 private:
  struct Promise {
    std::string owner, key;
    std::int64_t parts = 0;  // that were synced
    std::string content;     // of the job's file
    std::optional<JobState> end;
    std::string plan;
    bool acknowledged = false;
    bool removal_asked = false;
    bool removed = false;
  };

  bool step(const std::function<void()>& work);  // false: it failed, as a store may
  std::string upload(const std::string& owner, const std::string& key, const std::string& part);
  void complete(const std::string& job, const std::string& part);
  std::optional<Lease> acquire(const std::string& job);
  std::filesystem::path written(const Lease& lease, const std::string& name, const std::string& bytes);
  void finish(const Lease& lease, JobState state, const std::string& plan);
  void run_two_jobs();
  void delete_one();
  void use_accounts();
  void look_for_ends();

  JobStore& store_;
  std::function<void()> on_failure_;
  std::map<std::string, Promise> promises_;
  std::string token_;
  bool audited_ = false;
  int failed_steps_ = 0;
};

// Whatever lies in the store's folder without a record that names it.
std::vector<std::string> unnamed_files(const std::filesystem::path& folder, const JobStore& store);

}  // namespace planwerk::service::tests
