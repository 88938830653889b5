#include "host/service/store/upload_file.hpp"

#include <fstream>
#include <string>

#include "host/service/store/store_error.hpp"

namespace planwerk::service {

namespace {

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  bytes += static_cast<char>(value);
  return bytes;
}

// The next part with its length, as it lies in the file; false where none is whole.
bool read_framed_part(std::istream& file, std::string& framed, std::size_t& length) {
  framed.clear();
  length = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    const int byte = file.get();
    if (byte < 0) return false;
    framed += static_cast<char>(byte);
    length |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const std::size_t begin = framed.size();
  if (length > std::size_t{1} << 30) return false;
  framed.resize(begin + length);
  return static_cast<bool>(file.read(framed.data() + begin, static_cast<std::streamsize>(length)));
}

}  // namespace

UploadFile::UploadFile(std::filesystem::path path, FileSystem& files, const ReceivedParts& durable)
    : path_(std::move(path)), files_(files) {
  read_back(durable);
}

void UploadFile::read_back(const ReceivedParts& durable) {
  std::ifstream file(path_, std::ios::binary);
  std::string framed;
  std::size_t length = 0;
  while (received().parts < durable.parts && read_framed_part(file, framed, length)) {
    if (bytes_ + static_cast<std::int64_t>(framed.size()) > durable.bytes) return;
    lengths_.push_back(static_cast<std::uint32_t>(length));
    bytes_ += static_cast<std::int64_t>(framed.size());
    hash_.update(framed);
  }
}

void UploadFile::append(std::int64_t index, std::string_view part) {
  const std::int64_t next = received().parts;
  if (index >= 0 && index < next && lengths_[static_cast<std::size_t>(index)] == part.size()) return;
  if (index != next) {
    throw StoreError(StoreError::Kind::conflict,
                     "part " + std::to_string(index) +
                         (index < next ? " came before with another length"
                                       : " came where part " + std::to_string(next) + " was expected"));
  }
  if (lengths_.size() == lengths_.capacity()) lengths_.reserve(2 * lengths_.size() + 16);  // memory before disk
  const std::string prefix = varint(part.size());
  try {
    if (!appender_) appender_ = files_.append_to(path_, bytes_);
    appender_->write(prefix);
    appender_->write(part);
  } catch (...) {
    appender_.reset();  // opened again, it is cut to what was whole
    throw;
  }
  hash_.update(prefix);
  hash_.update(part);
  lengths_.push_back(static_cast<std::uint32_t>(part.size()));
  bytes_ += static_cast<std::int64_t>(prefix.size() + part.size());
}

void UploadFile::sync() {
  sync_bytes();
  if (!listed_) files_.sync(path_.parent_path());
  listed_ = true;
}

void UploadFile::sync_bytes() {
  if (!appender_) appender_ = files_.append_to(path_, bytes_);
  appender_->sync();
  appender_.reset();  // uploads that wait hold no descriptor
}

StoredFile UploadFile::content() const {
  return {lower_case_hex(hash_.digest()), bytes_};
}

}  // namespace planwerk::service
