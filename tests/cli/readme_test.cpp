// The output that the README shows is what the program prints.
#include <cmath>
#include <sstream>

#include "host/lp/number_text.hpp"
#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

std::string file(const std::string& name) {
  std::ifstream stream(std::string(PLANWERK_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The code block behind the marker, up to the certificate: time and rounding errors differ between machines.
std::vector<std::string> shown_lines(const std::string& text, const std::string& begin) {
  std::istringstream lines(text.substr(text.find(begin) + begin.size()));
  std::vector<std::string> shown;
  for (std::string line; std::getline(lines, line) && !line.starts_with("This plan");) shown.push_back(line);
  return shown;
}

std::optional<double> number_in(std::string word) {
  std::erase(word, ',');
  return parse_number(word);
}

// Word by word; numbers to two per cent, since the last digits depend on the compiler and the processor.
void expect_same(const std::string& shown, const std::string& printed) {
  std::istringstream left(shown), right(printed);
  std::string a, b;
  while (left >> a) {
    ASSERT_TRUE(right >> b) << printed;
    const auto x = number_in(a), y = number_in(b);
    ASSERT_EQ(x.has_value(), y.has_value()) << shown << "\n" << printed;
    if (x) {
      EXPECT_NEAR(*x, *y, 0.02 * std::fabs(*x)) << shown << "\n" << printed;
    } else {
      ASSERT_EQ(a, b) << shown << "\n" << printed;
    }
  }
  EXPECT_FALSE(right >> b) << printed;
}

TEST_F(Cli, PrintsWhatTheReadmeShows) {
  const auto finished = run({"plan", example("valley"), "--device", "cpu"});
  const auto shown = shown_lines(file("README.md"), "by tests/cli -->\n```\n");
  const auto printed = shown_lines(finished.out, "");
  ASSERT_GT(shown.size(), 20u);
  ASSERT_EQ(shown.size(), printed.size());
  for (std::size_t k = 0; k < shown.size(); ++k) expect_same(shown[k], printed[k]);
}

}  // namespace
}  // namespace planwerk::cli_tests
