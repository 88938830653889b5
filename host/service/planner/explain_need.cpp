#include "host/answers/need/need_answers.hpp"
#include "host/codec/id_index.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/part_sequence.hpp"
#include "host/codec/plan_answers.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/service/planner/planner_state.hpp"
#include "host/service/planner/request_check.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk::service {
namespace {

// Answers are made beside the workers: of small jobs, on one core, and not for long.
constexpr std::int64_t most_products = 200'000;
constexpr double longest_solve_s = 60;

bool suffices(const v1::NeedAnswer& answer, const NeedQuestion& question) {
  return answer.need() == question.need && (answer.exact() || !question.exact) &&
         (answer.has_labour() || answer.labour_unanswered() || !question.labour);
}

std::optional<std::string> kept_answer(const std::filesystem::path& plan, const NeedQuestion& question) {
  PartReader reader(plan, plan_parts_magic);
  v1::PlanPart part;
  while (reader.next(part) && !part.has_trailer()) {
    for (const v1::NeedAnswer& answer : part.answers().answers()) {
      if (suffices(answer, question)) return answer.SerializeAsString();
    }
  }
  return std::nullopt;
}

template <class Read>
auto demand_read(Outcome<Read> read, const char* what) {
  if (!read.ok()) throw Refused(Refusal::damaged, std::string("the stored ") + what + " cannot be read");
  return std::move(*read.value);
}

Index find_need(const Economy& economy, const std::string& id) {
  const IdIndex index = index_ids(economy.needs);
  if (const auto found = index.find(id)) return *found;
  Problems problems;
  problems.error("need", id, "the job has no such need" + index.suggestion(id));
  throw Refused(Refusal::invalid, to_string(problems.kept().front()), problems);
}

void demand_wanted(const std::atomic<bool>& interrupt) {
  if (interrupt) throw Refused(Refusal::unavailable, "nobody waits for the answer any more");
}

std::string answer_of(const Economy& economy, Plan plan) {
  plan.explanations.clear();
  plan.conflict.clear();
  v1::Plan message;
  add_answers(plan, economy, message);
  return message.answers().empty() ? std::string() : message.answers(0).SerializeAsString();
}

}  // namespace

std::string Planner::explain_need(const Caller& caller, const std::string& job, const NeedQuestion& question,
                                  const std::atomic<bool>& interrupt) {
  return refusing([&] {
    if (question.need.empty() || question.need.size() > state_->limits.text_length) {
      Problems problems;
      problems.error("need", "", "is missing, or longer than " + std::to_string(state_->limits.text_length) + " bytes");
      demand(problems);
    }
    const std::filesystem::path plan_file = plan_path(caller, job);
    if (auto kept = kept_answer(plan_file, question)) return std::move(*kept);
    if (state_->visible(caller, job).size.products > most_products) {
      throw Refused(Refusal::too_large, "answers are computed of jobs up to " + std::to_string(most_products) +
                                            " products; `planwerk explain` has no such limit");
    }
    const Turnstile::Place place(state_->answering);
    demand_wanted(interrupt);  // the line may have been long
    const Job read = demand_read(read_job_as(FileForm::parts, job_path(caller, job)), "job");
    Plan plan = demand_read(read_plan_as(FileForm::parts, plan_file, read.economy), "plan");
    if (plan.status == Status::infeasible || plan.status == Status::unbounded) {
      throw Refused(Refusal::conflict, "the job has no plan to explain: what it demands contradicts itself");
    }
    AnswerSettings settings;
    settings.needs = {find_need(read.economy, question.need)};
    settings.exact = question.exact || read.economy.products.size() <= exact_products;
    settings.labour = question.labour;
    settings.solve.time_limit_s = longest_solve_s;
    settings.solve.interrupt = &interrupt;
    const auto device = open_device(DeviceChoice::cpu, 1);
    add_answers(read.economy, plan, settings, *device);
    demand_wanted(interrupt);
    return answer_of(read.economy, std::move(plan));
  });
}

}  // namespace planwerk::service
