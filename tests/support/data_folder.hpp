#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace planwerk {

// The folder with real data: $PLANWERK_DATA, else ../shared/data beside the checkout; none where neither is there.
std::optional<std::filesystem::path> data_folder();

// The bytes of a file, unpacked where its name ends in .gz. Throws std::runtime_error where it cannot be read.
std::string read_whole_file(const std::filesystem::path& file);

// The cells of a CSV file without quotes, its header included.
std::vector<std::vector<std::string>> read_plain_csv(const std::filesystem::path& file);

}  // namespace planwerk
