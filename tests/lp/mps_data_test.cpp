// Reads every linear programme of the data folder and compares its sizes with the tables beside them.
#include <algorithm>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "host/lp/mps_reader.hpp"
#include "host/lp/mps_writer.hpp"
#include "tests/support/data_folder.hpp"

namespace planwerk {
namespace {

void expect_sizes(const LinearProgram& lp, std::int64_t rows, std::int64_t columns, std::int64_t nonzeros) {
  EXPECT_EQ(lp.rows(), rows);
  EXPECT_EQ(lp.columns(), columns);
  EXPECT_EQ(lp.matrix.nonzeros(), nonzeros);
}

class MpsSet : public ::testing::TestWithParam<const char*> {};

TEST_P(MpsSet, HasTheSizesOfItsTable) {
  const auto data = data_folder();
  if (!data) GTEST_SKIP() << "no data folder";
  const auto folder = *data / GetParam();
  const bool infeasible = std::filesystem::exists(folder / "index.csv");
  const auto table = read_plain_csv(folder / (infeasible ? "index.csv" : "optima.csv"));
  ASSERT_GT(table.size(), 1u);
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto& line = table[i];
    SCOPED_TRACE(line[0]);
    const auto outcome = read_mps(read_whole_file(folder / (line[0] + ".mps.gz")));
    for (const auto& problem : outcome.problems.kept()) {
      if (problem.severity == Severity::error) ADD_FAILURE() << to_string(problem);
    }
    if (!outcome.ok()) continue;
    expect_sizes(*outcome.value, std::stoll(line[1]), std::stoll(line[2]), std::stoll(line[3]));
  }
}

INSTANTIATE_TEST_SUITE_P(Data, MpsSet,
                         ::testing::Values("lp-netlib", "lp-kennington", "lp-pds", "lp-meszaros", "lp-infeasible"),
                         [](const auto& set) {
                           std::string name = set.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace planwerk
