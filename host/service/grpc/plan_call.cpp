#include "host/service/grpc/plan_call.hpp"

#include <optional>

#include "host/service/grpc/plan_parts_source.hpp"
#include "host/service/grpc/rpc_status.hpp"

namespace planwerk::service {
namespace {

class PlanCall final : public grpc::ServerWriteReactor<v1::PlanPart> {
 public:
  PlanCall(CallTools& tools, grpc::CallbackServerContext& context, const v1::GetPlanRequest& request)
      : tools_(tools), context_(context), request_(request), silence_(tools.silence, context) {
    tools_.quick.post([this] { step(); });
  }

  void OnWriteDone(bool ok) override {
    silence_.going_on();
    if (!ok) return end(grpc::Status::CANCELLED);
    tools_.quick.post([this] { step(); });
  }

  void OnDone() override { delete this; }

 private:
  void end(const grpc::Status& status) { Finish(tools_.ended("GetPlan", status)); }

  void step() {
    bool more = false;
    const grpc::Status status = status_after([&] {
      if (!source_) open();
      more = source_->next(part_);
    });
    if (!more) return end(status);
    silence_.waiting();
    StartWrite(&part_);
  }

  void open() {
    const Caller caller = tools_.caller(context_);
    source_.emplace(tools_.planner.plan_path(caller, request_.id()), request_);
  }

  CallTools& tools_;
  grpc::CallbackServerContext& context_;
  const v1::GetPlanRequest& request_;
  std::optional<PlanPartsSource> source_;
  v1::PlanPart part_;
  SilenceWatch::Stream silence_;
};

}  // namespace

grpc::ServerWriteReactor<v1::PlanPart>* new_plan_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                      const v1::GetPlanRequest& request) {
  return new PlanCall(tools, context, request);
}

}  // namespace planwerk::service
