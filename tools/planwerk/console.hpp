#pragma once

#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "host/base/problem.hpp"
#include "host/solver/solve.hpp"

namespace planwerk::cli {

// What a command says and where: results on stdout, as text or as one JSON value; everything else on stderr.
class Console {
 public:
  // --json and -q, which every command has.
  void add_flags(CLI::App& command);
  // --log, of commands that solve.
  void add_log_flag(CLI::App& command);

  bool json() const { return json_; }
  bool quiet() const { return quiet_; }

  // One of these two ends a command. Nothing under -q.
  void result(const std::string& text) const;
  void result(const nlohmann::ordered_json& value) const;

  // Errors are always printed, one per line; warnings not under -q.
  void problems(const Problems& problems) const;
  void error(const std::string& text) const;
  // What to do next.
  template <class... Values>
  void suggest(fmt::format_string<Values...> format, Values&&... values) const {
    suggest_text(fmt::format(format, std::forward<Values>(values)...));
  }

  // Lines of the solver's log, where --log asks for them.
  void log(const std::string& text) const;
  // One line that is written over, on a terminal only; a record of the log where --log asks for it.
  void progress(const Progress& progress);
  // Any other line of that kind.
  void show_line(const std::string& line);
  // Takes the line away.
  void end_progress();

 private:
  void suggest_text(const std::string& text) const;

  bool json_ = false;
  bool quiet_ = false;
  std::string log_;  // "", "text" or "json"
  bool line_open_ = false;
};

// Problems as JSON: path, value, message, severity.
nlohmann::ordered_json to_json(const Problems& problems);

// JSON has no infinities: null.
nlohmann::ordered_json finite_or_null(double value);

}  // namespace planwerk::cli
