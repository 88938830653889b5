#include "host/service/grpc/watch_call.hpp"

#include "host/service/grpc/messages.hpp"
#include "host/service/grpc/rpc_status.hpp"

namespace planwerk::service {
namespace {

using Clock = WatchFeed::Clock;

// The feed offers news; one event is under way at a time, and what happens meanwhile is skipped for the newest.
class WatchCall final : public grpc::ServerWriteReactor<v1::JobEvent>, public WatchFeed::Watcher {
 public:
  WatchCall(CallTools& tools, grpc::CallbackServerContext& context, const v1::WatchJobRequest& request)
      : tools_(tools),
        context_(context),
        job_(request.id()),
        seen_(request.after_sequence()),
        silence_(tools.silence, context) {
    tools_.quick.post([this] { begin(); });
  }

  Clock::time_point offer(Clock::time_point now, Clock::duration pace) override {
    if (finished_ || writing_) return Clock::time_point::max();
    if (cancelled_) return finish(grpc::Status::CANCELLED);
    if (tools_.feed.closed()) return finish({grpc::StatusCode::UNAVAILABLE, "the service is stopping; watch on later"});
    const auto news = tools_.planner.board_event(job_);
    const JobEvent event = first_ && !supersedes(news, current_) ? current_ : news.value_or(current_);
    if (!is_new(event)) return is_terminal(event.state) ? finish(grpc::Status::OK) : Clock::time_point::max();
    const bool urgent = first_ || event.state != state_;
    if (!urgent && now < next_) return next_;
    send(event);
    next_ = now + pace;
    return Clock::time_point::max();
  }

  void OnWriteDone(bool ok) override {
    silence_.going_on();
    writing_ = false;
    if (!ok) cancelled_ = true;
    tools_.feed.touch(*this);
  }

  void OnCancel() override {
    cancelled_ = true;
    tools_.feed.touch(*this);
  }

  void OnDone() override {
    subscription_.reset();
    tools_.feed.remove(*this);
    delete this;
  }

 private:
  void begin() {
    const grpc::Status status = status_after([this] {
      const Caller caller = tools_.caller(context_);
      subscription_ = tools_.planner.watch(caller, job_, [this] { tools_.feed.touch(*this); });
      current_ = tools_.planner.newest_event(caller, job_);
    });
    if (!status.ok()) return Finish(tools_.ended("WatchJob", status));
    tools_.feed.add(*this);
  }

  static bool supersedes(const std::optional<JobEvent>& news, const JobEvent& known) {
    return news && (!is_terminal(known.state) || is_terminal(news->state));
  }

  // The first is told whatever its number, but for a client that saw just this: numbers begin anew with the service.
  bool is_new(const JobEvent& event) const {
    if (first_) return event.sequence != seen_ || event.sequence == 0 || is_terminal(event.state);
    return event.sequence > seen_;
  }

  void send(const JobEvent& event) {
    first_ = false;
    seen_ = event.sequence;
    state_ = event.state;
    current_ = event;
    message_ = to_message(event);
    writing_ = true;
    silence_.waiting();
    StartWrite(&message_);
  }

  Clock::time_point finish(const grpc::Status& status) {
    finished_ = true;
    Finish(tools_.ended("WatchJob", status));
    return Clock::time_point::max();
  }

  CallTools& tools_;
  grpc::CallbackServerContext& context_;
  const std::string job_;
  // By the feed alone, once the call was added to it:
  JobEvent current_;
  bool first_ = true;
  bool finished_ = false;
  std::int64_t seen_;
  JobState state_ = JobState::uploading;
  Clock::time_point next_{};
  v1::JobEvent message_;
  std::atomic<bool> writing_ = false;
  std::atomic<bool> cancelled_ = false;
  SilenceWatch::Stream silence_;
  std::unique_ptr<EventBoard::Subscription> subscription_;
};

}  // namespace

grpc::ServerWriteReactor<v1::JobEvent>* new_watch_call(CallTools& tools, grpc::CallbackServerContext& context,
                                                       const v1::WatchJobRequest& request) {
  return new WatchCall(tools, context, request);
}

}  // namespace planwerk::service
