#include "host/codec/job_codec.hpp"

#include <new>

#include "host/codec/job_message.hpp"
#include "host/codec/job_parts.hpp"
#include "host/codec/message_file.hpp"
#include "host/codec/output_file.hpp"
#include "host/codec/source_places.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

namespace {

Job read_job_message(const std::filesystem::path& path, FileForm form, const ReadOptions& options, Problems& problems) {
  v1::Job message;
  const std::string bytes = read_message(path, form, message, problems);
  if (problems.has_errors()) return {};
  if (options.on_progress) {
    options.on_progress(bytes.size(), bytes.size());
  }
  Job job = from_message(message, problems);
  place_in_source(bytes, form, message, problems);
  return job;
}

}  // namespace

Outcome<Job> read_job(const std::filesystem::path& path, const ReadOptions& options) {
  Outcome<Job> unknown;
  const auto form = form_or_problem(path, unknown.problems);
  return form ? read_job_as(*form, path, options) : unknown;
}

Outcome<Job> read_job_as(FileForm form, const std::filesystem::path& path, const ReadOptions& options) {
  Outcome<Job> outcome;
  Problems& problems = outcome.problems;
  try {
    Job job = form == FileForm::parts ? read_job_parts(path, options, problems)
                                      : read_job_message(path, form, options, problems);
    if (!problems.has_errors()) outcome.value = std::move(job);
  } catch (const BadPart& fault) {
    problems.error(fault.path, fault.value, fault.message);
  } catch (const std::bad_alloc&) {
    problems.error(path.string(), "", "there is not enough memory for this job");
  }
  return outcome;
}

Problems write_job(const Job& job, const std::filesystem::path& path) {
  Problems problems;
  const auto form = form_or_problem(path, problems);
  if (!form) return problems;
  if (*form != FileForm::parts) {
    v1::Job message;
    to_message(job, message);
    write_message(message, *form, path, problems);
    return problems;
  }
  try {
    OutputFile file(path);
    write_job_parts(job, [&](std::string_view bytes) { file.write(bytes); });
    file.commit();
  } catch (const BadPart& fault) {
    problems.error(path.string(), fault.value, fault.message);
  } catch (const std::exception& fault) {
    problems.error(path.string(), "", fault.what());
  }
  return problems;
}

std::string job_sha256(const Job& job) {
  return lower_case_hex(write_job_parts(job, nullptr));
}

}  // namespace planwerk
