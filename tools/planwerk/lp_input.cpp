#include "tools/planwerk/lp_input.hpp"

#include <istream>

#include "host/lp/mps_reader.hpp"
#include "tools/planwerk/gzip_files.hpp"

namespace planwerk::cli {

bool is_mps(const std::string& path) {
  return path.ends_with(".mps") || path.ends_with(".mps.gz");
}

std::optional<LinearProgram> read_lp_or_tell(const std::string& path, Console& console) {
  InputFile file(path);
  std::istream stream(&file);
  auto read = read_mps(stream);
  if (file.broken()) {
    console.error(path + ": the packed data are damaged or cut off");
    return std::nullopt;
  }
  console.problems(read.problems);
  return std::move(read.value);
}

}  // namespace planwerk::cli
