#include "tests/fuzz/readers.hpp"

#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "host/lp/mps_reader.hpp"
#include "host/lp/mps_writer.hpp"
#include "host/lp/presolve.hpp"
#include "host/lp/solution_file.hpp"
#include "tests/support/small_lps.hpp"

namespace planwerk {
namespace {

void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

bool same_shape(const LinearProgram& a, const LinearProgram& b) {
  return a.maximize == b.maximize && a.objective == b.objective && a.objective_offset == b.objective_offset &&
         a.column_lower == b.column_lower && a.column_upper == b.column_upper &&
         a.matrix.row_offsets == b.matrix.row_offsets && a.matrix.column_indices == b.matrix.column_indices &&
         a.matrix.values == b.matrix.values && a.row_lower.size() == b.row_lower.size();
}

}  // namespace

void exercise_mps_reader(std::string_view bytes) {
  const auto outcome = read_mps(bytes);
  require(outcome.ok() != outcome.problems.has_errors(), "a value if and only if there are no errors");
  if (!outcome.ok()) return;
  std::ostringstream text;
  write_mps(*outcome.value, text);
  const auto again = read_mps(text.str());
  require(again.ok(), "what is written can be read");
  require(same_shape(*outcome.value, *again.value), "what is written reads back the same");
  const auto presolved = presolve(*outcome.value);
  const auto& reduced = presolved->reduced();
  const auto point =
      presolved->restore({std::vector<double>(reduced.columns(), 0.0), std::vector<double>(reduced.rows(), 0.0)});
  require(point.primal.size() == outcome.value->objective.size(), "presolve restores every column");
}

void exercise_solution_reader(std::string_view bytes) {
  const auto lp = bakery_lp().lp;
  const auto outcome = read_solution(lp, bytes);
  require(outcome.ok() != outcome.problems.has_errors(), "a value if and only if there are no errors");
  if (!outcome.ok()) return;
  std::ostringstream text;
  write_solution(lp, *outcome.value, text);
  require(read_solution(lp, text.str()).ok(), "what is written can be read");
  verify_solution(lp, *outcome.value, 1e-6);
}

}  // namespace planwerk
