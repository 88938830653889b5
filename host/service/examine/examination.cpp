#include "host/service/examine/examination.hpp"

#include <new>

namespace planwerk::service {
namespace {

void fill(const CheckedJob& job, v1::ExaminedJob& message) {
  message.set_products(job.size.products);
  message.set_recipes(job.size.recipes);
  message.set_needs(job.size.needs);
  message.set_bytes(job.size.bytes);
  message.set_memory_estimate(job.size.memory_estimate);
  for (const Problem& problem : job.problems.kept()) {
    v1::ExaminedFault& fault = *message.add_faults();
    fault.set_warning(problem.severity == Severity::warning);
    fault.set_path(problem.path);
    fault.set_value(problem.value);
    fault.set_message(problem.message);
  }
  message.set_errors(static_cast<std::int64_t>(job.problems.error_count()));
  message.set_warnings(static_cast<std::int64_t>(job.problems.warning_count()));
}

void fill(const CheckedAnswer& answer, v1::ExaminedAnswer& message) {
  message.set_holds(answer.holds);
  message.set_fault(answer.fault);
  message.set_status(static_cast<int>(answer.figures.status));
  message.set_objective(answer.figures.objective);
  message.set_safe_gap(answer.figures.safe_gap);
  message.set_elapsed_s(answer.figures.elapsed_s);
  message.set_executable(answer.executable);
  message.set_reason(answer.reason);
}

}  // namespace

v1::Examination examine(const ExaminationOrder& order) {
  v1::Examination found;
  try {
    if (order.answer.empty()) {
      fill(check_job(order.job), *found.mutable_job());
    } else {
      fill(check_answer(order.job, order.answer), *found.mutable_answer());
    }
  } catch (const std::bad_alloc&) {
    found.set_out_of_memory(true);
  }
  return found;
}

CheckedJob from_message(const v1::ExaminedJob& message) {
  CheckedJob job;
  job.size = {message.products(), message.recipes(), message.needs(), message.bytes(), message.memory_estimate()};
  for (const v1::ExaminedFault& fault : message.faults()) {
    const Severity severity = fault.warning() ? Severity::warning : Severity::error;
    job.problems.add(severity, fault.path(), fault.value(), fault.message());
  }
  // More than are kept are only counted.
  for (auto k = static_cast<std::int64_t>(job.problems.error_count()); k < message.errors(); ++k) {
    job.problems.error({}, {}, {});
  }
  for (auto k = static_cast<std::int64_t>(job.problems.warning_count()); k < message.warnings(); ++k) {
    job.problems.warning({}, {}, {});
  }
  return job;
}

CheckedAnswer from_message(const v1::ExaminedAnswer& message) {
  CheckedAnswer answer;
  answer.holds = message.holds();
  answer.fault = message.fault();
  answer.figures = {static_cast<Status>(message.status()), message.objective(), message.safe_gap(),
                    message.elapsed_s()};
  answer.executable = message.executable();
  answer.reason = message.reason();
  return answer;
}

}  // namespace planwerk::service
