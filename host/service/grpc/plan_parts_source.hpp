#pragma once

#include <filesystem>
#include <set>

#include "host/codec/part_stream.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk::service {

// The parts of a stored plan that were asked for, one at a time: all, or header, those of the selections, and a trailer
// whose counts and hash are of what was given. Throws Refused (damaged).
class PlanPartsSource {
 public:
  // Throws Refused (invalid): a selection that there is not.
  PlanPartsSource(const std::filesystem::path& plan, const v1::GetPlanRequest& request);

  bool next(v1::PlanPart& part);  // false: there are no more

 private:
  bool is_selected(const v1::PlanPart& part) const;
  void close(v1::PlanPart& trailer);

  PartReader reader_;
  std::set<int> kinds_;  // numbers of PlanPart's fields; empty: all
  PartWriter writer_{nullptr};
  bool closed_ = false;
};

}  // namespace planwerk::service
