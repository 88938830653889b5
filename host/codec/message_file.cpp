#include "host/codec/message_file.hpp"

#include <cctype>
#include <cerrno>
#include <fstream>
#include <limits>
#include <sstream>
#include <system_error>

#include <google/protobuf/message.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>

#include "host/codec/json_message.hpp"
#include "host/codec/message_faults.hpp"
#include "host/codec/output_file.hpp"
#include "host/codec/text_message.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace {

constexpr std::uint64_t message_size_limit = std::numeric_limits<std::int32_t>::max();  // protobuf's

bool read_file(const std::filesystem::path& path, std::string& bytes, Problems& problems) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) errno = EISDIR;
  std::ifstream file;
  if (errno != EISDIR) file.open(path, std::ios::binary);
  if (!file.is_open()) {
    problems.error(path.string(), "", "cannot be opened: " + std::generic_category().message(errno));
    return false;
  }
  const std::uint64_t size = std::filesystem::file_size(path, error);
  if (!error && size > message_size_limit) {
    problems.error(path.string(), std::to_string(size) + " bytes", "too long for one message: use a .pbs file");
    return false;
  }
  if (!error) bytes.reserve(size);
  bytes.assign(std::istreambuf_iterator<char>(file), {});
  return true;
}

void parse_binary(const std::string& bytes, google::protobuf::Message& message, Problems& problems) {
  const google::protobuf::LogSilencer silence;  // we tell it ourselves
  if (message.ParseFromString(bytes)) {
    report_unknown_fields(message, problems);
  } else {
    problems.error(std::to_string(bytes.size()) + " bytes", "",
                   "not a " + message.GetDescriptor()->name() + " in protobuf's binary form, or damaged");
  }
}

std::string to_text(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  if (!printer.PrintToString(message, &text)) throw std::runtime_error("cannot be written as text");
  return text;
}

std::string to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) throw std::runtime_error("cannot be written as JSON: " + status.ToString());
  return json;
}

std::string serialised(const google::protobuf::Message& message, FileForm form) {
  if (message.ByteSizeLong() > message_size_limit) {
    throw std::runtime_error("too long for one message: use a .pbs file");
  }
  if (form == FileForm::text) return to_text(message);
  if (form == FileForm::json) return to_json(message);
  return message.SerializeAsString();
}

}  // namespace

std::string read_message(const std::filesystem::path& path, FileForm form, google::protobuf::Message& message,
                         Problems& problems) {
  std::string bytes;
  errno = 0;
  if (!read_file(path, bytes, problems)) return bytes;
  if (bytes.empty()) {
    problems.error(path.string(), "", "the file is empty");
  } else {
    parse_message(bytes, form, message, problems);
  }
  return bytes;
}

void parse_message(const std::string& bytes, FileForm form, google::protobuf::Message& message, Problems& problems) {
  if (form == FileForm::text) return parse_text(bytes, message, problems);
  if (form == FileForm::json) return parse_json(bytes, message, problems);
  parse_binary(bytes, message, problems);
}

void write_message(const google::protobuf::Message& message, FileForm form, const std::filesystem::path& path,
                   Problems& problems) {
  try {
    const std::string bytes = serialised(message, form);
    OutputFile file(path);
    file.write(bytes);
    file.commit();
  } catch (const std::exception& fault) {
    problems.error(path.string(), "", fault.what());
  }
}

std::optional<FileForm> form_of(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".textproto" || ending == ".txtpb") return FileForm::text;
  if (ending == ".json") return FileForm::json;
  if (ending == ".pb") return FileForm::binary;
  if (ending == ".pbs") return FileForm::parts;
  return std::nullopt;
}

std::optional<FileForm> form_or_problem(const std::filesystem::path& path, Problems& problems) {
  const auto form = form_of(path);
  if (!form) {
    problems.error(path.string(), path.extension().string(),
                   "the ending tells the form of a file: .textproto, .txtpb, .json, .pb or .pbs");
  }
  return form;
}

std::string line_and_column(std::size_t line, std::size_t column) {
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_name = 100;  // comparing takes the product of the lengths
  if (name.size() > longest_name) return "";
  const auto nearest = nearest_match(name, candidates);
  return nearest ? "; did you mean " + planwerk::quoted(*nearest) + "?" : "";
}

std::optional<std::string_view> number_with_comma(std::string_view text, std::size_t at) {
  const auto in_number = [&](std::size_t place) {
    return place < text.size() && (std::isdigit(static_cast<unsigned char>(text[place])) || text[place] == '.');
  };
  const auto begin_of = [&](std::size_t place) {
    while (place > 0 && in_number(place - 1)) --place;
    return place;
  };
  const std::size_t after_comma = begin_of(at);
  if (after_comma < 2 || text[after_comma - 1] != ',' || !in_number(after_comma)) return std::nullopt;
  const std::size_t comma = after_comma - 1;
  const std::size_t begin = begin_of(comma);
  if (begin == comma) return std::nullopt;
  std::size_t end = after_comma;
  while (in_number(end)) ++end;
  return text.substr(begin, end - begin);
}

std::string readable(const std::string& text) {
  return is_utf8(text) ? text : planwerk::quoted(text);
}

}  // namespace planwerk
