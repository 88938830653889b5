#pragma once

#include <filesystem>

#include "host/codec/part_stream.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// The message of a plan as a stream of parts (plan.proto, PlanPart). All throw BadPart.
void read_plan_parts(const std::filesystem::path& path, v1::Plan& plan);
void write_plan_parts(const v1::Plan& plan, const PartWriter::Sink& sink);

// The hash of all parts but the trailer, the plan's own and the time it took left out: lower-case hexadecimal.
std::string digest_of(const v1::Plan& plan);

// What the trailer of a plan's stream counts.
PartCounts counts_of(const v1::Plan& plan);

}  // namespace planwerk
