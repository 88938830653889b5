#pragma once

#include <cstdint>
#include <filesystem>

#include <httplib.h>

#include "host/service/http/temporary_folder.hpp"

namespace planwerk::service {

// A file that a client sends, written down as it comes: as large as it may be, it takes no memory. Gone when this goes.
class IncomingFile {
 public:
  // `name`: as the sender calls it; of it only the ending counts, which says what form the job has. Throws Refused:
  // invalid, where the ending is none of a job's.
  IncomingFile(const std::filesystem::path& temporary, const std::string& name);

  // Reads the whole body. Throws Refused: too_large beyond `most` bytes; unavailable, where the disk is full; invalid,
  // where the client went away in the middle.
  void receive(const httplib::Request& request, const httplib::ContentReader& body, std::int64_t most);
  const std::filesystem::path& path() const { return path_; }

 private:
  TemporaryFolder folder_;
  std::filesystem::path path_;
};

}  // namespace planwerk::service
