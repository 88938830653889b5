#pragma once

#include <filesystem>
#include <string>

namespace planwerk::tests {

// Reads `bytes` as a job and as a plan in the form that the ending of `path` asks for (the file is overwritten), and
// aborts where a reader breaks its word: a value if and only if there is no error, problems in valid UTF-8, and
// whatever was read can be written and read again.
void exercise_codec(const std::filesystem::path& path, const std::string& bytes);

}  // namespace planwerk::tests
