// A process that is killed at any moment loses nothing that it has acknowledged. Rounds go on with the store that the
// round before has left. PLANWERK_KILL_ROUNDS and PLANWERK_KILL_SEED set how many and which.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/service/store/scripted_life.hpp"
#include "tests/service/store/store_fixture.hpp"

namespace planwerk::service::tests {
namespace {

using planwerk::tests::read_bytes;
using planwerk::tests::write_bytes;
using ::testing::IsEmpty;

std::string variable(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

// --- The process that is killed: threads that submit, run, cancel and delete jobs, and tell of it, a line each.

class Worker {
 public:
  Worker(JobStore& store, std::string owner, std::uint64_t seed)
      : store_(store), owner_(std::move(owner)), random_(seed) {}

  [[noreturn]] void run() {
    for (;;) {
      if (random_() % 2) submit();
      const auto jobs = store_.list({.owner = owner_, .page_size = 5}).jobs;
      if (!jobs.empty()) go_on_with(jobs[random_() % jobs.size()]);
    }
  }

 private:
  void submit() {
    const std::string content(random_() % 300, 'j');
    const std::string id = store_.begin_upload(owner_, std::to_string(random_()), {}).job.id;
    store_.append_part(id, 0, content);
    if (random_() % 2) store_.sync_upload(id);
    if (random_() % 4 == 0) return;
    store_.complete_upload(id, {});
    tell("queued " + id + " " + std::to_string(content.size()));
  }

  void go_on_with(const JobRecord& job) {
    if (job.state == JobState::queued) {
      random_() % 4 == 0 ? cancel(job) : run_job(job);
    } else if (random_() % 3 == 0 && job.state != JobState::running) {
      tell("removing " + job.id);
      store_.remove(job.id);
      tell("removed " + job.id);
    }
  }

  void cancel(const JobRecord& job) {
    if (store_.request_cancel(job.id).state == JobState::cancelled) tell("cancelled " + job.id + " 0");
  }

  void run_job(const JobRecord& job) {
    const auto lease = store_.acquire(job.id);
    if (!lease) return;
    const auto scratch = store_.scratch_of(*lease);
    write_bytes(scratch / "c", "checkpoint");
    store_.save_checkpoint(*lease, scratch / "c");
    if (random_() % 3 == 0) {
      store_.release(*lease, random_() % 2, "");
      return;
    }
    const std::string plan(1 + random_() % 300, 'p');
    write_bytes(scratch / "plan.pbs", plan);
    store_.finish(*lease, JobState::finished, "", scratch / "plan.pbs", PlanFigures{});
    tell("finished " + job.id + " " + std::to_string(plan.size()));
  }

  // One write of few bytes comes through a pipe in one piece.
  void tell(const std::string& line) {
    const std::string whole = "told: " + line + "\n";
    if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::_Exit(1);
  }

  JobStore& store_;
  std::string owner_;
  std::mt19937_64 random_;
};

// Not a test: what the killed process runs.
TEST(Killed, DISABLED_Process) {
  const std::uint64_t seed = std::stoull(variable("PLANWERK_KILL_SEED", "1"));
  JobStore store({variable("PLANWERK_KILL_FOLDER", ""), {}}, real_file_system());
  std::vector<std::thread> threads;
  for (const char* owner : {"anna", "berta", "carl"}) {
    threads.emplace_back([&store, owner, seed] { Worker(store, owner, seed + owner[0]).run(); });
  }
  for (auto& thread : threads) thread.join();
}

// --- The process that kills it.

class Told {
 public:
  // False: a line of somebody else.
  bool take(const std::string& line) {
    std::istringstream words(line);
    std::string mark, what, id;
    std::size_t bytes = 0;
    words >> mark >> what >> id >> bytes;
    if (mark != "told:") return false;
    Job& job = jobs_[id];
    if (what == "queued") job.bytes = bytes;
    if (what == "removing") job.removal_asked = true;
    if (what == "removed") job.removed = true;
    if (what == "cancelled") job.end = JobState::cancelled;
    if (what == "finished") job.end = JobState::finished, job.plan_bytes = bytes;
    return true;
  }

  void demand_of(JobStore& store) {
    for (auto& [id, job] : jobs_) {
      const auto record = store.find(id);
      if (!record) {
        EXPECT_TRUE(job.removal_asked) << "a job was lost: " << id;
        continue;
      }
      EXPECT_FALSE(job.removed) << id;
      EXPECT_NE(record->state, JobState::running) << id;
      if (job.end) {
        EXPECT_EQ(record->state, *job.end) << id;
      }
      if (job.bytes) {
        EXPECT_NE(record->state, JobState::uploading) << id;
        // Its length in front, in one byte or two.
        EXPECT_EQ(record->job->bytes, static_cast<std::int64_t>(*job.bytes + (*job.bytes < 128 ? 1 : 2))) << id;
      }
      if (job.plan_bytes) {
        EXPECT_EQ(read_bytes(store.checked_path(*record, *record->plan)), std::string(*job.plan_bytes, 'p'));
      }
      if (is_terminal(record->state)) job.end = record->state;  // for ever, told or not
    }
  }

  std::size_t jobs() const { return jobs_.size(); }

 private:
  struct Job {
    std::optional<std::size_t> bytes, plan_bytes;
    std::optional<JobState> end;
    bool removal_asked = false, removed = false;
  };
  std::map<std::string, Job> jobs_;
};

class Child {
 public:
  Child(const std::filesystem::path& folder, std::uint64_t seed) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    process_ = ::fork();
    if (process_ < 0) std::abort();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::setenv("PLANWERK_KILL_FOLDER", folder.c_str(), 1);
      ::setenv("PLANWERK_KILL_SEED", std::to_string(seed).c_str(), 1);
      ::execl("/proc/self/exe", "killed", "--gtest_also_run_disabled_tests", "--gtest_filter=Killed.DISABLED_Process",
              nullptr);
      std::_Exit(127);
    }
    ::close(ends[1]);
    lines_ = ::fdopen(ends[0], "r");
  }
  ~Child() { std::fclose(lines_); }

  bool read_line(std::string& line) {
    char buffer[256];
    if (!std::fgets(buffer, sizeof buffer, lines_)) return false;
    line = buffer;
    return true;
  }

  // False: it had ended by itself.
  bool kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  pid_t process_;
  std::FILE* lines_;
};

TEST(Killed, AtAnyMomentLosesNothing) {
  const int rounds = std::stoi(variable("PLANWERK_KILL_ROUNDS", "20"));
  const std::uint64_t seed = std::stoull(variable("PLANWERK_KILL_SEED", "1"));
  planwerk::tests::TemporaryFolder folder;
  const auto path = folder / "store";
  std::mt19937_64 random(seed);
  Told told;
  for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(round));
    Child child(path, random());
    std::string line;
    // So many lines, and then some microseconds: anywhere within an operation.
    for (std::uint64_t lines = 1 + random() % 40; lines > 0 && child.read_line(line);) {
      if (told.take(line)) --lines;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
    EXPECT_TRUE(child.kill());
    while (child.read_line(line)) told.take(line);
    JobStore store({path, {}}, real_file_system());
    told.demand_of(store);
    EXPECT_THAT(store.check(), IsEmpty());
    EXPECT_THAT(unnamed_files(path, store), IsEmpty());
  }
  EXPECT_GT(told.jobs(), static_cast<std::size_t>(rounds));
  std::printf("%d rounds, seed %llu; %zu jobs\n", rounds, static_cast<unsigned long long>(seed), told.jobs());
}

}  // namespace
}  // namespace planwerk::service::tests
