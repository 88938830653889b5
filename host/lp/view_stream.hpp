#pragma once

#include <istream>
#include <streambuf>
#include <string_view>

namespace planwerk {

// A stream over text that lies in memory, without a copy of it.
class ViewStream : private std::streambuf, public std::istream {
 public:
  explicit ViewStream(std::string_view text) : std::istream(static_cast<std::streambuf*>(this)) {
    auto* const begin = const_cast<char*>(text.data());  // streambuf asks for it; nothing writes
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace planwerk
