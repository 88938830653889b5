#include "tests/cli/process.hpp"

#include <array>
#include <csignal>
#include <stdexcept>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace planwerk::cli_tests {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
};

[[noreturn]] void become_planwerk(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                                  const Pipe& out, const Pipe& err) {
  std::vector<char*> argv{const_cast<char*>(PLANWERK_BINARY)};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  dup2(out.write_end, STDOUT_FILENO);
  dup2(err.write_end, STDERR_FILENO);
  for (const Pipe& pipe : {out, err}) {
    close(pipe.read_end);
    close(pipe.write_end);
  }
  if (chdir(folder.c_str()) == 0) execv(PLANWERK_BINARY, argv.data());
  _exit(127);
}

// Appends what is there to read; false at the end.
bool drain(int descriptor, std::string& text) {
  std::array<char, 65536> block;
  const ssize_t size = read(descriptor, block.data(), block.size());
  if (size > 0) text.append(block.data(), static_cast<std::size_t>(size));
  return size > 0;
}

}  // namespace

Finished planwerk(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                  std::optional<std::chrono::milliseconds> interrupt_after) {
  const Pipe out, err;
  const auto start = Clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) become_planwerk(arguments, folder, out, err);
  close(out.write_end);
  close(err.write_end);

  Finished finished;
  std::array<pollfd, 2> open{{{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}}};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    poll(open.data(), open.size(), 20);
    if (interrupt_after && Clock::now() - start >= *interrupt_after) {
      kill(child, SIGINT);
      interrupt_after.reset();
    }
    for (std::size_t k = 0; k < open.size(); ++k) {
      if (open[k].fd < 0 || open[k].revents == 0) continue;
      if (drain(open[k].fd, k == 0 ? finished.out : finished.err)) continue;
      close(open[k].fd);
      open[k].fd = -1;
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  finished.elapsed_s = std::chrono::duration<double>(Clock::now() - start).count();
  return finished;
}

}  // namespace planwerk::cli_tests
