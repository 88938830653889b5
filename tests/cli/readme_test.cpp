// The output that the README shows is what the program prints.
#include <cmath>
#include <map>
#include <sstream>

#include "host/lp/number_text.hpp"
#include "tests/cli/cli_test.hpp"

namespace planwerk::cli_tests {
namespace {

std::string file(const std::string& name) {
  std::ifstream stream(std::string(PLANWERK_SOURCE_DIR) + "/" + name);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The code block behind the marker, up to the certificate: time and rounding errors differ between machines. Reasons
// are left out: at the kink of a ladder several are true at once, and which one is told depends on the last digits.
std::vector<std::string> shown_lines(const std::string& text, const std::string& begin) {
  std::istringstream lines(text.substr(text.find(begin) + begin.size()));
  std::vector<std::string> shown;
  auto reasons = std::string::npos;
  for (std::string line; std::getline(lines, line) && !line.starts_with("This plan");) {
    if (const auto heading = line.find("what stands in the way"); heading != std::string::npos) reasons = heading;
    if (line.empty()) reasons = std::string::npos;
    shown.push_back(line.substr(0, reasons));
  }
  return shown;
}

// A line as its words, numbers told apart: "Sawmill (# %)" and 75.
struct Line {
  std::string words;
  std::vector<double> numbers;
};

Line taken_apart(const std::string& text) {
  Line line;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) {
    std::string digits = word;
    std::erase_if(digits, [](char c) { return c == ',' || c == '('; });
    const auto number = parse_number(digits);
    if (number) line.numbers.push_back(*number);
    line.words += (number ? (word.starts_with('(') ? "(#" : "#") : word) + " ";
  }
  return line;
}

// The same things are named; what is equally short or scarce may change places. Valuations are the loosest numbers of a
// plan: near an optimum they may move by several per cent.
TEST_F(Cli, PrintsWhatTheReadmeShows) {
  const auto finished = run({"plan", example("valley"), "--device", "cpu"});
  const auto shown = shown_lines(file("README.md"), "by tests/cli -->\n```\n");
  const auto printed = shown_lines(finished.out, "");
  ASSERT_GT(shown.size(), 20u);
  std::map<std::string, std::vector<double>> numbers;
  for (const auto& text : printed) {
    const Line line = taken_apart(text);
    numbers[line.words] = line.numbers;
  }
  for (const auto& text : shown) {
    const Line line = taken_apart(text);
    ASSERT_TRUE(numbers.count(line.words)) << text << "\n" << finished.out;
    const auto& found = numbers[line.words];
    ASSERT_EQ(found.size(), line.numbers.size());
    for (std::size_t k = 0; k < found.size(); ++k)
      EXPECT_NEAR(found[k], line.numbers[k], 0.2 * std::fabs(line.numbers[k])) << text;
  }
}

}  // namespace
}  // namespace planwerk::cli_tests
