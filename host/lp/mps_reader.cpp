#include "host/lp/mps_reader.hpp"

#include "host/lp/line_reader.hpp"
#include "host/lp/mps_builder.hpp"
#include "host/lp/mps_fields.hpp"
#include "host/lp/view_stream.hpp"

namespace planwerk {
namespace {

enum class Section { none, name, rows, columns, rhs, ranges, bounds, sense, objective_name, end };

struct SectionName {
  std::string_view word;
  Section section;
};

constexpr SectionName section_names[] = {
    {"NAME", Section::name},
    {"ROWS", Section::rows},
    {"COLUMNS", Section::columns},
    {"RHS", Section::rhs},
    {"RANGES", Section::ranges},
    {"BOUNDS", Section::bounds},
    {"OBJSENSE", Section::sense},
    {"OBJSENS", Section::sense},
    {"OBJSEN", Section::sense},
    {"OBJSECT", Section::sense},
    {"OBJNAME", Section::objective_name},
    {"OBJECT", Section::objective_name},
    {"ENDATA", Section::end},
};

class MpsReader {
 public:
  explicit MpsReader(std::istream& stream) : lines_(stream) {}

  Outcome<LinearProgram> run() {
    while (section_ != Section::end) {
      const auto line = lines_.next();
      if (!line) break;
      read_line(*line);
    }
    if (section_ != Section::end) {
      builder_.problems().error(lines_.where(), "", "the file ends without ENDATA; it may have been cut off");
    }
    return builder_.finish();
  }

 private:
  void read_line(std::string_view line) {
    if (line.empty() || line[0] == '*') return;
    const bool is_header = line[0] != ' ' && line[0] != '\t';
    if (is_header) return open_section(line);
    if (trimmed(line).empty()) return;
    read_data(line);
  }

  void open_section(std::string_view line) {
    const auto word = line.substr(0, line.find_first_of(" \t"));
    const auto rest = trimmed(line.substr(word.size()));
    section_ = Section::none;
    for (const auto& known : section_names) {
      if (known.word == word) section_ = known.section;
    }
    switch (section_) {
      case Section::none:
        return report({word, "is not a section of a linear programme in MPS"});
      case Section::name:
        return builder_.set_name(rest);
      case Section::sense:
      case Section::objective_name:
        if (!rest.empty()) read_data(line.substr(word.size()));
        return;
      case Section::rows:
        has_rows_ = true;
        return;
      case Section::columns:
      case Section::rhs:
      case Section::ranges:
      case Section::bounds:
        return report(order_fault());
      default:
        return;
    }
  }

  // ROWS must have come before the sections that name rows, COLUMNS before the one that names columns.
  MpsFault order_fault() {
    has_columns_ |= section_ == Section::columns;
    if (!has_rows_) return {"", "the section stands before ROWS"};
    if (!has_columns_ && section_ == Section::bounds) return {"", "the section stands before COLUMNS"};
    return {};
  }

  // Free format first; where that makes no sense, fixed columns, which allow blanks in names and empty fields.
  void read_data(std::string_view line) {
    auto fault = read_fields(free_fields(line));
    if (!fault) return;
    const bool with_code = section_ == Section::rows || section_ == Section::bounds;
    if (read_fields(fixed_fields(line, with_code))) report(fault);
  }

  MpsFault read_fields(const MpsFields& fields) {
    switch (section_) {
      case Section::rows:
        return builder_.add_row(fields);
      case Section::columns:
        return builder_.add_entries(fields);
      case Section::rhs:
        return builder_.set_right_sides(fields);
      case Section::ranges:
        return builder_.set_ranges(fields);
      case Section::bounds:
        return builder_.set_bound(fields);
      case Section::sense:
        return builder_.set_sense(fields);
      case Section::objective_name:
        return builder_.set_objective_name(fields);
      case Section::none:
        return {};  // the header was reported
      default:
        return MpsFault{fields[0], "data where none belongs"};
    }
  }

  void report(const MpsFault& fault) {
    if (fault) builder_.problems().error(lines_.where(), std::string(fault.value), fault.message);
  }

  LineReader lines_;
  MpsBuilder builder_{lines_};
  Section section_ = Section::none;
  bool has_rows_ = false;
  bool has_columns_ = false;
};

}  // namespace

Outcome<LinearProgram> read_mps(std::istream& stream) {
  return MpsReader(stream).run();
}

Outcome<LinearProgram> read_mps(std::string_view text) {
  ViewStream stream(text);
  return read_mps(stream);
}

}  // namespace planwerk
