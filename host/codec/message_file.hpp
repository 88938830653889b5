#pragma once

#include <filesystem>
#include <string>

#include "host/base/problem.hpp"
#include "host/codec/job_codec.hpp"

namespace google::protobuf {
class Message;
}

namespace planwerk {

// Files of one message each: text, JSON, binary. All functions add what is wrong to `problems`; after an error the
// message is not to be used.

// Returns the bytes of the file.
std::string read_message(const std::filesystem::path& path, FileForm form, google::protobuf::Message& message,
                         Problems& problems);
void parse_message(const std::string& bytes, FileForm form, google::protobuf::Message& message, Problems& problems);

void write_message(const google::protobuf::Message& message, FileForm form, const std::filesystem::path& path,
                   Problems& problems);

// The form of a file, or a problem that lists the endings there are.
std::optional<FileForm> form_or_problem(const std::filesystem::path& path, Problems& problems);

// `line 12, column 4`, counted from 1; columns count bytes.
std::string line_and_column(std::size_t line, std::size_t column);
// The number with a decimal comma, such as `0,78`, whose digits behind the comma stand or end at `at`, where the parser
// was at a loss; nothing where it is something else.
std::optional<std::string_view> number_with_comma(std::string_view text, std::size_t at);
inline constexpr const char* comma_message = "a comma; write decimals with a point, and nothing between thousands";

// `; did you mean "steel"?`, or nothing where no candidate is close.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

// The text itself where it is UTF-8; else quoted, its bytes escaped: problems can be printed and sent anywhere.
std::string readable(const std::string& text);

}  // namespace planwerk
