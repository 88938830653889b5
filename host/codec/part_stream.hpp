#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/problem.hpp"
#include "host/codec/sha256.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

namespace v1 {
class PartTrailer;
}

// Streams of length-delimited parts (.pbs), as parts.proto describes them.

inline constexpr std::size_t part_size_limit = std::size_t{16} << 20;

// Thrown inside the codec where a stream cannot be read or written any further; its readers and writers turn it into
// a Problem at their edge.
struct BadPart {
  std::string path;
  std::string value;
  std::string message;
};

// How many things of a kind a stream holds, by the name of the kind's block.
using PartCounts = std::vector<std::pair<std::string, std::uint64_t>>;

class PartReader {
 public:
  // `magic` is what the first part, a header, must hold among its first bytes. Throws BadPart.
  PartReader(const std::filesystem::path& path, std::string_view magic);

  // Fills `part` with the next one; false at the end of the file. Throws BadPart when the file ends within a part, or
  // the part is too long, is not such a message, or has fields that its schema does not know.
  bool next(google::protobuf::Message& part);

  // Compares the counts and the hash that the last part, a trailer, claims with what was read, and demands the end of
  // the file. Throws BadPart.
  void check_trailer(const v1::PartTrailer& trailer, const PartCounts& counts);

  std::string place() const;  // of the last part: `part 3 at byte 81920`, counted from 1 and 0
  std::uint64_t bytes_read() const { return position_; }
  std::uint64_t bytes_in_all() const { return bytes_in_all_; }

 private:
  bool read_length(std::uint32_t& length);
  void read_payload(std::uint32_t length);
  [[noreturn]] void fail(std::string value, std::string message) const;

  std::ifstream file_;
  std::string_view magic_;
  std::uint64_t bytes_in_all_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t part_begin_ = 0;
  std::uint64_t part_count_ = 0;
  std::string payload_;
  std::string unhashed_;  // the last part's length; with its payload it enters the hash when the next part is read
  Sha256 hash_;
};

class PartWriter {
 public:
  using Sink = std::function<void(std::string_view bytes)>;
  explicit PartWriter(Sink sink) : sink_(std::move(sink)) {}

  void write(const google::protobuf::Message& part);  // throws BadPart when it is longer than a part may be
  void fill_trailer(v1::PartTrailer& trailer, const PartCounts& counts) const;
  std::string digest() const { return hash_.digest(); }  // of all parts so far

 private:
  Sink sink_;
  std::string buffer_;
  Sha256 hash_;
};

}  // namespace planwerk
