#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/codec/columns.hpp"
#include "host/model/economy.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

// The flows of one list of a block's recipes, handed out row by row. Throws BadPart where columns do not fit each other
// or name other than the `things` there are so far.
class FlowList {
 public:
  FlowList(const v1::FlowColumns& columns, const std::string& path, std::int64_t rows, std::size_t things)
      : counts_(columns.counts(), path + ".counts", rows),
        subjects_(columns.subjects(), path + ".subjects", counts_.total(), things),
        amounts_(columns.amounts(), path + ".amounts", counts_.total()) {}

  // The next row's flows, put at the end of `flows`; rows come in their order.
  Slice append_row(std::int64_t row, std::vector<Flow>& flows) {
    Slice slice{std::ssize(flows), 0};
    for (const std::int64_t end = next_ + counts_[row]; next_ < end; ++next_) {
      flows.push_back({subjects_[next_], amounts_[next_]});
    }
    slice.end = std::ssize(flows);
    return slice;
  }

 private:
  Counts counts_;
  Positions subjects_;
  Numbers<double> amounts_;
  std::int64_t next_ = 0;
};

}  // namespace planwerk
