#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host/plan/report/html.hpp"
#include "host/plan/report/language.hpp"

namespace planwerk {

struct Column {
  std::string heading;
  bool number = false;  // set to the right
};

// Whether it is good, bad or neither that a share is large.
enum class LargeIs { good, bad, neither };

// A table of a report, row by row and cell by cell from the left. With scripts readers can sort it, search it and take
// it away as CSV, where cells count by their values, not as shown.
class Table {
 public:
  // `name`: of the CSV file; `caption`: what is told, in plain text.
  Table(const Language& language, std::string name, std::string caption, std::vector<Column> columns);

  void begin_row();
  void words(std::string_view text);
  // `aside` in a softer colour behind it, `quote` below.
  void words(std::string_view text, std::string_view aside, std::string_view quote = {});
  void number(double value, std::string_view unit);
  void people(double size);
  void count(std::size_t things);
  void share(double share);
  void share(double share, LargeIs large_is);  // with a small bar
  void nothing();                              // a cell that has nothing to say
  // A last row that stands for all that are not shown, in one sentence.
  void rest(std::string_view sentence);

  bool empty() const { return rows_ == 0; }
  std::string html() const;

 private:
  void end_row();

  const Language& language_;
  std::string name_, caption_;
  std::vector<Column> columns_;
  Markup body_;
  std::size_t rows_ = 0;
};

}  // namespace planwerk
