#include "host/lp/mps_builder.hpp"

#include <algorithm>
#include <cmath>

#include "host/lp/number_text.hpp"

namespace planwerk {
namespace {

constexpr double infinite_from = 1e20;

double with_infinity(double value) {
  return std::fabs(value) >= infinite_from ? std::copysign(infinity, value) : value;
}

MpsFault not_a_number(std::string_view text) {
  return {text, "is not a number"};
}

}  // namespace

void MpsBuilder::warn(std::string_view value, std::string message) {
  problems_.warning(lines_.where(), std::string(value), std::move(message));
}

void MpsBuilder::warn_once(bool& warned, std::string_view value, std::string message) {
  if (!warned) warn(value, std::move(message));
  warned = true;
}

MpsFault MpsBuilder::add_row(const MpsFields& fields) {
  if (fields.count != 2) return {fields[0], "a row needs a kind and a name"};
  const auto kind = fields[0].size() == 1 ? static_cast<char>(std::toupper(fields[0][0])) : ' ';
  if (std::string_view("NLGE").find(kind) == std::string_view::npos)
    return {fields[0], "is no kind of row: N, L, G or E"};
  if (row_names_.find(fields[1]) >= 0) return {fields[1], "is the name of an earlier row"};
  row_names_.add(fields[1]);
  rows_.emplace_back().kind = kind;
  last_column_.push_back(-1);
  return {};
}

MpsFault MpsBuilder::set_sense(const MpsFields& fields) {
  std::string word(fields.count == 1 ? fields[0] : "");
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::toupper(c); });
  if (word.starts_with("MAX")) {
    lp_.maximize = true;
  } else if (word.starts_with("MIN")) {
    lp_.maximize = false;
  } else {
    return {fields[0], "is no sense of the objective: MIN or MAX"};
  }
  return {};
}

MpsFault MpsBuilder::set_objective_name(const MpsFields& fields) {
  if (fields.count != 1) return {fields[0], "the objective is one row's name"};
  objective_name_ = fields[0];
  return {};
}

// `[SET] ROW VALUE [ROW VALUE]`; in COLUMNS the set is the column.
MpsBuilder::RowValues MpsBuilder::row_values(const MpsFields& fields, bool finite) const {
  RowValues values;
  const auto fail = [&](MpsFault fault) {
    values.fault = std::move(fault);
    return values;
  };
  if (fields.count < 2 || fields.count > 5)
    return fail({fields[0], "a line needs a name and one or two pairs of row and value"});
  std::size_t at = fields.count % 2;
  if (at == 1) values.set = fields[0];
  for (; at < fields.count; at += 2) {
    const auto row = row_names_.find(fields[at]);
    if (row < 0) return fail({fields[at], "is no row"});
    const auto value = parse_number(fields[at + 1]);
    if (!value) return fail(not_a_number(fields[at + 1]));
    if (finite && std::isinf(*value)) return fail({fields[at + 1], "a coefficient must be finite"});
    values.pairs[values.count++] = {row, *value};
  }
  return values;
}

MpsFault MpsBuilder::begin_column(std::string_view name) {
  if (column_names_.size() > 0 && column_names_.names().back() == name) return {};
  if (column_names_.add(name) < 0) return {name, "the entries of a column must stand together"};
  lp_.column_lower.push_back(0);
  lp_.column_upper.push_back(infinity);
  has_lower_.push_back(false);
  return {};
}

void MpsBuilder::add_entry(const RowValue& entry) {
  const auto column = column_names_.size() - 1;
  if (last_column_[entry.row] == column) {
    warn(row_names_.names()[entry.row], "the column has an entry in this row already; both are added up");
  }
  last_column_[entry.row] = column;
  if (entry.value != 0) entries_.push_back({entry.row, column, entry.value});
}

MpsFault MpsBuilder::add_entries(const MpsFields& fields) {
  if (fields.count == 3 && fields[1] == "'MARKER'") {
    in_integers_ = fields[2] == "'INTORG'";
    if (in_integers_) warn_once(warned_of_integers_, fields[0], "integer columns are read as continuous");
    return {};
  }
  if (fields.count % 2 == 0) return {fields[0], "a line needs a column and one or two pairs of row and value"};
  const auto values = row_values(fields, true);
  if (values.fault) return values.fault;
  if (auto fault = begin_column(values.set)) return fault;
  for (std::size_t k = 0; k < values.count; ++k) add_entry(values.pairs[k]);
  return {};
}

// Of several sets only the first is read.
bool MpsBuilder::is_read(std::string_view set, std::optional<std::string>& first, const char* section) {
  if (!first) first = set;
  if (set.empty() || *first == set) return true;
  warn_once(warned_of_sets_, set, std::string("is a further set of ") + section + "; only the first is read");
  return false;
}

MpsFault MpsBuilder::set_right_sides(const MpsFields& fields) {
  const auto values = row_values(fields, false);
  if (values.fault || !is_read(values.set, right_side_set_, "RHS")) return values.fault;
  for (std::size_t k = 0; k < values.count; ++k) {
    auto& row = rows_[values.pairs[k].row];
    if (row.has_right_side)
      warn(row_names_.names()[values.pairs[k].row], "has a right-hand side already; the last one holds");
    row.has_right_side = true;
    row.right_side = values.pairs[k].value;
  }
  return {};
}

MpsFault MpsBuilder::set_ranges(const MpsFields& fields) {
  const auto values = row_values(fields, false);
  if (values.fault || !is_read(values.set, range_set_, "RANGES")) return values.fault;
  for (std::size_t k = 0; k < values.count; ++k) {
    auto& row = rows_[values.pairs[k].row];
    if (row.kind == 'N') warn(row_names_.names()[values.pairs[k].row], "is a free row; its range means nothing");
    row.range = values.pairs[k].value;
  }
  return {};
}

// `KIND [SET] COLUMN [VALUE]`
MpsFault MpsBuilder::set_bound(const MpsFields& fields) {
  const auto kind = fields[0];
  const bool needs_value = kind == "UP" || kind == "LO" || kind == "FX" || kind == "UI" || kind == "LI";
  const bool stands_alone = kind == "FR" || kind == "MI" || kind == "PL" || kind == "BV";
  if (kind == "SC") return {kind, "semi-continuous columns are not part of a linear programme"};
  if (!needs_value && !stands_alone) return {kind, "is no kind of bound: UP LO FX FR MI PL BV UI LI"};
  // Whether a set is named follows from the number of fields; a value behind FR, MI, PL or BV is read over.
  std::size_t at = needs_value ? fields.count - 2 : fields.count == 2 ? 1 : 2;
  if (stands_alone && fields.count == 3 && column_names_.find(fields[2]) < 0) at = 1;
  if (fields.count < 2 || fields.count > 4 || at < 1)
    return {kind, "a bound needs a kind, a column and, unless FR MI PL BV, a value"};
  const auto column = column_names_.find(fields[at]);
  if (column < 0) return {fields[at], "is no column"};
  const auto value = needs_value ? parse_number(fields[at + 1]) : 0;
  if (!value) return not_a_number(fields[at + 1]);
  if (is_read(at == 2 ? fields[1] : "", bound_set_, "BOUNDS")) apply_bound(kind, column, with_infinity(*value));
  return {};
}

void MpsBuilder::apply_bound(std::string_view kind, std::int32_t column, double value) {
  double& lower = lp_.column_lower[column];
  double& upper = lp_.column_upper[column];
  const bool integer = kind == "BV" || kind == "UI" || kind == "LI";
  if (integer) warn_once(warned_of_integers_, kind, "integer columns are read as continuous");
  if (kind == "UP" || kind == "UI") {
    upper = value;
    if (value < 0 && !has_lower_[column]) {
      lower = -infinity;
      warn(column_names_.names()[column],
           "has an upper bound below zero and no lower one, which is taken for -infinity");
    }
    return;
  }
  if (kind == "PL") {
    upper = infinity;
    return;
  }
  has_lower_[column] = true;
  if (kind == "LO" || kind == "LI") lower = value;
  if (kind == "FX") lower = upper = value;
  if (kind == "FR" || kind == "MI") lower = -infinity;
  if (kind == "FR") upper = infinity;
  if (kind == "BV") {
    lower = 0;
    upper = 1;
  }
}

void MpsBuilder::settle_objective() {
  const auto first_free = std::find_if(rows_.begin(), rows_.end(), [](const Row& row) { return row.kind == 'N'; });
  auto chosen = first_free == rows_.end() ? -1 : static_cast<std::int32_t>(first_free - rows_.begin());
  if (objective_name_) {
    chosen = row_names_.find(*objective_name_);
    if (chosen < 0 || rows_[chosen].kind != 'N') {
      problems_.error("OBJNAME", *objective_name_, "is no free row");
      return;
    }
  }
  lp_.objective.assign(column_names_.size(), 0.0);
  if (chosen < 0) {
    problems_.warning("ROWS", "", "there is no free row, so the objective is zero");
    return;
  }
  const double sign = lp_.maximize ? -1 : 1;
  lp_.objective_name = row_names_.names()[chosen];
  lp_.objective_offset = -sign * rows_[chosen].right_side;
  if (!std::isfinite(lp_.objective_offset))
    problems_.error("RHS", lp_.objective_name, "the objective's constant must be finite");
  for (const auto& entry : entries_) {
    if (entry.row == chosen) lp_.objective[entry.column] += sign * entry.value;
  }
}

// Leaves the free rows out and gives each other row its sides.
void MpsBuilder::settle_rows() {
  std::vector<std::int32_t> place(rows_.size(), -1);
  auto names = row_names_.take_names();
  std::int64_t dropped = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    if (row.kind == 'N') {
      dropped += names[i] != lp_.objective_name;
      continue;
    }
    place[i] = static_cast<std::int32_t>(lp_.row_names.size());
    const auto [lower, upper] = sides(row);
    lp_.row_lower.push_back(lower);
    lp_.row_upper.push_back(upper);
    check_interval("row", names[i], lower, upper);
    lp_.row_names.push_back(std::move(names[i]));
  }
  if (dropped > 0) {
    problems_.warning("ROWS", std::to_string(dropped), "free rows besides the objective are dropped");
  }
  for (auto& entry : entries_) entry.row = place[entry.row];
  std::erase_if(entries_, [](const Triplet& entry) { return entry.row < 0; });
}

std::pair<double, double> MpsBuilder::sides(const Row& row) {
  const double side = with_infinity(row.right_side);
  const double range = with_infinity(row.range.value_or(row.kind == 'E' ? 0 : infinity));
  switch (row.kind) {
    case 'G':
      return {side, side == -infinity ? infinity : side + std::fabs(range)};
    case 'L':
      return {side == infinity ? -infinity : side - std::fabs(range), side};
    default:
      return {side + std::min(range, 0.0), side + std::max(range, 0.0)};
  }
}

void MpsBuilder::check_interval(const char* what, const std::string& name, double lower, double upper) {
  if (lower <= upper && lower < infinity && upper > -infinity) return;
  std::string interval = "[";
  append_number(interval, lower);
  append_number(interval += ", ", upper);
  problems_.error(std::string(what) + " \"" + name + "\"", interval + "]", "nothing lies between these bounds");
}

Outcome<LinearProgram> MpsBuilder::finish() {
  settle_objective();
  settle_rows();
  lp_.column_names = column_names_.take_names();
  for (std::size_t j = 0; j < lp_.column_names.size(); ++j) {
    check_interval("column", lp_.column_names[j], lp_.column_lower[j], lp_.column_upper[j]);
  }
  Outcome<LinearProgram> outcome;
  if (!problems_.has_errors()) {
    lp_.matrix = matrix_from_triplets(static_cast<std::int32_t>(lp_.row_names.size()),
                                      static_cast<std::int32_t>(lp_.column_names.size()), std::move(entries_));
    outcome.value = std::move(lp_);
  }
  outcome.problems = std::move(problems_);
  return outcome;
}

}  // namespace planwerk
