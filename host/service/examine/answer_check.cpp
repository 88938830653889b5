#include "host/service/examine/answer_check.hpp"

#include <exception>
#include <new>

#include "host/answers/need/verify_answers.hpp"
#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "host/plan/verify.hpp"

namespace planwerk::service {
namespace {

CheckedAnswer refused(const std::string& fault) {
  CheckedAnswer answer;
  answer.fault = fault;
  return answer;
}

CheckedAnswer judge(const Job& job, const Plan& plan) {
  if (plan.job_sha256 != job_sha256(job)) return refused("it is the plan of another job");
  if (plan.plan_sha256 != plan_sha256(plan, job.economy)) return refused("it was changed after it was written");
  Problems faults = verify(job.economy, plan);
  if (!faults.has_errors()) faults.append(verify_answers(job.economy, plan));
  if (faults.has_errors()) return refused("faults: " + std::to_string(faults.error_count()));
  CheckedAnswer answer;
  answer.holds = true;
  const PlanCertificate certificate = certify(job.economy, plan);
  answer.executable = certificate.executable();
  answer.figures = {plan.status, certificate.objective, certificate.safe_gap, plan.record.elapsed_s};
  answer.reason = plan.reason;
  return answer;
}

}  // namespace

CheckedAnswer check_answer(const std::filesystem::path& job_file, const std::filesystem::path& plan_file) {
  try {
    const auto job = read_job_as(FileForm::parts, job_file);
    if (!job.ok()) return refused("the stored job cannot be read");
    const auto plan = read_plan_as(FileForm::parts, plan_file, job.value->economy);
    if (!plan.ok()) return refused("it cannot be read as a plan of this job");
    return judge(*job.value, *plan.value);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return refused("it cannot be read");
  }
}

}  // namespace planwerk::service
