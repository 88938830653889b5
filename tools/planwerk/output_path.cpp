#include "tools/planwerk/output_path.hpp"

#include <filesystem>

#include <unistd.h>

#include "host/codec/message_file.hpp"

namespace planwerk::cli {
namespace {

namespace fs = std::filesystem;

std::string fault_of_folder(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return path.string() + ": is a folder";
  if (!fs::is_directory(folder, ignored)) return path.string() + ": there is no folder " + folder.string();
  if (::access(folder.c_str(), W_OK) != 0) return path.string() + ": " + folder.string() + " may not be written to";
  return "";
}

std::string fault_of_message(const fs::path& path) {
  Problems problems;
  if (!form_or_problem(path, problems)) return to_string(problems.kept().front());
  return fault_of_folder(path);
}

}  // namespace

CLI::Validator writable_file() {
  return {[](std::string& path) { return fault_of_folder(path); }, ""};
}

CLI::Validator writable_message() {
  return {[](std::string& path) { return fault_of_message(path); }, ""};
}

}  // namespace planwerk::cli
