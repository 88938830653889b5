#include "tools/planwerk_service/remote_job.hpp"

#include <random>

#include <fmt/format.h>

#include "host/codec/output_file.hpp"
#include "host/codec/part_stream.hpp"
#include "tools/planwerk/interrupt.hpp"

namespace planwerk::cli {
namespace {

// The index of the first part that the service lacks; -1: the job is complete.
std::int64_t parts_there(Connection& connection, const std::string& key) {
  v1::GetUploadRequest request;
  request.set_idempotency_key(key);
  try {
    const v1::Upload upload = connection.call(&v1::Planner::Stub::GetUpload, request);
    return upload.job().state() == v1::UPLOADING ? upload.parts() : -1;
  } catch (const RpcError& error) {
    if (error.code() == grpc::StatusCode::NOT_FOUND) return 0;
    throw;
  }
}

class UploadStream {
 public:
  UploadStream(Connection& connection, v1::SubmitJobResponse& response)
      : context_(connection.context()), writer_(connection.stub().SubmitJob(context_.get(), &response)) {}

  bool start(const std::string& key, const v1::JobRequest& request) {
    message_.mutable_start()->set_idempotency_key(key);
    *message_.mutable_start()->mutable_request() = request;
    return writer_->Write(message_);
  }

  bool part(std::int64_t index, std::string& bytes) {
    message_.mutable_part()->set_index(index);
    message_.mutable_part()->mutable_part()->swap(bytes);
    const bool sent = writer_->Write(message_);
    message_.mutable_part()->mutable_part()->swap(bytes);
    return sent;
  }

  grpc::Status finish(std::int64_t parts) {
    message_.mutable_finish()->set_parts(parts);
    writer_->WriteLast(message_, grpc::WriteOptions());
    return writer_->Finish();
  }

  grpc::Status broken() { return writer_->Finish(); }

 private:
  std::unique_ptr<grpc::ClientContext> context_;
  v1::SubmitJobRequest message_;
  std::unique_ptr<grpc::ClientWriter<v1::SubmitJobRequest>> writer_;
};

}  // namespace

std::string new_key() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

v1::SubmitJobResponse upload(Connection& connection, const std::string& key, const v1::JobRequest& request,
                             JobPartsSource& parts, bool resume,
                             const std::function<void(std::int64_t bytes)>& on_progress) {
  v1::SubmitJobResponse response;
  std::string bytes;
  connection.persist([&]() -> grpc::Status {
    const std::int64_t first = resume ? parts_there(connection, key) : 0;
    resume = true;
    parts.begin(std::max<std::int64_t>(0, first));
    UploadStream stream(connection, response);
    if (!stream.start(key, request)) return stream.broken();
    if (first < 0) return stream.finish(0);  // the key's job is complete: the service tells which it is
    std::int64_t index = first;
    std::int64_t sent = 0;
    for (; parts.next(bytes); ++index) {
      if (!stream.part(index, bytes)) return stream.broken();
      sent += static_cast<std::int64_t>(bytes.size());
      on_progress(sent);
    }
    return stream.finish(index);
  });
  return response;
}

v1::JobEvent follow(Connection& connection, const std::string& job,
                    const std::function<bool(const v1::JobEvent&)>& on_event) {
  v1::JobEvent event;
  connection.persist([&]() -> grpc::Status {
    v1::WatchJobRequest request;
    request.set_id(job);
    request.set_after_sequence(event.sequence());
    const auto context = connection.context();
    const auto reader = connection.stub().WatchJob(context.get(), request);
    while (reader->Read(&event)) {
      if (on_event(event)) continue;
      context->TryCancel();
      reader->Finish();
      return grpc::Status::OK;
    }
    return reader->Finish();
  });
  return event;
}

void download(Connection& connection, const v1::GetPlanRequest& request, const std::string& path) {
  connection.persist([&]() -> grpc::Status {
    OutputFile file(path);
    PartWriter writer([&](std::string_view bytes) { file.write(bytes); });
    const auto context = connection.context();
    const auto reader = connection.stub().GetPlan(context.get(), request);
    v1::PlanPart part;
    bool whole = false;
    while (reader->Read(&part)) {
      if (part.has_trailer() && part.trailer().sha256() != writer.digest()) {
        throw std::runtime_error("the plan that came is damaged: its hash does not fit");
      }
      whole = part.has_trailer();
      writer.write(part);
    }
    const grpc::Status status = reader->Finish();
    if (status.ok() && !whole) throw std::runtime_error("the plan that came has no end");
    if (status.ok()) file.commit();
    return status;
  });
}

}  // namespace planwerk::cli
