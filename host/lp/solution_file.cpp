#include "host/lp/solution_file.hpp"

#include <optional>
#include <string>

#include "host/lp/accurate_sum.hpp"
#include "host/lp/line_reader.hpp"
#include "host/lp/lp_names.hpp"
#include "host/lp/mps_fields.hpp"
#include "host/lp/name_table.hpp"
#include "host/lp/text_writer.hpp"
#include "host/lp/view_stream.hpp"

namespace planwerk {
namespace {

double sign_as_written(const LinearProgram& lp) {
  return lp.maximize ? -1 : 1;
}

std::optional<Status> parse_status(std::string_view word) {
  for (const auto status :
       {Status::optimal, Status::feasible, Status::infeasible, Status::unbounded, Status::time_limit,
        Status::iteration_limit, Status::interrupted, Status::out_of_memory, Status::numerical_trouble}) {
    if (to_string(status) == word) return status;
  }
  return std::nullopt;
}

class SolutionReader {
 public:
  SolutionReader(const LinearProgram& lp, std::istream& stream)
      : lp_(lp), lines_(stream), rows_(all_row_names(lp)), columns_(all_column_names(lp)) {}

  Outcome<StatedSolution> run() {
    while (const auto line = lines_.next()) {
      const auto words = free_fields(*line);
      if (words.count == 0 || words[0].front() == '#') continue;
      read_line(words);
    }
    require_complete();
    Outcome<StatedSolution> outcome;
    if (!problems_.has_errors()) outcome.value = std::move(solution_);
    outcome.problems = std::move(problems_);
    return outcome;
  }

 private:
  void read_line(const MpsFields& words) {
    if (words[0] == "status") return read_status(words);
    if (!has_status_) return fault(words[0], "the first line must be `status STATUS objective VALUE`");
    if (words[0] == "column" && words.count == 4) {
      read_pair(words, columns_, column_seen_, solution_.point.primal, solution_.reduced_costs, 1,
                sign_as_written(lp_));
    } else if (words[0] == "row" && words.count == 4) {
      read_pair(words, rows_, row_seen_, solution_.activities, solution_.point.dual, 1, sign_as_written(lp_));
    } else if (words[0] == "ray" && words.count == 3) {
      read_ray(words);
    } else {
      fault(words[0], "a line is `column NAME VALUE REDUCED_COST`, `row NAME ACTIVITY DUAL` or `ray NAME VALUE`");
    }
  }

  void read_status(const MpsFields& words) {
    if (has_status_) return fault(words[0], "stands twice");
    if (words.count != 4 || words[2] != "objective")
      return fault(words[0], "must read `status STATUS objective VALUE`");
    const auto status = parse_status(words[1]);
    if (!status) return fault(words[1], "is no status");
    const auto objective = number(words[3]);
    has_status_ = true;
    solution_.status = *status;
    if (objective) solution_.objective = sign_as_written(lp_) * *objective;
  }

  // `KIND NAME FIRST SECOND` into two vectors that grow to full size with the first such line.
  void read_pair(const MpsFields& words, const NameTable& names, std::vector<char>& seen, std::vector<double>& first,
                 std::vector<double>& second, double first_sign, double second_sign) {
    const auto place = place_of(words[1], names, seen);
    const auto first_value = number(words[2]), second_value = number(words[3]);
    if (place < 0 || !first_value || !second_value) return;
    first.resize(names.size());
    second.resize(names.size());
    first[place] = first_sign * *first_value;
    second[place] = second_sign * *second_value;
  }

  void read_ray(const MpsFields& words) {
    const bool over_rows = solution_.status == Status::infeasible;
    if (!over_rows && solution_.status != Status::unbounded)
      return fault(words[0], "goes with infeasible or unbounded");
    const auto& names = over_rows ? rows_ : columns_;
    const auto place = place_of(words[1], names, ray_seen_);
    const auto value = number(words[2]);
    if (place < 0 || !value) return;
    solution_.ray.resize(names.size());
    solution_.ray[place] = *value;
  }

  std::int32_t place_of(std::string_view name, const NameTable& names, std::vector<char>& seen) {
    const auto place = names.find(name);
    seen.resize(names.size());
    if (place < 0) {
      fault(name, "is no name of the programme");
    } else if (seen[place]) {
      fault(name, "stands twice");
    } else {
      seen[place] = true;
      return place;
    }
    return -1;
  }

  std::optional<double> number(std::string_view word) {
    const auto value = parse_number(word);
    if (!value) fault(word, "is not a number");
    return value;
  }

  // A file has all rows and columns, or none of either.
  void require_complete() {
    if (!has_status_) return problems_.error(lines_.where(), "", "there is no `status` line");
    if (column_seen_.empty() && row_seen_.empty()) return;
    require_all("column", columns_, column_seen_);
    require_all("row", rows_, row_seen_);
  }

  void require_all(const char* kind, const NameTable& names, std::vector<char>& seen) {
    seen.resize(names.size());
    for (std::int32_t i = 0; i < names.size(); ++i) {
      if (!seen[i]) problems_.error(std::string(kind) + " \"" + names.names()[i] + "\"", "", "is missing");
    }
  }

  void fault(std::string_view value, std::string message) {
    problems_.error(lines_.where(), std::string(value), std::move(message));
  }

  const LinearProgram& lp_;
  LineReader lines_;
  NameTable rows_, columns_;
  StatedSolution solution_;
  Problems problems_;
  bool has_status_ = false;
  std::vector<char> row_seen_, column_seen_, ray_seen_;
};

}  // namespace

StatedSolution stated_solution(const LinearProgram& lp, Status status, PrimalDual point, std::vector<double> ray) {
  StatedSolution solution{status,        status == Status::unbounded ? -infinity : infinity, std::move(point), {}, {},
                          std::move(ray)};
  const auto& [x, y] = solution.point;
  if (x.size() != lp.objective.size() || y.size() != lp.row_lower.size()) return solution;
  AccurateSum objective;
  objective.add(lp.objective_offset);
  for (std::size_t j = 0; j < x.size(); ++j) objective.add_product(lp.objective[j], x[j]);
  solution.objective = objective.value();
  solution.activities = multiply(lp.matrix, x);
  solution.reduced_costs = multiply_transposed(lp.matrix, y);
  for (std::size_t j = 0; j < x.size(); ++j) solution.reduced_costs[j] = lp.objective[j] - solution.reduced_costs[j];
  return solution;
}

void write_solution(const LinearProgram& lp, const StatedSolution& solution, std::ostream& stream) {
  const auto as_written = [sign = sign_as_written(lp)](double value) { return sign * value + 0.0; };  // never -0
  TextWriter out(stream);
  const auto line = [&](std::string_view kind, const std::string& name, double first, double second) {
    out.text(kind).text(name).text(" ").number(first).text(" ").number(second).text("\n");
  };
  out.text("status ")
      .text(to_string(solution.status))
      .text(" objective ")
      .number(as_written(solution.objective))
      .text("\n");
  const auto& point = solution.point;
  for (std::size_t j = 0; j < point.primal.size(); ++j) {
    line("column ", column_name(lp, static_cast<std::int32_t>(j)), point.primal[j],
         as_written(solution.reduced_costs[j]));
  }
  for (std::size_t i = 0; i < point.dual.size(); ++i) {
    line("row ", row_name(lp, static_cast<std::int32_t>(i)), solution.activities[i], as_written(point.dual[i]));
  }
  for (std::size_t k = 0; k < solution.ray.size(); ++k) {
    if (solution.ray[k] == 0) continue;
    const auto place = static_cast<std::int32_t>(k);
    const auto name = solution.status == Status::infeasible ? row_name(lp, place) : column_name(lp, place);
    out.text("ray ").text(name).text(" ").number(solution.ray[k]).text("\n");
  }
}

Outcome<StatedSolution> read_solution(const LinearProgram& lp, std::istream& stream) {
  return SolutionReader(lp, stream).run();
}

Outcome<StatedSolution> read_solution(const LinearProgram& lp, std::string_view text) {
  ViewStream stream(text);
  return read_solution(lp, stream);
}

}  // namespace planwerk
