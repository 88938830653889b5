// Runs the corpus and seeded mutations of it through the readers, so that every build guards what fuzzing found.
#include "tests/fuzz/readers.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace planwerk {
namespace {

std::vector<std::string> corpus(const std::string& name) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(PLANWERK_SOURCE_DIR "/tests/fuzz/corpus/" + name)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return texts;
}

class Mutator {
 public:
  Mutator(std::vector<std::string> texts, std::vector<std::string> words)
      : texts_(std::move(texts)), words_(std::move(words)) {}

  std::string next() {
    auto text = pick(texts_);
    for (auto changes = 1 + random_() % 4; changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
  const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  void change(std::string& text) {
    const auto at = below(text.size() + 1);
    const auto length = below(std::min<std::size_t>(text.size() - at + 1, 40));
    switch (random_() % 6) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(below(text.size()), below(80)));
        break;
      case 2:
        text.insert(at, pick(words_));
        break;
      case 3:
        text.replace(at, length, pick(words_));
        break;
      case 4:
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      default:
        text.insert(at, pick(texts_).substr(0, below(200)));
    }
  }

  std::vector<std::string> texts_, words_;
  std::mt19937_64 random_{2026};
};

const std::vector<std::string> numbers{
    "0",     "-0",  "1e308", "-1e308", "1e-308", "nan", "-inf", "1e30",
    "0x1p3", "+-1", "1d5",   "\n",     " ",      "\t",  "\r",   std::string(1, '\0')};

TEST(Fuzz, MpsCorpusAndMutations) {
  const auto texts = corpus("mps");
  ASSERT_GE(texts.size(), 4u);
  for (const auto& text : texts) exercise_mps_reader(text);
  auto words = numbers;
  for (const char* word : {"ROWS\n", "COLUMNS\n", "RHS\n", "RANGES\n", "BOUNDS\n", "ENDATA\n", "OBJSENSE MAX\n", " N ",
                           " E ", " UP ", " MI ", " FR ", " BV ", " SC ", " 'MARKER' 'INTORG'\n"})
    words.push_back(word);
  Mutator mutator(texts, words);
  for (int i = 0; i < 20000; ++i) exercise_mps_reader(mutator.next());
}

TEST(Fuzz, SolutionCorpusAndMutations) {
  const auto texts = corpus("solution");
  ASSERT_GE(texts.size(), 3u);
  for (const auto& text : texts) exercise_solution_reader(text);
  auto words = numbers;
  for (const char* word :
       {"status ", "optimal ", "infeasible ", "objective ", "column bread ", "row oven ", "ray flour "})
    words.push_back(word);
  Mutator mutator(texts, words);
  for (int i = 0; i < 20000; ++i) exercise_solution_reader(mutator.next());
}

}  // namespace
}  // namespace planwerk
