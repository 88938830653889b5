#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "host/base/problem.hpp"

namespace planwerk::cli {

// The parts of a job's file, one at a time and any number of times over. Files of parts are read as they are sent, all
// others before.
class JobPartsSource {
 public:
  // Problems of the file are added; errors leave the source empty.
  JobPartsSource(const std::string& path, Problems& problems);

  void begin(std::int64_t part);  // the next one is this, from 0
  bool next(std::string& part);   // false: there are no more. Throws std::system_error where the file is damaged
  std::int64_t bytes() const { return bytes_; }      // of all parts, with their lengths
  const std::string& name() const { return name_; }  // the economy's

 private:
  bool next_in_file(std::string* part);

  std::string name_;
  std::ifstream file_;
  std::vector<std::string> parts_;
  std::size_t position_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace planwerk::cli
