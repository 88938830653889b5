// Uploads: parts that arrive in a file of their own until they are a job.
#include "host/service/store/job_rows.hpp"
#include "host/service/store/job_store.hpp"
#include "host/service/store/job_transitions.hpp"
#include "host/service/store/random_text.hpp"
#include "host/service/store/store_answer.hpp"
#include "host/service/store/store_state.hpp"

namespace planwerk::service {

namespace {

UploadStatus status_of(const JobRecord& job, const ReceivedParts& received, std::int64_t writer) {
  return {job, received.parts, received.bytes, writer};
}

}  // namespace

std::filesystem::path JobStore::State::upload_path(const std::string& job) const {
  return folder / "uploads" / (job + ".pbs");
}

std::shared_ptr<OpenUpload> JobStore::State::upload_named(const std::string& job) {
  const std::lock_guard guard(uploads_mutex);
  auto& upload = uploads[job];
  if (!upload) upload = std::make_shared<OpenUpload>();
  return upload;
}

UploadFile& JobStore::State::opened(OpenUpload& upload, const std::string& job) {
  if (!upload.file) {
    upload.job = job_named(job);
    if (upload.job.state != JobState::uploading) {
      throw StoreError(StoreError::Kind::conflict, "job " + job + " is complete already");
    }
    const auto durable = database.read([&](Connection& connection) { return received_parts(connection, job); });
    upload.file = std::make_unique<UploadFile>(upload_path(job), files, durable);
  }
  return *upload.file;
}

void JobStore::State::sync(OpenUpload& upload, const std::string& job) {
  UploadFile& file = opened(upload, job);
  try {
    file.sync();
    write([&](Connection& connection) { put_received_parts(connection, job, file.received(), clock()); });
  } catch (...) {
    upload.file.reset();  // what is not known to be on disk is sent again
    throw;
  }
}

void JobStore::State::close_upload(const std::string& job) {
  const std::lock_guard guard(uploads_mutex);
  uploads.erase(job);
}

UploadStatus JobStore::begin_upload(const std::string& owner, const std::string& key, const JobRequest& request) {
  return answer([&] {
    if (!is_user_id(owner)) throw StoreError(StoreError::Kind::invalid, "owner: not an id of a user");
    JobRecord wanted;
    wanted.id = random_id();
    wanted.owner = owner;
    wanted.idempotency_key = key;
    wanted.request = request;
    wanted.created = state_->clock();
    // An upload without parts is no loss: it needs no sync of its own.
    const JobRecord job = state_->write(
        [&](Connection& connection) {
          begin_job(connection, wanted);
          return *find_job_of_key(connection, owner, key);
        },
        Database::Durable::soon);
    if (job.state != JobState::uploading) return status_of(job, {0, job.size.bytes}, 0);
    const auto upload = state_->upload_named(job.id);
    const std::lock_guard lock(upload->mutex);
    upload->writer = ++state_->writers;
    if (job.id != wanted.id) state_->sync(*upload, job.id);
    return status_of(job, state_->opened(*upload, job.id).received(), upload->writer);
  });
}

UploadStatus JobStore::append_part(const std::string& job, std::int64_t index, std::string_view bytes,
                                   std::int64_t writer) {
  return answer([&] {
    const auto upload = state_->upload_named(job);
    const std::lock_guard lock(upload->mutex);
    UploadFile& file = state_->opened(*upload, job);
    if (writer != 0 && writer != upload->writer) {
      throw StoreError(StoreError::Kind::conflict, "job " + job + ": another stream has taken this upload over");
    }
    file.append(index, bytes);
    return status_of(upload->job, file.received(), upload->writer);
  });
}

UploadStatus JobStore::sync_upload(const std::string& job) {
  return answer([&] {
    const auto upload = state_->upload_named(job);
    const std::lock_guard lock(upload->mutex);
    state_->sync(*upload, job);
    return status_of(upload->job, upload->file->received(), upload->writer);
  });
}

std::filesystem::path JobStore::upload_path(const std::string& job) {
  sync_upload(job);
  return state_->upload_path(job);
}

JobRecord JobStore::complete_upload(const std::string& job, const JobSize& size) {
  return answer([&] {
    const auto upload = state_->upload_named(job);
    const std::lock_guard lock(upload->mutex);
    const JobRecord before = state_->job_named(job);
    if (before.state != JobState::uploading) return before;
    UploadFile& file = state_->opened(*upload, job);
    try {
      file.sync_bytes();
    } catch (...) {
      upload->file.reset();
      throw;
    }
    const ContentFiles::Arrival arrival(state_->contents, before.owner, file.path(), file.content());
    JobSize stored = size;
    stored.bytes = arrival.content().bytes;
    const JobRecord after = state_->write([&](Connection& connection) {
      if (queue_upload(connection, job, stored)) put_file(connection, before, FileRole::job, arrival.content());
      return *find_job(connection, job);
    });
    state_->remove_quietly(file.path());
    upload->file.reset();
    state_->close_upload(job);
    return after;
  });
}

void JobStore::abandon_upload(const std::string& job) {
  answer([&] {
    if (state_->job_named(job).state != JobState::uploading) {
      throw StoreError(StoreError::Kind::conflict, "job " + job + " is complete already");
    }
    state_->remove_job(job);
    state_->erase_traces();
  });
}

}  // namespace planwerk::service
