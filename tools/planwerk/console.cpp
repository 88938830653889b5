#include "tools/planwerk/console.hpp"

#include <cmath>
#include <cstdio>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "host/plan/report/words.hpp"

namespace planwerk::cli {
namespace {

// All warnings of a large job would scroll its errors away.
constexpr std::size_t most_warnings = 20;

spdlog::logger& logger(bool json) {
  static const auto shared = [json] {
    auto created = spdlog::stderr_logger_st("planwerk");
    created->set_pattern(json ? "%v" : "%Y-%m-%d %H:%M:%S.%e  %v");
    return created;
  }();
  return *shared;
}

bool on_terminal() {
  static const bool terminal = isatty(STDERR_FILENO) == 1;
  return terminal;
}

}  // namespace

void Console::add_flags(CLI::App& command) {
  command.add_flag("--json", json_, "print the result as one JSON value");
  command.add_flag("-q,--quiet", quiet_, "print nothing but errors; the exit code tells the outcome");
}

void Console::add_log_flag(CLI::App& command) {
  command.add_option("--log", log_, "write a log to stderr, as text or as one JSON object per line")
      ->check(CLI::IsMember({"text", "json"}));
}

void Console::result(const std::string& text) const {
  if (quiet_) return;
  fmt::print("{}{}", text, text.ends_with('\n') ? "" : "\n");
  std::fflush(stdout);
}

void Console::result(const nlohmann::ordered_json& value) const {
  result(value.dump(2));
}

void Console::problems(const Problems& problems) const {
  std::size_t warnings = 0;
  for (const Problem& problem : problems.kept()) {
    const bool is_error = problem.severity == Severity::error;
    if (!is_error && (quiet_ || ++warnings > most_warnings)) continue;
    fmt::print(stderr, "{}: {}\n", is_error ? "error" : "warning", to_string(problem));
  }
  if (!quiet_ && problems.warning_count() > most_warnings) {
    fmt::print(stderr, "... and {} more warnings\n", problems.warning_count() - most_warnings);
  }
  if (problems.error_count() > 1) fmt::print(stderr, "{} errors\n", problems.error_count());
}

void Console::error(const std::string& text) const {
  fmt::print(stderr, "planwerk: {}\n", text);
}

void Console::suggest_text(const std::string& text) const {
  if (!quiet_) fmt::print(stderr, "next: {}\n", text);
}

void Console::log(const std::string& text) const {
  if (log_ == "text") logger(false).info(text);
  if (log_ == "json") logger(true).info(nlohmann::ordered_json{{"event", "log"}, {"message", text}}.dump());
}

void Console::progress(const Progress& now) {
  if (log_ == "json") {
    logger(true).info(nlohmann::ordered_json{
        {"event", "progress"},
        {"phase", now.phase},
        {"iteration", now.iteration},
        {"matrix_products", now.matrix_products},
        {"primal_residual", finite_or_null(now.primal_residual)},
        {"dual_residual", finite_or_null(now.dual_residual)},
        {"relative_gap", finite_or_null(now.relative_gap)},
        {"objective", finite_or_null(now.objective)},
        {"elapsed_s",
         now.elapsed_s}}.dump());
    return;
  }
  const std::string line = fmt::format("{:<9} iteration {:>9}  residuals {:.1e} {:.1e}  gap {:.1e}  {:.1f} s",
                                       now.phase, figure(static_cast<double>(now.iteration)), now.primal_residual,
                                       now.dual_residual, now.relative_gap, now.elapsed_s);
  if (log_ == "text") {
    logger(false).info(line);
  } else {
    show_line(line);
  }
}

void Console::show_line(const std::string& line) {
  if (quiet_ || !on_terminal()) return;
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
  line_open_ = true;
}

void Console::end_progress() {
  if (line_open_) fmt::print(stderr, "\r\033[K");
  line_open_ = false;
}

nlohmann::ordered_json to_json(const Problems& problems) {
  auto list = nlohmann::ordered_json::array();
  for (const Problem& problem : problems.kept()) {
    list.push_back({{"severity", problem.severity == Severity::error ? "error" : "warning"},
                    {"path", problem.path},
                    {"value", problem.value},
                    {"message", problem.message}});
  }
  return list;
}

nlohmann::ordered_json finite_or_null(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace planwerk::cli
