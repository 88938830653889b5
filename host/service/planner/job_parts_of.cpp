#include "host/service/planner/job_parts_of.hpp"

#include "host/codec/job_parts.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

// A varint ends with the first byte whose highest bit is unset.
std::string_view without_length(std::string_view delimited) {
  std::size_t length = 0;
  while (length < delimited.size() && (static_cast<unsigned char>(delimited[length]) & 0x80) != 0) ++length;
  return delimited.substr(length + 1);
}

}  // namespace

void for_each_part(const Job& job, const std::function<void(std::string_view part)>& take) {
  try {
    write_job_parts(job, [&](std::string_view bytes) { take(without_length(bytes)); });
  } catch (const BadPart& fault) {
    throw Refused(Refusal::invalid, fault.message);
  }
}

}  // namespace planwerk::service
