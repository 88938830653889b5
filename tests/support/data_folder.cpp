#include "tests/support/data_folder.hpp"

#include <array>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <stdexcept>

#include <zlib.h>

namespace planwerk {

std::optional<std::filesystem::path> data_folder() {
  const char* const chosen = std::getenv("PLANWERK_DATA");
  const std::filesystem::path folder = chosen ? chosen : PLANWERK_SOURCE_DIR "/../shared/data";
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

std::string read_whole_file(const std::filesystem::path& file) {
  // gzread passes plain files through as they are.
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> source(gzopen(file.c_str(), "rb"), gzclose);
  if (!source) throw std::runtime_error("cannot open " + file.string());
  std::string bytes;
  std::array<char, 1 << 16> block;
  int count = 0;
  while ((count = gzread(source.get(), block.data(), block.size())) > 0) bytes.append(block.data(), count);
  if (count < 0) throw std::runtime_error("cannot read " + file.string());
  return bytes;
}

std::vector<std::vector<std::string>> read_plain_csv(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream text(read_whole_file(file));
  for (std::string line; std::getline(text, line);) {
    auto& cells = lines.emplace_back();
    std::istringstream rest(line);
    for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
  }
  return lines;
}

}  // namespace planwerk
