#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "host/lp/number_text.hpp"

namespace planwerk {

// Text and numbers gathered into large blocks on their way to a stream; the rest goes out with the destructor.
class TextWriter {
 public:
  explicit TextWriter(std::ostream& stream) : stream_(stream) { block_.reserve(block_size + 4096); }
  TextWriter(const TextWriter&) = delete;
  TextWriter& operator=(const TextWriter&) = delete;
  ~TextWriter() { flush(); }

  TextWriter& text(std::string_view text) {
    block_.append(text);
    if (block_.size() >= block_size) flush();
    return *this;
  }
  TextWriter& number(double value) {
    append_number(block_, value);
    return *this;
  }

 private:
  static constexpr std::size_t block_size = std::size_t{1} << 16;

  void flush() {
    stream_.write(block_.data(), static_cast<std::streamsize>(block_.size()));
    block_.clear();
  }

  std::ostream& stream_;
  std::string block_;
};

}  // namespace planwerk
