#include "host/codec/part_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>

#include "host/codec/message_faults.hpp"
#include "planwerk/v1/parts.pb.h"

namespace planwerk {

PartReader::PartReader(const std::filesystem::path& path, std::string_view magic)
    : file_(path, std::ios::binary), magic_(magic) {
  std::error_code error;
  bytes_in_all_ = std::filesystem::file_size(path, error);
  if (error) bytes_in_all_ = 0;  // a pipe: its length shows only at its end
  if (!file_ || std::filesystem::is_directory(path)) {
    throw BadPart{path.string(), "", "cannot be opened: " + std::generic_category().message(file_ ? EISDIR : errno)};
  }
}

bool PartReader::next(google::protobuf::Message& part) {
  if (part_count_ > 0) {
    hash_.update(unhashed_);
    hash_.update(payload_);
  }
  part_begin_ = position_;
  ++part_count_;
  std::uint32_t length = 0;
  if (!read_length(length)) return false;
  read_payload(length);
  if (part_count_ == 1 && payload_.substr(0, 64).find(magic_) == std::string::npos) {
    fail("", "not a stream of " + std::string(magic_));
  }
  if (!part.ParseFromString(payload_)) fail("", "is damaged, or no part of this kind of file");
  Problems unknown;
  report_unknown_fields(part, unknown);
  if (unknown.has_errors()) fail(unknown.kept().front().value, unknown.kept().front().message);
  return true;
}

// Base-128 varint of at most five bytes; its bytes are kept for the hash. False at the end of the file.
bool PartReader::read_length(std::uint32_t& length) {
  unhashed_.clear();
  std::uint64_t value = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    const int byte = file_.get();
    if (byte == std::ifstream::traits_type::eof()) {
      if (shift == 0) return false;
      fail("", "the file ends within the length of this part: it is truncated");
    }
    ++position_;
    unhashed_ += static_cast<char>(byte);
    value |= std::uint64_t(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) break;
    if (shift == 28) fail("", "is damaged: its length has no end");
  }
  if (value > part_size_limit) {
    fail(std::to_string(value) + " bytes", "no part is longer than " + std::to_string(part_size_limit) + " bytes");
  }
  length = static_cast<std::uint32_t>(value);
  return true;
}

void PartReader::read_payload(std::uint32_t length) {
  payload_.resize(length);
  file_.read(payload_.data(), length);
  const auto got = static_cast<std::uint64_t>(file_.gcount());
  position_ += got;
  if (got < length) {
    fail(std::to_string(got) + " of " + std::to_string(length) + " bytes",
         "the file ends within this part: it is truncated");
  }
}

void PartReader::check_trailer(const v1::PartTrailer& trailer, const PartCounts& counts) {
  if (trailer.kinds_size() != trailer.counts_size()) fail("", "is damaged: the trailer's counts do not fit its kinds");
  for (int i = 0; i < trailer.kinds_size(); ++i) {
    const auto read =
        std::find_if(counts.begin(), counts.end(), [&](auto& kind) { return kind.first == trailer.kinds(i); });
    const std::uint64_t count = read == counts.end() ? 0 : read->second;
    if (count != trailer.counts(i)) {
      fail(std::to_string(trailer.counts(i)) + " " + trailer.kinds(i),
           "the trailer counts these, the stream has " + std::to_string(count));
    }
  }
  for (const auto& [kind, count] : counts) {
    const bool counted = std::find(trailer.kinds().begin(), trailer.kinds().end(), kind) != trailer.kinds().end();
    if (count > 0 && !counted) fail(kind, "the trailer does not count this kind");
  }
  if (trailer.sha256() != hash_.digest()) {
    fail(lower_case_hex(trailer.sha256()),
         "the bytes before the trailer have the SHA-256 " + lower_case_hex(hash_.digest()) + ": the file is damaged");
  }
  if (file_.get() != std::ifstream::traits_type::eof()) fail("", "bytes follow the trailer, which ends a stream");
}

std::string PartReader::place() const {
  return "part " + std::to_string(part_count_) + " at byte " + std::to_string(part_begin_);
}

void PartReader::fail(std::string value, std::string message) const {
  throw BadPart{"", std::move(value), std::move(message)};
}

void PartWriter::write(const google::protobuf::Message& part) {
  const std::size_t size = part.ByteSizeLong();
  if (size > part_size_limit) {
    throw BadPart{"", std::to_string(size) + " bytes",
                  "an entry is too long for a part of " + std::to_string(part_size_limit) + " bytes"};
  }
  using google::protobuf::io::CodedOutputStream;
  const std::size_t prefix = CodedOutputStream::VarintSize64(size);
  buffer_.resize(prefix + size);
  auto* const begin = reinterpret_cast<std::uint8_t*>(buffer_.data());
  part.SerializeWithCachedSizesToArray(CodedOutputStream::WriteVarint64ToArray(size, begin));
  hash_.update(buffer_);
  if (sink_) sink_(buffer_);
}

void PartWriter::fill_trailer(v1::PartTrailer& trailer, const PartCounts& counts) const {
  for (const auto& [kind, count] : counts) {
    trailer.add_kinds(kind);
    trailer.add_counts(count);
  }
  trailer.set_sha256(hash_.digest());
}

}  // namespace planwerk
