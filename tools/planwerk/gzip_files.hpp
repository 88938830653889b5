#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>

#include <zlib.h>

#include "host/codec/output_file.hpp"

namespace planwerk::cli {

// A file to read as a stream, unpacked where it is gzip. The constructor throws std::system_error where it cannot be
// opened; `broken` says after reading whether the packed data were damaged or cut off.
class InputFile : public std::streambuf {
 public:
  explicit InputFile(const std::filesystem::path& path);
  bool broken() const { return broken_; }

 protected:
  int_type underflow() override;

 private:
  struct Close {
    void operator()(gzFile_s* file) const { gzclose_r(file); }
  };
  std::unique_ptr<gzFile_s, Close> file_;
  std::array<char, 1 << 17> block_;
  bool broken_ = false;
};

// Calls write(stream) and puts the file in place as a whole; packed as gzip where its name ends in .gz. Throws
// std::system_error where the file cannot be written.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

}  // namespace planwerk::cli
