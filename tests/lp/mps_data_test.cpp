// Reads every linear programme of the data folder and compares its sizes with the tables beside them.
#include <cmath>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "host/lp/mps_reader.hpp"
#include "tests/support/data_folder.hpp"

namespace planwerk {
namespace {

void expect_sizes(const LinearProgram& lp, std::int64_t rows, std::int64_t columns, std::int64_t nonzeros) {
  EXPECT_EQ(lp.rows(), rows);
  EXPECT_EQ(lp.columns(), columns);
  EXPECT_EQ(lp.matrix.nonzeros(), nonzeros);
}

std::int64_t two_sided_rows(const LinearProgram& lp) {
  std::int64_t count = 0;
  for (std::int32_t i = 0; i < lp.rows(); ++i) {
    count += std::isfinite(lp.row_lower[i]) && std::isfinite(lp.row_upper[i]) && lp.row_lower[i] != lp.row_upper[i];
  }
  return count;
}

// The tables count the entries of free rows other than the objective, which the reader drops. Counts them by a plain
// scan of a file whose names hold no blanks.
std::int64_t entries_of_dropped_rows(const std::string& text) {
  std::istringstream lines(text);
  std::set<std::string> free_rows;
  std::string section;
  bool has_objective = false;
  std::int64_t dropped = 0;
  for (std::string line; std::getline(lines, line) && section != "RHS";) {
    std::istringstream rest(line);
    std::vector<std::string> words(std::istream_iterator<std::string>(rest), {});
    if (line[0] != ' ') {
      section = words[0];
    } else if (section == "ROWS" && words[0] == "N") {
      if (has_objective) free_rows.insert(words[1]);
      has_objective = true;
    } else if (section == "COLUMNS") {
      for (std::size_t k = 1; k < words.size(); k += 2) dropped += free_rows.count(words[k]);
    }
  }
  return dropped;
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
    const auto text = read_whole_file(folder / (line[0] + ".mps.gz"));
    const auto outcome = read_mps(text);
    for (const auto& problem : outcome.problems.kept()) {
      if (problem.severity == Severity::error) ADD_FAILURE() << to_string(problem);
    }
    if (!outcome.ok()) continue;
    const bool several_free_rows = !infeasible && line[6] != "1";
    const auto dropped = several_free_rows ? entries_of_dropped_rows(text) : 0;
    expect_sizes(*outcome.value, std::stoll(line[1]), std::stoll(line[2]), std::stoll(line[3]) - dropped);
    if (infeasible) continue;
    // The table counts lines of the RANGES section, two rows to a line.
    EXPECT_EQ((two_sided_rows(*outcome.value) + 1) / 2, std::stoll(line[5]));
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
