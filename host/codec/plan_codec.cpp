#include "host/codec/plan_codec.hpp"

#include <new>
#include <stdexcept>

#include "host/codec/message_file.hpp"
#include "host/codec/output_file.hpp"
#include "host/codec/plan_message.hpp"
#include "host/codec/plan_parts.hpp"
#include "host/codec/source_places.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

// Returns the bytes of a file that is one message.
std::string read_plan_file(const std::filesystem::path& path, FileForm form, v1::Plan& message, Problems& problems) {
  if (form != FileForm::parts) return read_message(path, form, message, problems);
  try {
    read_plan_parts(path, message);
  } catch (const BadPart& fault) {
    problems.error(fault.path, fault.value, fault.message);
  }
  return "";
}

void write_plan_file(const v1::Plan& message, const std::filesystem::path& path, Problems& problems) {
  const auto form = form_or_problem(path, problems);
  if (!form) return;
  if (*form != FileForm::parts) return write_message(message, *form, path, problems);
  try {
    OutputFile file(path);
    write_plan_parts(message, [&](std::string_view bytes) { file.write(bytes); });
    file.commit();
  } catch (const BadPart& fault) {
    problems.error(path.string(), fault.value, fault.message);
  } catch (const std::exception& fault) {
    problems.error(path.string(), "", fault.what());
  }
}

}  // namespace

Outcome<Plan> read_plan(const std::filesystem::path& path, const Economy& economy) {
  Outcome<Plan> unknown;
  const auto form = form_or_problem(path, unknown.problems);
  return form ? read_plan_as(*form, path, economy) : unknown;
}

Outcome<Plan> read_plan_as(FileForm form, const std::filesystem::path& path, const Economy& economy) {
  Outcome<Plan> outcome;
  Problems& problems = outcome.problems;
  try {
    v1::Plan message;
    const std::string bytes = read_plan_file(path, form, message, problems);
    if (problems.has_errors()) return outcome;
    Plan plan = from_message(message, economy, problems);
    place_in_source(bytes, form, message, problems);
    if (!problems.has_errors()) outcome.value = std::move(plan);
  } catch (const std::bad_alloc&) {
    problems.error(path.string(), "", "there is not enough memory for this plan");
  }
  return outcome;
}

Problems write_plan(const Plan& plan, const Economy& economy, const std::filesystem::path& path) {
  Problems problems;
  v1::Plan message;
  to_message(plan, economy, message);
  try {
    message.set_plan_sha256(digest_of(message));
  } catch (const BadPart& fault) {
    problems.error(path.string(), fault.value, fault.message);
    return problems;
  }
  write_plan_file(message, path, problems);
  return problems;
}

std::string plan_sha256(const Plan& plan, const Economy& economy) {
  v1::Plan message;
  to_message(plan, economy, message);
  try {
    return digest_of(message);
  } catch (const BadPart& fault) {
    throw std::runtime_error(fault.message);
  }
}

Problems convert_plan(const std::filesystem::path& from, const std::filesystem::path& to) {
  Problems problems;
  const auto form = form_or_problem(from, problems);
  if (!form) return problems;
  v1::Plan message;
  read_plan_file(from, *form, message, problems);
  if (!problems.has_errors()) write_plan_file(message, to, problems);
  return problems;
}

}  // namespace planwerk
