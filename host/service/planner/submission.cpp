#include <algorithm>

#include "host/codec/job_codec.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/service/planner/job_parts_of.hpp"
#include "host/service/planner/planner_state.hpp"
#include "host/service/planner/request_check.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk::service {
namespace {

// A figure of a quota or limit that is used up.
[[noreturn]] void exhausted(const std::string& what, std::int64_t limit) {
  throw Refused(Refusal::exhausted, what + ": " + std::to_string(limit) + " at most");
}

void demand_quota(const Planner::State& state, const User& user) {
  const Quota& quota = user.quota;
  if (quota.jobs_at_once > 0 && state.store.jobs_under_way(user.id) >= quota.jobs_at_once) {
    exhausted("jobs at once", quota.jobs_at_once);
  }
  if (quota.bytes > 0 && state.store.bytes_used(user.id) >= quota.bytes) exhausted("stored bytes", quota.bytes);
  if (quota.device_seconds_per_day > 0 &&
      state.store.accounts().device_seconds_of_last_day(user.id) >= quota.device_seconds_per_day) {
    exhausted("seconds of solving within 24 hours", static_cast<std::int64_t>(quota.device_seconds_per_day));
  }
}

void demand_previous(const Planner::State& state, const Caller& caller, const std::string& job) {
  if (job.empty()) return;
  try {
    if (state.owned(caller, job).plan) return;
  } catch (const Refused&) {
  }
  Problems problems;
  problems.error("request.previous_job", job, "is no job of yours that has a plan");
  demand(problems);
}

void demand_fit(const Planner::State& state, const JobSize& size) {
  std::int64_t largest = 0;
  if (state.supervisor.fits(size.memory_estimate, largest)) return;
  throw Refused(Refusal::too_large, "solving the job takes about " + std::to_string(size.memory_estimate >> 20) +
                                        " MiB, and the largest worker has " + std::to_string(largest >> 20) + " MiB");
}

}  // namespace

UploadStatus Planner::begin_upload(const Caller& caller, const std::string& key, const JobRequest& request) {
  return refusing([&] {
    state_->demand_accepting();
    Problems problems = check_key(key);
    problems.append(check_request(request, state_->limits));
    demand(problems);
    demand_previous(*state_, caller, request.previous_job);
    const Quota& quota = caller.user.quota;
    std::unique_lock admission(state_->admission, std::defer_lock);
    if (quota.jobs_at_once > 0 || quota.bytes > 0 || quota.device_seconds_per_day > 0) {
      admission.lock();
      if (!state_->store.find_of_key(caller.user.id, key)) demand_quota(*state_, caller.user);
    }
    return state_->store.begin_upload(caller.user.id, key, request);
  });
}

std::optional<UploadStatus> Planner::find_upload(const Caller& caller, const std::string& key) {
  return refusing([&]() -> std::optional<UploadStatus> {
    demand(check_key(key));
    auto found = state_->store.find_of_key(caller.user.id, key);
    if (!found) return std::nullopt;
    if (found->state == JobState::uploading) return state_->store.begin_upload(caller.user.id, key, found->request);
    const std::int64_t bytes = found->size.bytes;
    return UploadStatus{std::move(*found), 0, bytes};
  });
}

UploadStatus Planner::append_part(const Caller& caller, const std::string& job, std::int64_t index,
                                  std::string_view part, std::int64_t writer) {
  return refusing([&] {
    state_->demand_accepting();
    state_->owned(caller, job);
    if (index >= state_->limits.parts) exhausted("parts of a job", state_->limits.parts);
    UploadStatus status = state_->store.append_part(job, index, part, writer);
    if (status.bytes > state_->limits.job_bytes) {
      state_->store.abandon_upload(job);
      exhausted("bytes of a job", state_->limits.job_bytes);
    }
    return status;
  });
}

UploadStatus Planner::sync_upload(const Caller& caller, const std::string& job) {
  return refusing([&] {
    state_->owned(caller, job);
    return state_->store.sync_upload(job);
  });
}

JobRecord Planner::complete_upload(const Caller& caller, const std::string& job, Problems& warnings) {
  return audited(state_->store, caller, "submit", job, [&] {
    const JobRecord record = state_->owned(caller, job);
    if (record.state != JobState::uploading) return record;
    state_->demand_accepting();
    const CheckedJob checked = examine(state_->store.upload_path(job));
    warnings.append(checked.problems);
    return queue(caller, job, checked);
  });
}

// What takes next to no memory does not queue behind what takes a lot.
CheckedJob Planner::examine(const std::filesystem::path& file) const {
  const Examiner& examiner = state_->supervisor.examiner();
  std::optional<Turnstile::Place> place;
  if (examiner.is_large(file)) place.emplace(state_->reading);
  return examiner.job(file);
}

// An upload that cannot become a job is given up: what is wrong with it does not change.
JobRecord Planner::queue(const Caller& caller, const std::string& job, const CheckedJob& checked) {
  try {
    demand(checked.problems);
    demand_fit(*state_, checked.size);
    const Quota& quota = caller.user.quota;
    if (quota.bytes > 0 && state_->store.bytes_used(caller.user.id) > quota.bytes)
      exhausted("stored bytes", quota.bytes);
  } catch (const Refused&) {
    state_->store.abandon_upload(job);
    throw;
  }
  const JobRecord record = state_->store.complete_upload(job, checked.size);
  state_->publish(record);
  state_->supervisor.wake(job);
  return record;
}

JobRecord Planner::submit_job(const Caller& caller, const std::string& key, JobRequest request, const Outcome<Job>& job,
                              Problems& warnings) {
  demand(job.problems);
  if (request.name.empty()) request.name = job.value->economy.name;
  const UploadStatus status = begin_upload(caller, key, request);
  return audited(state_->store, caller, "submit", status.job.id, [&] {
    if (status.job.state != JobState::uploading) return status.job;
    std::int64_t index = 0;
    UploadStatus now = status;
    for_each_part(*job.value, [&](std::string_view part) {
      now = append_part(caller, status.job.id, index++, part, status.writer);
    });
    warnings.append(job.problems);
    return queue(caller, status.job.id, {size_of(*job.value, now.bytes), job.problems});
  });
}

JobRecord Planner::submit_file(const Caller& caller, const std::string& key, const JobRequest& request,
                               const std::filesystem::path& file, Problems& warnings) {
  state_->demand_accepting();
  if (form_of(file) == FileForm::parts) return submit_parts(caller, key, request, file, warnings);
  const Turnstile::Place place(state_->reading);
  return submit_job(caller, key, request, read_job(file), warnings);
}

// Never more than a part of it in memory.
JobRecord Planner::submit_parts(const Caller& caller, const std::string& key, JobRequest request,
                                const std::filesystem::path& file, Problems& warnings) {
  UploadStatus upload;
  std::int64_t index = 0;
  try {
    PartReader reader(file, job_parts_magic);
    for (v1::JobPart part; reader.next(part);) {
      if (index == 0) {
        if (request.name.empty()) request.name = part.header().name();
        upload = begin_upload(caller, key, request);
        if (upload.job.state != JobState::uploading) return upload.job;
      }
      append_part(caller, upload.job.id, index++, part.SerializeAsString(), upload.writer);
    }
    if (index == 0) throw BadPart{file.filename().string(), "", "is empty"};
  } catch (const BadPart& fault) {
    if (index > 0) state_->store.abandon_upload(upload.job.id);
    Problems problems;
    problems.error(fault.path, fault.value, fault.message);
    demand(problems);
  }
  return complete_upload(caller, upload.job.id, warnings);
}

void Planner::demand_size(std::int64_t parts, std::int64_t bytes) const {
  if (parts > state_->limits.parts) exhausted("parts of a job", state_->limits.parts);
  if (bytes > state_->limits.job_bytes) exhausted("bytes of a job", state_->limits.job_bytes);
}

CheckedJob Planner::validate_file(const Caller&, const std::filesystem::path& file) {
  return refusing([&] { return examine(file); });
}

CheckedJob Planner::validate_job(const Caller&, const Outcome<Job>& job) {
  CheckedJob checked{{}, job.problems};
  if (!job.ok()) return checked;
  std::int64_t bytes = 0;
  for_each_part(*job.value, [&](std::string_view part) { bytes += static_cast<std::int64_t>(part.size()); });
  checked.size = size_of(*job.value, bytes);
  return checked;
}

}  // namespace planwerk::service
