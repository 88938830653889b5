// Times the service's store on the disk of a folder: small jobs until they are acknowledged, and one large upload held
// against copying, hashing and syncing the same bytes.
//   planwerk_bench_store FOLDER [--jobs N] [--threads N] [--bytes B]
// Prints JSON. The folder must not exist; it is removed afterwards.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "host/codec/sha256.hpp"
#include "host/service/store/job_store.hpp"

namespace planwerk::service {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using nlohmann::ordered_json;

constexpr std::size_t part_bytes = std::size_t{1} << 20;
constexpr std::int64_t bytes_between_syncs = std::int64_t{64} << 20;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

// Seconds from the first call to the acknowledgement, of each job.
std::vector<double> submit(JobStore& store, const std::string& owner, int jobs) {
  std::vector<double> seconds;
  for (int job = 0; job < jobs; ++job) {
    const auto start = Clock::now();
    const auto upload = store.begin_upload(owner, std::to_string(job), {});
    store.append_part(upload.job.id, 0, "a small job, number " + std::to_string(job) + " of " + owner);
    store.complete_upload(upload.job.id, {});
    seconds.push_back(seconds_since(start));
  }
  return seconds;
}

ordered_json time_small_jobs(const fs::path& folder, int threads, int jobs) {
  JobStore store({folder, {}}, real_file_system());
  std::vector<std::vector<double>> seconds(static_cast<std::size_t>(threads));
  const auto start = Clock::now();
  std::vector<std::thread> clients;
  for (int client = 0; client < threads; ++client) {
    clients.emplace_back([&, client] {
      seconds[static_cast<std::size_t>(client)] = submit(store, "client" + std::to_string(client), jobs / threads);
    });
  }
  for (auto& client : clients) client.join();
  const double all = seconds_since(start);
  std::vector<double> each;
  for (const auto& some : seconds) each.insert(each.end(), some.begin(), some.end());
  return {{"threads", threads},
          {"jobs", each.size()},
          {"jobs_per_s", static_cast<double>(each.size()) / all},
          {"median_ms", 1e3 * quantile(each, 0.5)},
          {"p99_ms", 1e3 * quantile(each, 0.99)}};
}

// What the disk can do: as many syncs of a few appended bytes in a row.
double syncs_per_second(const fs::path& folder, int count) {
  const auto file = real_file_system().append_to(folder / "syncs", 0);
  const auto start = Clock::now();
  for (int k = 0; k < count; ++k) {
    file->write("a few bytes");
    file->sync();
  }
  return count / seconds_since(start);
}

std::string part_of_noise() {
  std::string part(part_bytes, '\0');
  std::uint64_t state = 1;
  for (char& byte : part) byte = static_cast<char>((state = state * 6364136223846793005u + 1442695040888963407u) >> 56);
  return part;
}

double upload_seconds(const fs::path& folder, const std::string& part, std::int64_t parts) {
  JobStore store({folder, {}}, real_file_system());
  const auto start = Clock::now();
  const std::string job = store.begin_upload("large", "large", {}).job.id;
  std::int64_t since_sync = 0;
  for (std::int64_t index = 0; index < parts; ++index) {
    store.append_part(job, index, part);
    since_sync += static_cast<std::int64_t>(part.size());
    if (since_sync < bytes_between_syncs) continue;
    store.sync_upload(job);
    since_sync = 0;
  }
  store.complete_upload(job, {});
  return seconds_since(start);
}

// The same bytes without a store: written, hashed, synced once.
double plain_seconds(const fs::path& folder, const std::string& part, std::int64_t parts) {
  const auto start = Clock::now();
  const auto file = real_file_system().append_to(folder / "plain", 0);
  Sha256 hash;
  for (std::int64_t index = 0; index < parts; ++index) {
    file->write(part);
    hash.update(part);
  }
  file->sync();
  if (hash.digest().empty()) std::abort();
  return seconds_since(start);
}

ordered_json time_upload(const fs::path& folder, std::int64_t bytes) {
  const std::string part = part_of_noise();
  const std::int64_t parts = std::max<std::int64_t>(1, bytes / static_cast<std::int64_t>(part.size()));
  const double megabytes = static_cast<double>(parts) * static_cast<double>(part.size()) / 1e6;
  const double plain = plain_seconds(folder, part, parts);
  const double upload = upload_seconds(folder / "upload", part, parts);
  return {{"megabytes", megabytes},
          {"upload_mb_per_s", megabytes / upload},
          {"plain_mb_per_s", megabytes / plain},
          {"share_of_plain", plain / upload}};
}

}  // namespace
}  // namespace planwerk::service

int main(int argc, char** argv) {
  using namespace planwerk::service;
  CLI::App app("Times the service's store");
  std::string folder;
  int jobs = 1000;
  std::vector<int> threads = {1, 8};
  std::int64_t bytes = std::int64_t{512} << 20;
  app.add_option("folder", folder, "on the disk to be measured; must not exist")->required();
  app.add_option("--jobs", jobs, "small jobs for each number of threads");
  app.add_option("--threads", threads, "how many submit at once, one run for each")->delimiter(',');
  app.add_option("--bytes", bytes, "of the large upload");
  CLI11_PARSE(app, argc, argv);
  if (fs::exists(folder)) {
    std::cerr << folder << ": there is something of this name already\n";
    return 2;
  }
  real_file_system().create_folder(folder);
  ordered_json report = {{"syncs_per_s", syncs_per_second(folder, 200)}, {"small_jobs", ordered_json::array()}};
  for (const int count : threads) {
    report["small_jobs"].push_back(time_small_jobs(fs::path(folder) / std::to_string(count), count, jobs));
  }
  report["large_upload"] = time_upload(folder, bytes);
  std::cout << report.dump(2) << "\n";
  fs::remove_all(folder);
  return 0;
}
