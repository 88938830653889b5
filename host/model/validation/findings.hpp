#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/problem.hpp"

namespace planwerk {

// Where a value stands in a job: recipes["steel"].inputs[3].amount. Cheap to make; text is only written for a problem,
// so that millions of sound entries cost nothing.
class Place {
 public:
  // A thing of a list of the job. Things without an id are named by their position.
  Place(std::string_view list, std::string_view id, std::int64_t position)
      : list_(list), id_(id), position_(position) {}
  // A field of the job itself.
  explicit Place(std::string_view list) : list_(list) {}

  Place entry(std::string_view entries, std::int64_t number) const;
  Place field(std::string_view name) const;
  std::string text() const;

 private:
  std::string_view list_;
  std::string_view id_;
  std::int64_t position_ = -1;
  std::string_view entries_;
  std::int64_t entry_ = -1;
  std::string_view field_;
};

bool is_utf8(std::string_view text);
// An id as a problem shows it: quoted, with quotes, control characters and bytes that are not UTF-8 escaped.
std::string quoted(std::string_view text);
// A number as a problem shows it: shortest form that reads back the same; NaN, infinity.
std::string number_text(double value);

// Collects problems. Checks of one value return whether it passed.
class Findings {
 public:
  bool positive(const Place& place, double value) {
    return (std::isfinite(value) && value > 0) || fail(place, value, "must be a positive number");
  }
  bool not_negative(const Place& place, double value) {
    return (std::isfinite(value) && value >= 0) || fail(place, value, "must be zero or a positive number");
  }
  // Amounts far from what people count in are usually written in the wrong unit.
  void plausible(const Place& place, double value) {
    if (value < 1e-12 || value > 1e12) warn(place, number_text(value), "doubtful magnitude: check the unit");
  }

  bool fail(const Place& place, double value, std::string message);
  bool fail(const Place& place, std::string value, std::string message);
  void warn(const Place& place, std::string value, std::string message);

  bool has_errors() const { return problems_.has_errors(); }
  Problems take() { return std::move(problems_); }

 private:
  Problems problems_;
};

}  // namespace planwerk
