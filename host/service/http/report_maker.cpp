#include "host/service/http/report_maker.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/service/http/temporary_folder.hpp"
#include "host/service/planner/planner.hpp"

namespace planwerk::service {
namespace {

constexpr std::chrono::seconds waiting_time{20};  // for a place
constexpr std::chrono::seconds making_time{120};
constexpr rlim_t memory = rlim_t{16} << 30;

struct SpawnActions {
  SpawnActions() { posix_spawn_file_actions_init(&value); }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&value); }
  posix_spawn_file_actions_t value;
};

// The service holds back the signals that end it; the child is not to.
struct SpawnAttributes {
  SpawnAttributes() {
    posix_spawnattr_init(&value);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&value, &none);
    posix_spawnattr_setflags(&value, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&value); }
  posix_spawnattr_t value;
};

// Bounds what the child may use, and so how long it may outlive a service that is killed.
void limit(pid_t process) {
  const rlimit data{memory, memory};
  prlimit(process, RLIMIT_DATA, &data, nullptr);
  const rlim_t time = making_time.count();
  const rlimit processor{time, time};
  prlimit(process, RLIMIT_CPU, &processor, nullptr);
}

// Waits for the child's end, which it brings about after `making_time`. True: exit code 0.
bool ended_well(pid_t process) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
  if (handle >= 0) {
    pollfd entry{handle, POLLIN, 0};
    while (poll(&entry, 1, static_cast<int>(std::chrono::milliseconds(making_time).count())) < 0 && errno == EINTR) {
    }
    close(handle);
    if ((entry.revents & POLLIN) == 0) kill(process, SIGKILL);
  }
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool run(const std::filesystem::path& program, const std::filesystem::path& folder, const std::string& language) {
  SpawnActions actions;
  const SpawnAttributes attributes;
  posix_spawn_file_actions_addchdir_np(&actions.value, folder.c_str());
  posix_spawn_file_actions_addopen(&actions.value, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions.value, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions.value, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions.value, STDERR_FILENO + 1);
  const std::array<const char*, 14> arguments = {
      program.c_str(), "report",         "plan.pbs", "--job", "job.pbs",   "-o", "report.html",
      "--language",    language.c_str(), "--device", "cpu",   "--threads", "1",  nullptr};
  pid_t process = 0;
  if (posix_spawn(&process, program.c_str(), &actions.value, &attributes.value,
                  const_cast<char* const*>(arguments.data()), environ) != 0) {
    return false;
  }
  limit(process);
  return ended_well(process);
}

}  // namespace

std::string ReportMaker::make(const std::filesystem::path& job, const std::filesystem::path& plan,
                              const std::string& language) {
  if (!places_.try_acquire_for(waiting_time)) {
    throw Refused(Refusal::unavailable, "too many reports are being made: try again in a minute");
  }
  const std::unique_ptr<std::counting_semaphore<at_once>, void (*)(std::counting_semaphore<at_once>*)> place(
      &places_, [](auto* places) { places->release(); });
  const TemporaryFolder folder(temporary_);
  std::filesystem::create_symlink(std::filesystem::absolute(job), folder.path() / "job.pbs");
  std::filesystem::create_symlink(std::filesystem::absolute(plan), folder.path() / "plan.pbs");
  if (run(planwerk_, folder.path(), language)) {
    std::ifstream file(folder.path() / "report.html", std::ios::binary);
    std::string html{std::istreambuf_iterator<char>(file), {}};
    if (!html.empty()) return html;
  }
  throw Refused(Refusal::conflict, "the report could not be made here: fetch job and plan, and run `planwerk report`");
}

}  // namespace planwerk::service
