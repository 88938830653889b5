#include "host/lp/mps_reader.hpp"

#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lp/read_without_errors.hpp"

namespace planwerk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// All kinds of rows and bounds in fixed columns.
const std::string fixed_example = R"(* a comment
NAME          EXAMPLE
ROWS
 N  COST
 L  LIM1
 G  LIM2
 E  MYEQN
 E  LOOSE
 N  UNUSED
COLUMNS
    X         COST               1.0   LIM1               1.0
    X         LIM2               1.0   UNUSED             7.0
    Y         COST               2.0   LIM1               1.0
    Y         MYEQN             -1.0
    Z         COST              -1.0   MYEQN              1.0
    Z         LOOSE         1.5D+01
RHS
    RHS       COST               -10   LIM1               4.0
    RHS       LIM2               1.0   MYEQN              7.0
    RHS       LOOSE              3.0
RANGES
    RNG       LIM1               2.5   LIM2               3.0
    RNG       MYEQN              2.0   LOOSE             -1.0
BOUNDS
 UP BND       X                  4.0
 LO BND       Y                 -1.0
 UP BND       Y                  1.0
 MI BND       Z
 UP BND       Z                  8.0
ENDATA
)";

TEST(MpsReader, ReadsFixedColumns) {
  const auto lp = read_without_errors(fixed_example);
  EXPECT_EQ(lp.name, "EXAMPLE");
  EXPECT_EQ(lp.objective_name, "COST");
  EXPECT_EQ(lp.objective_offset, 10);
  EXPECT_THAT(lp.objective, ElementsAre(1, 2, -1));
  EXPECT_THAT(lp.row_names, ElementsAre("LIM1", "LIM2", "MYEQN", "LOOSE"));
  EXPECT_THAT(lp.row_lower, ElementsAre(1.5, 1, 7, 2));
  EXPECT_THAT(lp.row_upper, ElementsAre(4, 4, 9, 3));
  EXPECT_THAT(lp.column_lower, ElementsAre(0, -1, -infinity));
  EXPECT_THAT(lp.column_upper, ElementsAre(4, 1, 8));
  EXPECT_THAT(lp.matrix.row_offsets, ElementsAre(0, 2, 3, 5, 6));
  EXPECT_THAT(lp.matrix.column_indices, ElementsAre(0, 1, 0, 1, 2, 2));
  EXPECT_THAT(lp.matrix.values, ElementsAre(1, 1, 1, -1, 1, 15));
  EXPECT_FALSE(lp.maximize);
}

TEST(MpsReader, WarnsOfDroppedFreeRows) {
  const auto outcome = read_mps(fixed_example);
  ASSERT_EQ(outcome.problems.warning_count(), 1u);
  EXPECT_THAT(outcome.problems.kept()[0].message, HasSubstr("dropped"));
}

TEST(MpsReader, ReadsNamesWithBlanksInFixedColumns) {
  const auto lp = read_without_errors(
      "NAME          two words\n"
      "ROWS\n"
      " N  a cost\n"
      " L  row 1\n"
      "COLUMNS\n"
      "    one col   a cost             1.5   row 1             2.0\n"
      "    c 2       row 1              -3\n"
      "RHS\n"
      "              row 1               4\n"
      "BOUNDS\n"
      " UP           one col             5\n"
      " FR           c 2\n"
      "ENDATA\n");
  EXPECT_EQ(lp.name, "two words");
  EXPECT_THAT(lp.column_names, ElementsAre("one col", "c 2"));
  EXPECT_THAT(lp.row_names, ElementsAre("row 1"));
  EXPECT_THAT(lp.matrix.values, ElementsAre(2, -3));
  EXPECT_THAT(lp.row_upper, ElementsAre(4));
  EXPECT_THAT(lp.column_lower, ElementsAre(0, -infinity));
  EXPECT_THAT(lp.column_upper, ElementsAre(5, infinity));
}

TEST(MpsReader, ReadsFreeFormatWithTabsLongNamesAndWindowsLines) {
  const auto lp = read_without_errors(
      "NAME free\r\nOBJSENSE MAX\r\nROWS\r\n\tN\tobj\r\n\tL\ta_rather_long_row_name\r\n"
      "COLUMNS\r\n\ta_rather_long_column_name\tobj\t+3\ta_rather_long_row_name\t1e0\r\n"
      "RHS\r\n\tobj\t5\ta_rather_long_row_name\t2\r\nENDATA");
  EXPECT_TRUE(lp.maximize);
  EXPECT_THAT(lp.objective, ElementsAre(-3));
  EXPECT_EQ(lp.objective_offset, 5);
  EXPECT_THAT(lp.row_upper, ElementsAre(2));
}

std::string with_bounds(const std::string& bounds) {
  return "ROWS\n N obj\n G r\nCOLUMNS\n x obj 1 r 1\n y obj 1 r 1\nBOUNDS\n" + bounds + "ENDATA\n";
}

struct BoundCase {
  const char* lines;
  double lower, upper;
  std::size_t warnings;
};

TEST(MpsReader, ReadsEveryKindOfBound) {
  for (const auto& c : std::vector<BoundCase>{{"", 0, infinity, 0},
                                              {" UP b x 3\n", 0, 3, 0},
                                              {" UP x 3\n", 0, 3, 0},
                                              {" UP b x 0\n", 0, 0, 0},
                                              {" UP b x -3\n", -infinity, -3, 1},
                                              {" LO b x -5\n UP b x -3\n", -5, -3, 0},
                                              {" UP b x -3\n LO b x -5\n", -5, -3, 1},
                                              {" LO b x 2\n", 2, infinity, 0},
                                              {" FX b x 2\n", 2, 2, 0},
                                              {" FR b x\n", -infinity, infinity, 0},
                                              {" FR x\n", -infinity, infinity, 0},
                                              {" FR b x 0\n", -infinity, infinity, 0},
                                              {" MI b x\n", -infinity, infinity, 0},
                                              {" MI b x\n UP b x 1\n", -infinity, 1, 0},
                                              {" UP b x 1\n PL b x\n", 0, infinity, 0},
                                              {" BV b x\n", 0, 1, 1},
                                              {" LI b x 1\n UI b x 6\n", 1, 6, 1},
                                              {" UP b x 1e30\n", 0, infinity, 0},
                                              {" LO b x -Inf\n", -infinity, infinity, 0},
                                              {" UP b x 3\n UP other x 4\n", 0, 3, 1}}) {
    SCOPED_TRACE(c.lines);
    const auto outcome = read_mps(with_bounds(c.lines));
    ASSERT_TRUE(outcome.ok()) << to_string(outcome.problems.kept().at(0));
    EXPECT_EQ(outcome.value->column_lower[0], c.lower);
    EXPECT_EQ(outcome.value->column_upper[0], c.upper);
    EXPECT_EQ(outcome.problems.warning_count(), c.warnings);
    EXPECT_EQ(outcome.value->column_upper[1], infinity);
  }
}

TEST(MpsReader, ReadsTheDialectsOfTheObjective) {
  const std::string rest = "ROWS\n N a\n N b\n L r\nCOLUMNS\n x a 1 b 2\n x r 1\nRHS\n rhs r 1\n";
  for (const char* sense : {"OBJSENSE\n    MAX\n", "OBJSENSE\n MAXIMIZE\n", "OBJSENSE MAXIMISE\n", "OBJSECT\n Max\n"}) {
    EXPECT_TRUE(read_without_errors(sense + rest + "ENDATA\n").maximize) << sense;
  }
  EXPECT_FALSE(read_without_errors("OBJSENSE\n MIN\n" + rest + "ENDATA\n").maximize);
  EXPECT_THAT(read_without_errors("OBJNAME\n b\n" + rest + "ENDATA\n").objective, ElementsAre(2));
  EXPECT_THAT(read_without_errors("OBJECT b\n" + rest + "ENDATA\n").objective, ElementsAre(2));
  EXPECT_THAT(read_without_errors(rest + "OBJSENSE\n MAX\nENDATA\n").objective, ElementsAre(-1));
}

TEST(MpsReader, WarnsOfWhatItBends) {
  const auto outcome = read_mps(
      "ROWS\n N obj\n L r\nCOLUMNS\n"
      " m1 'MARKER' 'INTORG'\n x obj 1 r 1\n x r 2\n m2 'MARKER' 'INTEND'\n y r 0\n"
      "RHS\n rhs r 1\n rhs r 2\n other r 3\nENDATA\n");
  ASSERT_TRUE(outcome.ok());
  EXPECT_THAT(outcome.value->matrix.values, ElementsAre(3));
  EXPECT_EQ(outcome.value->columns(), 2);
  EXPECT_EQ(outcome.value->row_upper[0], 2);
  std::vector<std::string> paths;
  for (const auto& problem : outcome.problems.kept()) paths.push_back(problem.path);
  EXPECT_THAT(paths, ElementsAre("line 5", "line 7", "line 12", "line 13"));
}

TEST(MpsReader, NeedsNeitherRowsWithSidesNorAnObjective) {
  const auto lp = read_without_errors("ROWS\n L r\nCOLUMNS\n x r 1\nENDATA\n");
  EXPECT_THAT(lp.objective, ElementsAre(0));
  EXPECT_THAT(lp.row_upper, ElementsAre(0));
}

struct MalformedMps {
  const char* text;
  const char* where;
  const char* value;
  const char* message;
};

TEST(MpsReader, NamesWhatIsWrongByLine) {
  for (const auto& c : std::vector<MalformedMps>{
           {"", "line 0", "", "without ENDATA"},
           {"NAME x\nROWS\n N obj\n", "line 3", "", "without ENDATA"},
           {"NAME x\nROWZ\n N obj\nENDATA\n", "line 2", "ROWZ", "no"},
           {"ROWS\n N obj\n Q r\nENDATA\n", "line 3", "Q", "kind of row"},
           {"ROWS\n N obj\n L\nENDATA\n", "line 3", "L", "a kind and a name"},
           {"ROWS\n N obj\n L r\n G r\nENDATA\n", "line 4", "r", "earlier row"},
           {"COLUMNS\n x obj 1\nENDATA\n", "line 1", "", "before ROWS"},
           {"ROWS\n N obj\nBOUNDS\n UP b x 1\nENDATA\n", "line 3", "", "before COLUMNS"},
           {"ROWS\n N obj\nCOLUMNS\n x cost 1\nENDATA\n", "line 4", "cost", "no row"},
           {"ROWS\n N obj\nCOLUMNS\n x obj one\nENDATA\n", "line 4", "one", "not a number"},
           {"ROWS\n N obj\nCOLUMNS\n x obj nan\nENDATA\n", "line 4", "nan", "not a number"},
           {"ROWS\n N obj\nCOLUMNS\n x obj inf\nENDATA\n", "line 4", "inf", "finite"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1e999\nENDATA\n", "line 4", "1e999", "not a number"},
           {"ROWS\n N obj\nCOLUMNS\n x obj\nENDATA\n", "line 4", "x", "one or two pairs"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1 r 2 s 3\nENDATA\n", "line 4", "x", "one or two pairs"},
           {"ROWS\n N obj\n L r\nCOLUMNS\n x obj 1\n y r 1\n x r 1\nENDATA\n", "line 7", "x", "together"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nRHS\n rhs cost 1\nENDATA\n", "line 6", "cost", "no row"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n UP b z 1\nENDATA\n", "line 6", "z", "no column"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n XX b x 1\nENDATA\n", "line 6", "XX", "kind of bound"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n SC b x 1\nENDATA\n", "line 6", "SC", "semi-continuous"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n UP b x\nENDATA\n", "line 6", "b", "no column"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n UP b x 1 2\nENDATA\n", "line 6", "UP", "a bound needs"},
           {"ROWS\n N obj\nCOLUMNS\n x obj 1\nBOUNDS\n LO b x 1\n UP b x 0\nENDATA\n", "column \"x\"", "[1, 0]",
            "nothing"},
           {"OBJSENSE\n BEST\nROWS\n N obj\nENDATA\n", "line 2", "BEST", "sense"},
           {"OBJNAME\n cost\nROWS\n N obj\nENDATA\n", "OBJNAME", "cost", "no free row"},
           {"QSECTION\n x x 1\nENDATA\n", "line 1", "QSECTION", "section"},
           {"NAME a\n data\nENDATA\n", "line 2", "data", "none belongs"},
       }) {
    SCOPED_TRACE(c.text);
    const auto outcome = read_mps(c.text);
    ASSERT_FALSE(outcome.ok());
    const auto& problem = outcome.problems.kept().at(0);
    EXPECT_EQ(problem.path, c.where);
    EXPECT_EQ(problem.value, c.value);
    EXPECT_THAT(problem.message, HasSubstr(c.message));
  }
}

TEST(MpsReader, ReportsEveryLineAtFault) {
  const auto outcome = read_mps("ROWS\n N obj\nCOLUMNS\n x cost 1\n x obj one\nRHS\n rhs nought 1\nENDATA\n");
  EXPECT_EQ(outcome.problems.error_count(), 3u);
}

TEST(MpsReader, ReadsLinesAcrossBlocks) {
  // Longer than the blocks in which streams are read, so that lines straddle their edges.
  std::string text = "ROWS\n N obj\n L r\nCOLUMNS\n";
  constexpr int columns = 120000;
  for (int j = 0; j < columns; ++j)
    text += " column_number_" + std::to_string(j) + " obj 1 r " + std::to_string(j + 1) + "\n";
  std::istringstream stream(text + "ENDATA\n");
  const auto outcome = read_mps(stream);
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(outcome.value->columns(), columns);
  for (int j = 0; j < columns; ++j) ASSERT_EQ(outcome.value->matrix.values[j], j + 1);
}

}  // namespace
}  // namespace planwerk
