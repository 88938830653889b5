#include "host/service/grpc/submit_call.hpp"

#include <cstdlib>
#include <fstream>

#include <google/protobuf/io/coded_stream.h>

#include "host/codec/part_stream.hpp"
#include "host/service/grpc/messages.hpp"
#include "host/service/grpc/part_receiver.hpp"

namespace planwerk::service {
namespace {

// What a crash or a broken connection can cost a client to send again.
constexpr std::int64_t bytes_between_syncs = std::int64_t{64} << 20;

[[noreturn]] void refuse(const std::string& path, const std::string& value, const std::string& what) {
  Problems problems;
  problems.error(path, value, what);
  throw Refused(Refusal::invalid, path + ": " + what, problems);
}

void demand_size(const v1::SubmitPart& part) {
  if (part.part().size() > part_size_limit) {
    refuse("part", std::to_string(part.part().size()) + " bytes",
           "is longer than " + std::to_string(part_size_limit) + " bytes");
  }
}

class SubmitCall final : public PartReceiver {
 public:
  SubmitCall(CallTools& tools, grpc::CallbackServerContext& context, v1::SubmitJobResponse& response)
      : PartReceiver("SubmitJob", tools, context), response_(response) {}

 private:
  // Nothing is stored before it is known whether parts come or a whole job.
  void start(const Caller&, const v1::SubmitStart& start) override {
    key_ = start.idempotency_key();
    request_ = from_message(start.request());
  }

  void part(const Caller& caller, const v1::SubmitPart& part) override {
    demand_size(part);
    begin(caller);
    if (upload_->job.state != JobState::uploading) return;  // the key's job is complete: nothing more is needed
    const UploadStatus now =
        tools().planner.append_part(caller, upload_->job.id, part.index(), part.part(), upload_->writer);
    upload_->parts = now.parts;
    if (now.bytes - synced_ < bytes_between_syncs) return;
    tools().planner.sync_upload(caller, upload_->job.id);
    synced_ = now.bytes;
  }

  void finish(const Caller& caller, const v1::SubmitFinish& finish) override {
    begin(caller);
    if (upload_->job.state == JobState::uploading && finish.parts() != upload_->parts) {
      refuse("finish.parts", std::to_string(finish.parts()), std::to_string(upload_->parts) + " parts have arrived");
    }
    Problems warnings;
    answer(tools().planner.complete_upload(caller, upload_->job.id, warnings), warnings);
  }

  void job(const Caller& caller, const v1::Job& job) override {
    if (upload_) refuse("job", "", "parts came before");
    Problems warnings;
    answer(tools().planner.submit_job(caller, key_, request_, read_job(job), warnings), warnings);
  }

  // What came is to be there when the client comes back.
  void broken() override {
    if (!upload_ || upload_->job.state != JobState::uploading) return;
    Caller owner;
    owner.user.id = upload_->job.owner;
    tools().planner.sync_upload(owner, upload_->job.id);
  }

  void begin(const Caller& caller) {
    if (upload_) return;
    upload_ = tools().planner.begin_upload(caller, key_, request_);
    synced_ = upload_->bytes;
  }

  void answer(const JobRecord& job, const Problems& warnings) {
    *response_.mutable_job() = to_message(job);
    *response_.mutable_warnings() = faults_of(warnings);
  }

  v1::SubmitJobResponse& response_;
  std::string key_;
  JobRequest request_;
  std::optional<UploadStatus> upload_;
  std::int64_t synced_ = 0;
};

class ValidateCall final : public PartReceiver {
 public:
  ValidateCall(CallTools& tools, grpc::CallbackServerContext& context, v1::ValidateJobResponse& response)
      : PartReceiver("ValidateJob", tools, context), response_(response) {}
  ~ValidateCall() override { discard(); }

 private:
  void start(const Caller&, const v1::SubmitStart&) override {}

  void part(const Caller&, const v1::SubmitPart& part) override {
    demand_size(part);
    if (part.index() != parts_)
      refuse("part.index", std::to_string(part.index()), "should be " + std::to_string(parts_));
    if (folder_.empty()) open();
    std::string length;
    {
      google::protobuf::io::StringOutputStream stream(&length);
      google::protobuf::io::CodedOutputStream(&stream).WriteVarint64(part.part().size());
    }
    file_ << length << part.part();
    ++parts_;
    bytes_ += static_cast<std::int64_t>(part.part().size());
    tools().planner.demand_size(parts_, bytes_);
    if (!file_) throw Refused(Refusal::unavailable, "the service's disk is full; try again later");
  }

  void finish(const Caller& caller, const v1::SubmitFinish& finish) override {
    if (finish.parts() != parts_) {
      refuse("finish.parts", std::to_string(finish.parts()), std::to_string(parts_) + " parts have arrived");
    }
    if (folder_.empty()) open();
    file_.close();
    const CheckedJob checked = tools().planner.validate_file(caller, path());
    discard();  // before the client hears of it
    answer(checked);
  }

  void job(const Caller& caller, const v1::Job& job) override {
    answer(tools().planner.validate_job(caller, read_job(job)));
  }

  void broken() override {}

  std::filesystem::path path() const { return folder_ / "job.pbs"; }

  void open() {
    std::string name = (tools().temporary / "validate-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw Refused(Refusal::unavailable, "no place for the job; try again later");
    folder_ = name;
    file_.open(path(), std::ios::binary);
  }

  void discard() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    folder_.clear();
  }

  void answer(const CheckedJob& checked) {
    *response_.mutable_faults() = faults_of(checked.problems);
    if (!checked.problems.has_errors()) *response_.mutable_size() = to_message(checked.size);
  }

  v1::ValidateJobResponse& response_;
  std::filesystem::path folder_;
  std::ofstream file_;
  std::int64_t parts_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace

grpc::ServerReadReactor<v1::SubmitJobRequest>* new_submit_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                               v1::SubmitJobResponse& response) {
  return new SubmitCall(tools, context, response);
}

grpc::ServerReadReactor<v1::SubmitJobRequest>* new_validate_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                                 v1::ValidateJobResponse& response) {
  return new ValidateCall(tools, context, response);
}

}  // namespace planwerk::service
