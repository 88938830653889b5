// The estimate of what a job takes, against peaks that were measured (docs/performance.md, "Memory of a job").
#include "host/service/examine/memory_estimate.hpp"

#include <gtest/gtest.h>

#include "host/model/generator/generate.hpp"

namespace planwerk::service {
namespace {

struct Measured {
  Family family;
  Index goods;
  double mib;  // most resident memory of `planwerk plan`
};

TEST(MemoryEstimate, CoversMeasuredPeaksAndIsNotFarAbove) {
  for (const auto& [family, goods, mib] :
       {Measured{Family::shortrun, 1000, 28}, Measured{Family::shortrun, 5000, 72},
        Measured{Family::shortrun, 20'000, 250}, Measured{Family::shortrun, 100'000, 788},
        Measured{Family::joint, 1000, 29}, Measured{Family::joint, 5000, 81}, Measured{Family::joint, 20'000, 258}}) {
    const double estimate = static_cast<double>(memory_estimate(generate({family, goods, 1}))) / (1 << 20);
    EXPECT_GE(estimate, mib) << to_string(family) << ' ' << goods;
    EXPECT_LE(estimate, 2 * mib + 64) << to_string(family) << ' ' << goods;
  }
}

}  // namespace
}  // namespace planwerk::service
