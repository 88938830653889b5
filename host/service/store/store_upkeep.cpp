// What keeps the store small and whole: deletion, retention, check.
#include "host/service/store/job_rows.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/store/store_answer.hpp"
#include "host/service/store/store_state.hpp"

namespace planwerk::service {

namespace {

std::vector<std::string> ids_of(Query& query) {
  std::vector<std::string> ids;
  while (query.next()) ids.push_back(query.text(0));
  return ids;
}

constexpr const char* terminal = "state IN ('finished', 'failed', 'cancelled')";

std::vector<std::string> outdated_jobs(Connection& connection, const Retention& retention, UnixMillis now) {
  Query query(
      connection,
      std::string("SELECT id FROM jobs WHERE (?1 > 0 AND ") + terminal +
          " AND finished < ?3 - ?1) OR (?2 > 0 AND state = 'uploading' AND last_part < ?3 - ?2) ORDER BY number",
      retention.finished_after_ms, retention.uploads_after_ms, now);
  return ids_of(query);
}

std::vector<std::string> terminal_jobs(Connection& connection) {
  Query query(connection, std::string("SELECT id FROM jobs WHERE ") + terminal + " ORDER BY number");
  return ids_of(query);
}

std::int64_t sum(Connection& connection, const std::string& sql, const std::string& owner) {
  Query query(connection, sql, owner);
  query.next();
  return query.integer(0);
}

// Each file once, and the uploads so far. An owner's are found by index.
std::int64_t bytes_of(Connection& connection, const std::string& owner) {
  const std::string whose = owner.empty() ? "owner <> ?" : "owner = ?";
  return sum(connection,
             "SELECT total(bytes) FROM (SELECT DISTINCT owner, sha256, bytes FROM job_files WHERE " + whose + ")",
             owner) +
         sum(connection, "SELECT total(received) FROM jobs WHERE state = 'uploading' AND " + whose, owner);
}

}  // namespace

std::int64_t JobStore::State::remove_job(const std::string& id) {
  const auto upload = upload_named(id);
  const std::lock_guard guard(upload->mutex);
  const JobRecord job = write([&](Connection& connection) {
    const auto found = find_job(connection, id);
    if (!found) throw StoreError(StoreError::Kind::not_found, "there is no such job");
    if (found->state != JobState::uploading && !is_terminal(found->state)) {
      throw StoreError(StoreError::Kind::conflict,
                       "job " + id + " is " + std::string(to_string(found->state)) + ": it is to be cancelled first");
    }
    Query(connection, "DELETE FROM jobs WHERE id = ?", id).run();
    return *found;
  });
  traces_left = true;
  upload->file.reset();
  close_upload(id);
  files.remove(upload_path(id));
  std::int64_t bytes = 0;
  for (const auto& file : {job.job, job.checkpoint, job.plan}) {
    if (!file) continue;
    contents.collect({job.owner, file->sha256});
    bytes += file->bytes;
  }
  return bytes;
}

void JobStore::remove(const std::string& job) {
  answer([&] {
    state_->remove_job(job);
    state_->erase_traces();
  });
}

std::vector<std::string> JobStore::retain(const Retention& retention) {
  return answer([&] {
    const UnixMillis now = state_->clock();
    std::vector<std::string> removed;
    for (const std::string& job :
         state_->database.read([&](Connection& connection) { return outdated_jobs(connection, retention, now); })) {
      state_->remove_if_possible(job, removed);
    }
    if (retention.bytes > 0) state_->shrink_to(retention.bytes, removed);
    if (retention.audit_after_ms > 0) state_->accounts.forget_audit_before(now - retention.audit_after_ms);
    if (!removed.empty()) state_->erase_traces();
    return removed;
  });
}

// Unless somebody else removed it, or a part of an upload came in.
std::int64_t JobStore::State::remove_if_possible(const std::string& id, std::vector<std::string>& removed) {
  try {
    const std::int64_t bytes = remove_job(id);
    removed.push_back(id);
    return bytes;
  } catch (const StoreError& error) {
    if (error.kind() != StoreError::Kind::not_found && error.kind() != StoreError::Kind::conflict) throw;
    return 0;
  }
}

void JobStore::State::shrink_to(std::int64_t bytes, std::vector<std::string>& removed) {
  const auto excess_now = [&] {
    return database.read([](Connection& connection) { return bytes_of(connection, ""); }) - bytes;
  };
  std::int64_t excess = excess_now();
  if (excess <= 0) return;
  for (const std::string& job : database.read(terminal_jobs)) {
    excess -= remove_if_possible(job, removed);
    if (excess > 0) continue;
    excess = excess_now();  // files that other jobs share are still there
    if (excess <= 0) return;
  }
}

std::int64_t JobStore::bytes_used(const std::string& owner) const {
  return answer(
      [&] { return state_->database.read([&](Connection& connection) { return bytes_of(connection, owner); }); });
}

std::vector<std::string> JobStore::check() const {
  return answer([&] {
    const ContentFiles::Hold hold(state_->contents);  // what is named now is not removed until it was looked at
    auto faults = state_->database.faults();
    for (const auto& [owner, file] : state_->database.read(named_files)) {
      const std::string fault = fault_of(state_->contents.path_of(owner, file), file);
      if (!fault.empty()) faults.push_back(fault);
    }
    return faults;
  });
}

}  // namespace planwerk::service
