#include "host/service/examine/examiner.hpp"

#include <array>
#include <cerrno>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "host/service/examine/examination.hpp"
#include "host/service/process/child_process.hpp"

namespace planwerk::service {
namespace {

constexpr std::chrono::milliseconds farewell{5'000};  // for a process that has said everything
constexpr std::size_t longest_finding = std::size_t{64} << 20;

// The end of a pipe that is read, and the other until it is handed on.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  }
  ~Pipe() {
    close_writer();
    close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void close_writer() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  // Until all writers have closed it.
  std::string read_all() const {
    std::string all;
    std::array<char, 1 << 16> some;
    while (all.size() < longest_finding) {
      const ssize_t got = read(ends_[0], some.data(), some.size());
      if (got > 0) all.append(some.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EINTR)) break;
    }
    return all;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

v1::Examination examine_elsewhere(const std::filesystem::path& program, const ExaminationOrder& order) {
  std::vector<std::string> arguments{"--channel", std::to_string(ChildProcess::handed_descriptor), "--examine",
                                     order.job};
  if (!order.answer.empty()) arguments.insert(arguments.end(), {"--answer", order.answer});
  Pipe pipe;
  ChildProcess process(program, arguments, pipe.writer());
  pipe.close_writer();
  const std::string bytes = pipe.read_all();
  const std::string ending = process.end(farewell);
  v1::Examination found;
  if (!found.ParseFromString(bytes) || found.found_case() == v1::Examination::FOUND_NOT_SET) {
    throw ExaminationFailed("the process that looked at it " + ending);
  }
  if (found.out_of_memory()) throw std::bad_alloc();
  return found;
}

}  // namespace

bool Examiner::is_large(const std::filesystem::path& job) const {
  std::error_code unknown;
  return std::filesystem::file_size(job, unknown) > small_job_;
}

CheckedJob Examiner::job(const std::filesystem::path& file) const {
  if (!needs_process(file)) return check_job(file);
  return from_message(examine_elsewhere(program_, {file.string()}).job());
}

CheckedAnswer Examiner::answer(const std::filesystem::path& job, const std::filesystem::path& plan) const {
  if (!needs_process(job)) return check_answer(job, plan);
  return from_message(examine_elsewhere(program_, {job.string(), plan.string()}).answer());
}

}  // namespace planwerk::service
