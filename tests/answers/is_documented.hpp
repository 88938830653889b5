#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace planwerk {

// What docs/needs.md shows as examples is what the library says.
inline testing::AssertionResult is_documented(const std::string& text) {
  std::ifstream file(PLANWERK_SOURCE_DIR "/docs/needs.md");
  const std::string documentation{std::istreambuf_iterator<char>(file), {}};
  if (documentation.find(text) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "docs/needs.md does not have\n" << text;
}

}  // namespace planwerk
