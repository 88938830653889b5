#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace planwerk {

// Lines of a stream, one view at a time, without their ends (LF or CRLF). Reads in large blocks.
class LineReader {
 public:
  explicit LineReader(std::istream& stream) : stream_(stream) {}

  // The next line, valid until the next call; none at the end.
  std::optional<std::string_view> next();
  // Number of the line last returned, from 1.
  std::int64_t number() const { return number_; }
  // `line 12`, the path of a problem in it.
  std::string where() const { return "line " + std::to_string(number_); }

 private:
  bool refill();

  std::istream& stream_;
  std::string block_;
  std::size_t begin_ = 0;
  std::int64_t number_ = 0;
};

}  // namespace planwerk
