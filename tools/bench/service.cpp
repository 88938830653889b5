// Times a running service (`planwerk serve`) from a second process. Prints JSON.
//   planwerk_bench_service submit JOB --clients 50 --jobs 1000
//     small jobs at once: latencies, none lost, none run twice; --crowd 20: while so many others fill the queue
//   planwerk_bench_service watch JOB --watchers 500
//     seconds of the same solve, without and with watchers
//   planwerk_bench_service upload JOB.pbs --folder F --process PID
//     against copying, hashing and syncing the same bytes to F; memory of the service, which is process PID
#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "host/codec/sha256.hpp"
#include "tools/planwerk_service/remote_job.hpp"

namespace planwerk::cli {
namespace {

using Clock = std::chrono::steady_clock;
using nlohmann::ordered_json;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values.at(std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size()))));
}

struct Bench {
  Connection connection;
  std::string job;
  std::string folder = ".";
  int clients = 50;
  int jobs = 1000;
  int crowd = 0;
  int process = 0;
  int watchers = 500;
  int rounds = 3;

  v1::JobInfo info(const std::string& id) {
    v1::GetJobRequest request;
    request.set_id(id);
    return connection.call(&v1::Planner::Stub::GetJob, request);
  }

  std::string submit(const std::string& name) {
    Problems problems;
    JobPartsSource parts(job, problems);
    v1::JobRequest request;
    request.set_name(name);
    return upload(connection, new_key(), request, parts, false, [](std::int64_t) {}).job().id();
  }

  void wait(const std::string& id) {
    follow(connection, id, [](const v1::JobEvent&) { return true; });
  }

  // A client that submits as fast as it can, whatever becomes of its jobs.
  void submit_until(const std::atomic<bool>& enough) const {
    Connection own = reconnected();
    Problems problems;
    JobPartsSource parts(job, problems);
    while (!enough) upload(own, new_key(), {}, parts, false, [](std::int64_t) {});
  }

  ordered_json submit_many() {
    std::atomic<bool> enough = false;
    std::vector<std::thread> others;
    for (int c = 0; c < crowd; ++c) others.emplace_back([&] { submit_until(enough); });
    std::atomic<int> next = 0;
    std::mutex mutex;
    std::vector<double> latencies;
    std::vector<std::string> ids;
    std::vector<std::thread> threads;
    const auto begin = Clock::now();
    for (int c = 0; c < clients; ++c) {
      threads.emplace_back([&] {
        Connection own = reconnected();
        Problems problems;
        JobPartsSource parts(job, problems);
        v1::JobRequest request;
        while (next++ < jobs) {
          const auto sent = Clock::now();
          const auto response = upload(own, new_key(), request, parts, false, [](std::int64_t) {});
          const double latency = seconds_since(sent);
          const std::lock_guard lock(mutex);
          latencies.push_back(latency);
          ids.push_back(response.job().id());
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const double submitting = seconds_since(begin);
    enough = true;
    for (std::thread& thread : others) thread.join();
    int finished = 0, twice = 0;
    for (const std::string& id : ids) {
      wait(id);
      const v1::JobInfo job_info = info(id);
      finished += job_info.state() == v1::FINISHED ? 1 : 0;
      twice += job_info.attempts() > 1 ? 1 : 0;
    }
    std::sort(ids.begin(), ids.end());
    return {{"jobs", ids.size()},
            {"different_ids", std::unique(ids.begin(), ids.end()) - ids.begin()},
            {"finished", finished},
            {"run_twice", twice},
            {"seconds_until_submitted", submitting},
            {"seconds_until_finished", seconds_since(begin)},
            {"submit_p50_ms", 1e3 * quantile(latencies, 0.5)},
            {"submit_p99_ms", 1e3 * quantile(latencies, 0.99)},
            {"submit_max_ms", 1e3 * quantile(latencies, 1)}};
  }

  Connection reconnected() const {
    Connection made;
    CLI::App app;
    made.add_flags(app);
    app.parse(std::vector<std::string>{connection.server(), "--server"});
    made.open();
    return made;
  }

  // By the worker's own clock.
  double solve(int watching) {
    const std::string id = submit("watched");
    std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
    std::vector<std::unique_ptr<grpc::ClientReader<v1::JobEvent>>> readers;
    v1::WatchJobRequest request;
    request.set_id(id);
    for (int w = 0; w < watching; ++w) {
      contexts.push_back(connection.context());
      readers.push_back(connection.stub().WatchJob(contexts.back().get(), request));
    }
    std::vector<std::thread> threads;
    for (auto& reader : readers) {
      threads.emplace_back([&reader] {
        v1::JobEvent event;
        while (reader->Read(&event)) continue;
        reader->Finish();
      });
    }
    wait(id);
    for (std::thread& thread : threads) thread.join();
    return info(id).figures().elapsed_s();
  }

  // Turn by turn, so that what else the machine does falls on both.
  ordered_json watch() {
    std::vector<double> alone, watched;
    solve(0);
    for (int r = 0; r < rounds; ++r) {
      alone.push_back(solve(0));
      watched.push_back(solve(watchers));
    }
    return {{"watchers", watchers},
            {"seconds_alone", alone},
            {"seconds_watched", watched},
            {"slower_by", quantile(watched, 0.5) / quantile(alone, 0.5) - 1}};
  }

  double copy_hash_sync() const {
    const auto begin = Clock::now();
    const std::string path = folder + "/planwerk_bench_service.copy";
    std::ifstream from(job, std::ios::binary);
    const int to = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    Sha256 hash;
    std::vector<char> buffer(1 << 20);
    while (from.read(buffer.data(), std::ssize(buffer)) || from.gcount() > 0) {
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(from.gcount()));
      hash.update(bytes);
      if (::write(to, bytes.data(), bytes.size()) != std::ssize(bytes)) throw std::runtime_error("the disk is full");
    }
    hash.digest();
    ::fsync(to);
    ::close(to);
    std::filesystem::remove(path);
    return seconds_since(begin);
  }

  // A figure of the service's process, in MB: VmRSS now, VmHWM the most so far.
  double memory(const std::string& figure) const {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
      double kib = 0;
      if (word == figure + ":" && status >> kib) return kib * 1024 / 1e6;
    }
    return 0;
  }

  ordered_json upload_large() {
    ordered_json list = ordered_json::array();
    const auto bytes = static_cast<double>(std::filesystem::file_size(job));
    for (int r = 0; r < rounds; ++r) {
      const double before = memory("VmRSS");
      const double copying = copy_hash_sync();
      Problems problems;
      JobPartsSource parts(job, problems);
      const auto begin = Clock::now();
      double sent = 0;
      const auto response =
          upload(connection, new_key(), {}, parts, false, [&](std::int64_t) { sent = seconds_since(begin); });
      const double acknowledged = seconds_since(begin);
      v1::CancelJobRequest cancel;
      cancel.set_id(response.job().id());
      connection.call(&v1::Planner::Stub::CancelJob, cancel);
      list.push_back({{"MB", bytes / 1e6},
                      {"copy_hash_sync_s", copying},
                      {"until_last_part_sent_s", sent},
                      {"until_read_and_queued_s", acknowledged}});
      if (process == 0) continue;
      list.back()["service_before_MB"] = before;
      list.back()["service_most_MB"] = memory("VmHWM");
    }
    return list;
  }
};

}  // namespace
}  // namespace planwerk::cli

int main(int argc, char** argv) {
  planwerk::cli::Bench bench;
  CLI::App app("Times a running planning service", "planwerk_bench_service");
  app.require_subcommand(1);
  bench.connection.add_flags(app);
  const auto add = [&](const char* name, auto measure) {
    CLI::App* command = app.add_subcommand(name)->fallthrough();
    command->add_option("JOB", bench.job)->required();
    command->add_option("--clients", bench.clients);
    command->add_option("--jobs", bench.jobs);
    command->add_option("--crowd", bench.crowd);
    command->add_option("--process", bench.process);
    command->add_option("--watchers", bench.watchers);
    command->add_option("--rounds", bench.rounds);
    command->add_option("--folder", bench.folder);
    command->callback([&bench, measure] {
      bench.connection.open();
      std::cout << (bench.*measure)().dump(2) << std::endl;
    });
  };
  add("submit", &planwerk::cli::Bench::submit_many);
  add("watch", &planwerk::cli::Bench::watch);
  add("upload", &planwerk::cli::Bench::upload_large);
  CLI11_PARSE(app, argc, argv);
  return 0;
}
