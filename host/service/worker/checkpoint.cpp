#include "host/service/worker/checkpoint.hpp"

#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

#include "host/codec/output_file.hpp"
#include "host/codec/sha256.hpp"

namespace planwerk::service {
namespace {

constexpr std::string_view magic = "planwerk-checkpoint 1 " PLANWERK_VERSION;
constexpr std::size_t digest_bytes = 32;
constexpr std::size_t line_limit = 400;

std::string_view bytes_of(const std::vector<double>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double)};
}

std::string first_line(const std::string& job_sha256, const PrimalDual& point) {
  std::ostringstream line;
  line << magic << ' ' << job_sha256 << ' ' << point.primal.size() << ' ' << point.dual.size() << '\n';
  return line.str();
}

struct Sizes {
  std::size_t columns, rows;
};

// None where the line is not that of a checkpoint of this job.
std::optional<Sizes> sizes_in(const std::string& line, const std::string& job_sha256) {
  const std::string start = std::string(magic) + ' ' + job_sha256 + ' ';
  if (!line.starts_with(start)) return std::nullopt;
  std::istringstream numbers(line.substr(start.size()));
  Sizes sizes{};
  if (!(numbers >> sizes.columns >> sizes.rows)) return std::nullopt;
  return sizes;
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const std::string& job_sha256, const PrimalDual& point) {
  OutputFile file(path);
  Sha256 hash;
  const auto write = [&](std::string_view bytes) {
    hash.update(bytes);
    file.write(bytes);
  };
  write(first_line(job_sha256, point));
  write(bytes_of(point.primal));
  write(bytes_of(point.dual));
  file.write(hash.digest());
  file.commit();
}

std::optional<PrimalDual> read_checkpoint(const std::filesystem::path& path, const std::string& job_sha256) {
  std::ifstream file(path, std::ios::binary);
  std::string line(line_limit, '\0');
  if (!file.getline(line.data(), line_limit)) return std::nullopt;
  line.resize(static_cast<std::size_t>(file.gcount()) - 1);
  const auto sizes = sizes_in(line, job_sha256);
  std::error_code fault;
  const std::uintmax_t bytes = std::filesystem::file_size(path, fault);
  // What the line claims must be there before room is made for it.
  if (!sizes || fault || sizes->columns > bytes || sizes->rows > bytes ||
      bytes != line.size() + 1 + (sizes->columns + sizes->rows) * sizeof(double) + digest_bytes) {
    return std::nullopt;
  }
  PrimalDual point{std::vector<double>(sizes->columns), std::vector<double>(sizes->rows)};
  std::string digest(digest_bytes, '\0');
  file.read(reinterpret_cast<char*>(point.primal.data()), static_cast<std::streamsize>(bytes_of(point.primal).size()));
  file.read(reinterpret_cast<char*>(point.dual.data()), static_cast<std::streamsize>(bytes_of(point.dual).size()));
  file.read(digest.data(), digest_bytes);
  Sha256 hash;
  hash.update(first_line(job_sha256, point));
  hash.update(bytes_of(point.primal));
  hash.update(bytes_of(point.dual));
  if (!file || hash.digest() != digest) return std::nullopt;
  return point;
}

}  // namespace planwerk::service
