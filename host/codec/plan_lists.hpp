#pragma once

#include "host/codec/part_stream.hpp"

namespace planwerk {

namespace v1 {
class Plan;
}

// What a plan holds that stands in no columns: lists of the tiers' results, answers, and ways out of a conflict.
void write_plan_lists(const v1::Plan& plan, PartWriter& writer);

}  // namespace planwerk
