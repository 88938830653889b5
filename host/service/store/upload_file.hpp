#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "host/codec/sha256.hpp"
#include "host/service/store/file_system.hpp"
#include "host/service/store/job_record.hpp"

namespace planwerk::service {

struct ReceivedParts {
  std::int64_t parts = 0;
  std::int64_t bytes = 0;  // of the stream, lengths included
};

// The file that an upload's parts are appended to, each after its length as a varint, with its hash as it grows.
// To be used by one thread at a time. Throws std::system_error, StoreError (conflict, damaged).
class UploadFile {
 public:
  // Continues a file of which so much is known to be durable; what lies behind is cut off by the next append. Where
  // less is there than should be, received() is what is there.
  UploadFile(std::filesystem::path path, FileSystem& files, const ReceivedParts& durable);

  void append(std::int64_t index, std::string_view part);  // as JobStore::append_part
  // After a sync that failed, nothing that came since the one before can be relied on: the file is to be opened anew.
  void sync();
  void sync_bytes();  // without the folder: enough where the file gets another name that is synced

  ReceivedParts received() const { return {static_cast<std::int64_t>(lengths_.size()), bytes_}; }
  StoredFile content() const;
  const std::filesystem::path& path() const { return path_; }

 private:
  void read_back(const ReceivedParts& durable);

  std::filesystem::path path_;
  FileSystem& files_;
  std::unique_ptr<FileSystem::Appender> appender_;  // none: opened by the next append
  std::vector<std::uint32_t> lengths_;              // of the parts
  std::int64_t bytes_ = 0;
  bool listed_ = false;  // the folder was synced since the file was created
  Sha256 hash_;
};

}  // namespace planwerk::service
