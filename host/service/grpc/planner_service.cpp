#include "host/service/grpc/planner_service.hpp"

#include "host/service/grpc/messages.hpp"
#include "host/service/grpc/plan_call.hpp"
#include "host/service/grpc/rpc_status.hpp"
#include "host/service/grpc/submit_call.hpp"
#include "host/service/grpc/watch_call.hpp"

namespace planwerk::service {
namespace {

// A call whose work can be ended: its deadline passed, or its client went.
class UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  void OnCancel() override { interrupt_ = true; }
  void OnDone() override { delete this; }
  const std::atomic<bool>& interrupt() const { return interrupt_; }

 private:
  std::atomic<bool> interrupt_ = false;
};

}  // namespace

// Requests and responses live until the reactor has finished.
PlannerService::Unary* PlannerService::answer(const char* method, Context* context, WorkPool& pool, Work work) {
  auto* call = new UnaryCall;
  pool.post([this, method, context, call, work = std::move(work)] {
    // What nobody waits for any more is not begun.
    const grpc::Status status =
        call->interrupt() ? grpc::Status::CANCELLED : status_after([&] { work(tools_.caller(*context)); });
    call->Finish(tools_.ended(method, status));
  });
  return call;
}

grpc::ServerReadReactor<v1::SubmitJobRequest>* PlannerService::SubmitJob(Context* context,
                                                                         v1::SubmitJobResponse* response) {
  return new_submit_call(tools_, *context, *response);
}

grpc::ServerReadReactor<v1::SubmitJobRequest>* PlannerService::ValidateJob(Context* context,
                                                                           v1::ValidateJobResponse* response) {
  return new_validate_call(tools_, *context, *response);
}

grpc::ServerWriteReactor<v1::JobEvent>* PlannerService::WatchJob(Context* context, const v1::WatchJobRequest* request) {
  return new_watch_call(tools_, *context, *request);
}

grpc::ServerWriteReactor<v1::PlanPart>* PlannerService::GetPlan(Context* context, const v1::GetPlanRequest* request) {
  return new_plan_call(tools_, *context, *request);
}

PlannerService::Unary* PlannerService::GetUpload(Context* context, const v1::GetUploadRequest* request,
                                                 v1::Upload* response) {
  return answer("GetUpload", context, tools_.quick, [=, this](const Caller& caller) {
    const auto upload = tools_.planner.find_upload(caller, request->idempotency_key());
    if (!upload) throw Refused(Refusal::not_found, "no upload with this key");
    *response = to_message(*upload);
  });
}

PlannerService::Unary* PlannerService::SubmitChanges(Context* context, const v1::SubmitChangesRequest* request,
                                                     v1::SubmitJobResponse* response) {
  return answer("SubmitChanges", context, tools_.slow, [=, this](const Caller& caller) {
    Problems warnings;
    *response->mutable_job() = to_message(
        tools_.planner.submit_changes(caller, request->idempotency_key(), from_message(request->request()),
                                      request->base_job(), request->changes().SerializeAsString(), warnings));
    *response->mutable_warnings() = faults_of(warnings);
  });
}

PlannerService::Unary* PlannerService::GetJob(Context* context, const v1::GetJobRequest* request,
                                              v1::JobInfo* response) {
  return answer("GetJob", context, tools_.quick,
                [=, this](const Caller& caller) { *response = to_message(tools_.planner.get(caller, request->id())); });
}

PlannerService::Unary* PlannerService::ListJobs(Context* context, const v1::ListJobsRequest* request,
                                                v1::ListJobsResponse* response) {
  return answer("ListJobs", context, tools_.quick, [=, this](const Caller& caller) {
    Problems problems;
    const JobFilter filter = from_message(*request, problems);
    if (problems.has_errors()) throw Refused(Refusal::invalid, to_string(problems.kept().front()), problems);
    const JobPage page = tools_.planner.list(caller, filter);
    for (const JobRecord& job : page.jobs) *response->add_jobs() = to_message(job);
    response->set_next_page_token(page.next_page_token);
  });
}

PlannerService::Unary* PlannerService::ExplainNeed(Context* context, const v1::ExplainNeedRequest* request,
                                                   v1::NeedAnswer* response) {
  auto* call = new UnaryCall;
  tools_.answers.post([=, this] {
    call->Finish(tools_.ended("ExplainNeed", status_after([&] {
                                const NeedQuestion question{request->need(), request->exact(), request->labour()};
                                response->ParseFromString(tools_.planner.explain_need(
                                    tools_.caller(*context), request->id(), question, call->interrupt()));
                              })));
  });
  return call;
}

PlannerService::Unary* PlannerService::CancelJob(Context* context, const v1::CancelJobRequest* request,
                                                 v1::JobInfo* response) {
  return answer("CancelJob", context, tools_.quick, [=, this](const Caller& caller) {
    *response = to_message(tools_.planner.cancel(caller, request->id()));
  });
}

PlannerService::Unary* PlannerService::DeleteJob(Context* context, const v1::DeleteJobRequest* request,
                                                 v1::DeleteJobResponse*) {
  return answer("DeleteJob", context, tools_.quick,
                [=, this](const Caller& caller) { tools_.planner.remove(caller, request->id()); });
}

PlannerService::Unary* PlannerService::ShareJob(Context* context, const v1::ShareJobRequest* request,
                                                v1::JobInfo* response) {
  return answer("ShareJob", context, tools_.quick, [=, this](const Caller& caller) {
    tools_.planner.share(caller, request->id(), {request->users().begin(), request->users().end()});
    *response = to_message(tools_.planner.get(caller, request->id()));
  });
}

}  // namespace planwerk::service
