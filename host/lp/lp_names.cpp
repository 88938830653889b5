#include "host/lp/lp_names.hpp"

#include <algorithm>

namespace planwerk {
namespace {

bool needs_code(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
}

std::string numbered(char letter, std::int32_t index) {
  std::string name(1, letter);
  name += std::to_string(index + 1);
  return name;
}

}  // namespace

std::string encoded_name(std::string_view name) {
  if (name.empty()) return "%";
  if (std::none_of(name.begin(), name.end(), needs_code)) return std::string(name);
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string code;
  for (const char c : name) {
    if (needs_code(c)) {
      code += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]};
    } else {
      code += c;
    }
  }
  return code;
}

std::string row_name(const LinearProgram& lp, std::int32_t row) {
  return lp.row_names.empty() ? numbered('R', row) : encoded_name(lp.row_names[row]);
}

std::string column_name(const LinearProgram& lp, std::int32_t column) {
  return lp.column_names.empty() ? numbered('C', column) : encoded_name(lp.column_names[column]);
}

std::vector<std::string> all_row_names(const LinearProgram& lp) {
  std::vector<std::string> names;
  for (std::int32_t i = 0; i < lp.rows(); ++i) names.push_back(row_name(lp, i));
  return names;
}

std::vector<std::string> all_column_names(const LinearProgram& lp) {
  std::vector<std::string> names;
  for (std::int32_t j = 0; j < lp.columns(); ++j) names.push_back(column_name(lp, j));
  return names;
}

}  // namespace planwerk
