#pragma once

#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace planwerk {

// Text made safe for elements and attributes of HTML and SVG.
std::string escaped(std::string_view text);

// At most `longest` characters of UTF-8 text, the last one an ellipsis where something was cut.
std::string shortened(std::string_view text, std::size_t longest);

// Markup that grows line by line. Values go in as they are: words of people through escaped() first.
class Markup {
 public:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    text_.push_back('\n');
  }
  std::string str() const { return fmt::to_string(text_); }

 private:
  fmt::memory_buffer text_;
};

}  // namespace planwerk
