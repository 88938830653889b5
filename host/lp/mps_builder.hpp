#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/problem.hpp"
#include "host/lp/line_reader.hpp"
#include "host/lp/linear_program.hpp"
#include "host/lp/mps_fields.hpp"
#include "host/lp/name_table.hpp"

namespace planwerk {

// What is wrong with a line; nothing where the message is empty.
struct MpsFault {
  std::string_view value;
  std::string message;

  explicit operator bool() const { return !message.empty(); }
};

// Gathers a linear programme line by line, section by section. A line at fault changes nothing, so that it may be tried
// again with its fields cut in another way.
class MpsBuilder {
 public:
  explicit MpsBuilder(const LineReader& lines) : lines_(lines) {}

  void set_name(std::string_view name) { lp_.name = name; }
  MpsFault add_row(const MpsFields& fields);
  MpsFault add_entries(const MpsFields& fields);
  MpsFault set_right_sides(const MpsFields& fields);
  MpsFault set_ranges(const MpsFields& fields);
  MpsFault set_bound(const MpsFields& fields);
  MpsFault set_sense(const MpsFields& fields);
  MpsFault set_objective_name(const MpsFields& fields);

  Problems& problems() { return problems_; }
  Outcome<LinearProgram> finish();

 private:
  struct Row {
    char kind = 'N';
    double right_side = 0;
    std::optional<double> range;
    bool has_right_side = false;
  };
  struct RowValue {
    std::int32_t row;
    double value;
  };
  struct RowValues {
    std::string_view set;  // what stands before the pairs
    std::array<RowValue, 2> pairs;
    std::size_t count = 0;
    MpsFault fault;
  };

  RowValues row_values(const MpsFields& fields, bool finite) const;
  MpsFault begin_column(std::string_view name);
  void add_entry(const RowValue& entry);
  bool is_read(std::string_view set, std::optional<std::string>& first, const char* section);
  void apply_bound(std::string_view kind, std::int32_t column, double value);
  void warn(std::string_view value, std::string message);
  void warn_once(bool& warned, std::string_view value, std::string message);

  void settle_objective();
  void settle_rows();
  static std::pair<double, double> sides(const Row& row);
  void check_interval(const char* what, const std::string& name, double lower, double upper);

  const LineReader& lines_;
  Problems problems_;
  LinearProgram lp_;
  NameTable row_names_;  // all rows of the file, free ones included
  std::vector<Row> rows_;
  std::vector<std::int32_t> last_column_;  // per row: the column that last had an entry there
  NameTable column_names_;
  std::vector<char> has_lower_;   // per column: a bound has set its lower side
  std::vector<Triplet> entries_;  // rows counted as in the file
  std::optional<std::string> objective_name_;
  std::optional<std::string> right_side_set_, range_set_, bound_set_;
  bool in_integers_ = false;
  bool warned_of_integers_ = false;
  bool warned_of_sets_ = false;
};

}  // namespace planwerk
