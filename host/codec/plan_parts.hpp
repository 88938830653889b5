#pragma once

#include <filesystem>

#include "host/codec/part_stream.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// The message of a plan as a stream of parts (plan.proto, PlanPart). Both throw BadPart.
void read_plan_parts(const std::filesystem::path& path, v1::Plan& plan);
void write_plan_parts(const v1::Plan& plan, const PartWriter::Sink& sink);

// What the trailer of a plan's stream counts.
PartCounts counts_of(const v1::Plan& plan);

}  // namespace planwerk
