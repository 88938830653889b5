#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace planwerk {

enum class Severity { warning, error };

// One fault of the input, named so that its author finds it.
struct Problem {
  Severity severity = Severity::error;
  std::string path;     // where: `recipes["steel"].inputs[3].amount`, or `line 12, column 4`, or `part 3 at byte 81920`
  std::string value;    // what stands there, as text; empty where nothing does
  std::string message;  // what is wrong with it, and what would be right
};

// `path: value: message`, the form in which every command prints a problem.
std::string to_string(const Problem& problem);

// All problems of one input, in the order in which they were found. Keeps the first `kept_limit` and counts the rest,
// so that a million bad entries cost no more memory than a hundred.
class Problems {
 public:
  static constexpr std::size_t kept_limit = 1000;

  void add(Severity severity, std::string path, std::string value, std::string message);
  void error(std::string path, std::string value, std::string message);
  void warning(std::string path, std::string value, std::string message);
  void append(const Problems& others);

  bool has_errors() const { return error_count_ > 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t warning_count() const { return warning_count_; }
  const std::vector<Problem>& kept() const { return kept_; }

  // For readers that know more of the places than whoever found the problems. Severities are to stay.
  template <class Edit>
  void edit_kept(const Edit& edit) {
    for (Problem& problem : kept_) edit(problem);
  }

 private:
  std::vector<Problem> kept_;
  std::size_t error_count_ = 0;
  std::size_t warning_count_ = 0;
};

// What a reader returns: a value, absent if and only if `problems` has errors.
template <class T>
struct Outcome {
  std::optional<T> value;
  Problems problems;

  bool ok() const { return value.has_value(); }
};

// The closest of `candidates` to a mistyped `name` by edit distance, if one is close enough to be meant.
std::optional<std::string> nearest_match(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace planwerk
