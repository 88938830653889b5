#include "host/service/grpc/part_receiver.hpp"

namespace planwerk::service {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  Problems problems;
  problems.error("message", "", what);
  throw Refused(Refusal::invalid, what, problems);
}

}  // namespace

PartReceiver::PartReceiver(const char* method, CallTools& tools, grpc::CallbackServerContext& context)
    : method_(method), tools_(tools), context_(context), silence_(tools.silence, context) {
  next();
}

void PartReceiver::next() {
  silence_.waiting();
  StartRead(&request_);
}

void PartReceiver::OnReadDone(bool ok) {
  silence_.going_on();
  const bool ends = ok && (request_.has_finish() || request_.has_job());
  (ends ? tools_.slow : tools_.quick).post([this, ok] { step(ok); });
}

void PartReceiver::step(bool ok) {
  const bool ends = !ok || request_.has_finish() || request_.has_job();
  const grpc::Status status = status_after([&] { ok ? take() : end(); });
  if (!status.ok() || ends) return Finish(tools_.ended(method_, status));
  request_.Clear();
  next();
}

void PartReceiver::take() {
  if (!started_) {
    caller_ = tools_.caller(context_);
    if (!request_.has_start()) refuse("the stream begins with a start");
    started_ = true;
    return start(caller_, request_.start());
  }
  switch (request_.message_case()) {
    case v1::SubmitJobRequest::kPart:
      return part(caller_, request_.part());
    case v1::SubmitJobRequest::kFinish:
      return finish(caller_, request_.finish());
    case v1::SubmitJobRequest::kJob:
      return job(caller_, request_.job());
    case v1::SubmitJobRequest::kStart:
      refuse("the stream has a second start");
    case v1::SubmitJobRequest::MESSAGE_NOT_SET:
      break;
  }
  refuse("neither start, part, finish nor job, or a message that cannot be read");
}

void PartReceiver::end() {
  if (!started_) {
    tools_.caller(context_);  // strangers learn nothing else
    refuse("the stream ended before its start, or its first message cannot be read");
  }
  broken();
  refuse("the stream ended before its finish, or a message of it cannot be read; what was received is kept");
}

}  // namespace planwerk::service
