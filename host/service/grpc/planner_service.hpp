#pragma once

#include <functional>

#include "host/service/grpc/call_tools.hpp"
#include "planwerk/v1/planner.grpc.pb.h"

namespace planwerk::service {

// planwerk.v1.Planner: a thin coat over service::Planner. No call holds a thread while it waits for its client.
class PlannerService final : public v1::Planner::CallbackService {
 public:
  explicit PlannerService(CallTools& tools) : tools_(tools) {}

  using Context = grpc::CallbackServerContext;
  using Unary = grpc::ServerUnaryReactor;

  grpc::ServerReadReactor<v1::SubmitJobRequest>* SubmitJob(Context* context, v1::SubmitJobResponse* response) override;
  grpc::ServerReadReactor<v1::SubmitJobRequest>* ValidateJob(Context* context,
                                                             v1::ValidateJobResponse* response) override;
  grpc::ServerWriteReactor<v1::JobEvent>* WatchJob(Context* context, const v1::WatchJobRequest* request) override;
  grpc::ServerWriteReactor<v1::PlanPart>* GetPlan(Context* context, const v1::GetPlanRequest* request) override;

  Unary* GetUpload(Context* context, const v1::GetUploadRequest* request, v1::Upload* response) override;
  Unary* SubmitChanges(Context* context, const v1::SubmitChangesRequest* request,
                       v1::SubmitJobResponse* response) override;
  Unary* GetJob(Context* context, const v1::GetJobRequest* request, v1::JobInfo* response) override;
  Unary* ListJobs(Context* context, const v1::ListJobsRequest* request, v1::ListJobsResponse* response) override;
  Unary* ExplainNeed(Context* context, const v1::ExplainNeedRequest* request, v1::NeedAnswer* response) override;
  Unary* CancelJob(Context* context, const v1::CancelJobRequest* request, v1::JobInfo* response) override;
  Unary* DeleteJob(Context* context, const v1::DeleteJobRequest* request, v1::DeleteJobResponse* response) override;
  Unary* ShareJob(Context* context, const v1::ShareJobRequest* request, v1::JobInfo* response) override;

 private:
  using Work = std::function<void(const Caller& caller)>;
  Unary* answer(const char* method, Context* context, WorkPool& pool, Work work);

  CallTools& tools_;
};

}  // namespace planwerk::service
