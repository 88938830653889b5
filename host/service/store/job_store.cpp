#include "host/service/store/job_store.hpp"

#include "host/service/store/job_rows.hpp"
#include "host/service/store/job_transitions.hpp"
#include "host/service/store/store_answer.hpp"
#include "host/service/store/store_state.hpp"

namespace planwerk::service {

JobStore::JobStore(const StoreSettings& settings, FileSystem& files) {
  answer([&] {
    state_ = std::make_unique<State>(settings, files);
    state_->recover();
  });
}

JobStore::~JobStore() = default;

Accounts& JobStore::accounts() {
  return state_->accounts;
}

// --- Reading.

std::optional<JobRecord> JobStore::find(const std::string& job) const {
  return answer(
      [&] { return state_->database.read([&](Connection& connection) { return find_job(connection, job); }); });
}

std::optional<JobRecord> JobStore::find_of_key(const std::string& owner, const std::string& key) const {
  return answer([&] {
    return state_->database.read([&](Connection& connection) { return find_job_of_key(connection, owner, key); });
  });
}

std::int64_t JobStore::jobs_under_way(const std::string& owner) const {
  return answer([&] {
    return state_->database.read([&](Connection& connection) { return count_jobs_under_way(connection, owner); });
  });
}

JobPage JobStore::list(const JobFilter& filter) const {
  return answer(
      [&] { return state_->database.read([&](Connection& connection) { return list_jobs(connection, filter); }); });
}

std::vector<JobRecord> JobStore::queued() const {
  return answer([&] {
    return state_->database.read([](Connection& connection) { return jobs_in_state(connection, JobState::queued); });
  });
}

std::vector<JobRecord> JobStore::running() const {
  return answer([&] {
    return state_->database.read([](Connection& connection) { return jobs_in_state(connection, JobState::running); });
  });
}

std::filesystem::path JobStore::checked_path(const JobRecord& job, const StoredFile& file) const {
  return answer([&] {
    const auto path = state_->contents.path_of(job.owner, file);
    const std::string fault = fault_of(path, file);
    if (!fault.empty()) throw StoreError(StoreError::Kind::damaged, "job " + job.id + ": " + fault);
    return path;
  });
}

// --- Running.

std::optional<Lease> JobStore::acquire(const std::string& job) {
  return answer([&] {
    return state_->write([&](Connection& connection) { return lease_job(connection, job, state_->clock()); });
  });
}

std::filesystem::path JobStore::scratch_of(const Lease& lease) {
  return answer([&] {
    state_->job_under(lease);
    const auto path = state_->scratch_path(lease);
    state_->files.create_folder(path);
    return path;
  });
}

void JobStore::save_checkpoint(const Lease& lease, const std::filesystem::path& file) {
  answer([&] {
    const JobRecord job = state_->job_under(lease);
    state_->files.sync(file);
    {
      const ContentFiles::Arrival arrival(state_->contents, job.owner, file, content_of(file));
      state_->write([&](Connection& connection) {
        demand_held(connection, lease);
        put_file(connection, job, FileRole::checkpoint, arrival.content());
      });
    }
    state_->forget_file(job, job.checkpoint);
    state_->remove_quietly(file);
  });
}

JobRecord JobStore::finish(const Lease& lease, JobState state, const std::string& reason,
                           const std::optional<std::filesystem::path>& plan,
                           const std::optional<PlanFigures>& figures) {
  return answer([&] {
    if (!is_terminal(state)) throw StoreError(StoreError::Kind::conflict, "a job ends in a terminal state only");
    const JobRecord before = state_->job_under(lease);
    const auto scratch = state_->scratch_path(lease);
    std::optional<ContentFiles::Arrival> arrival;
    if (plan) {
      state_->files.sync(*plan);
      arrival.emplace(state_->contents, before.owner, *plan, content_of(*plan));
    }
    auto after = state_->write([&](Connection& connection) {
      end_job(connection, lease, state, reason, state_->clock());
      if (figures) put_figures(connection, lease.job, *figures);
      drop_file(connection, lease.job, FileRole::checkpoint);
      if (arrival) put_file(connection, before, FileRole::plan, arrival->content());
      return *find_job(connection, lease.job);
    });
    state_->forget_file(before, before.checkpoint);
    state_->remove_quietly(scratch);
    return after;
  });
}

JobRecord JobStore::release(const Lease& lease, bool lost, const std::string& reason) {
  return answer([&] {
    const auto scratch = state_->scratch_path(lease);
    auto after = state_->write([&](Connection& connection) {
      requeue_job(connection, lease, reason, state_->clock());
      if (lost) Query(connection, "UPDATE jobs SET worker_losses = worker_losses + 1 WHERE id = ?", lease.job).run();
      return *find_job(connection, lease.job);
    });
    state_->remove_quietly(scratch);
    return after;
  });
}

// --- Changing.

JobRecord JobStore::request_cancel(const std::string& job) {
  return answer([&] {
    return state_->write([&](Connection& connection) {
      cancel_job(connection, job, state_->clock());
      return *find_job(connection, job);
    });
  });
}

void JobStore::share(const std::string& job, const std::vector<std::string>& users) {
  answer([&] {
    state_->write([&](Connection& connection) {
      if (!find_job(connection, job)) throw StoreError(StoreError::Kind::not_found, "there is no such job");
      share_job(connection, job, users);
    });
  });
}

}  // namespace planwerk::service
