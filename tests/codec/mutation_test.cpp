#include <random>

#include <gtest/gtest.h>

#include "host/codec/job_codec.hpp"
#include "host/codec/plan_codec.hpp"
#include "tests/codec/files.hpp"
#include "tests/codec/workshop.hpp"
#include "tests/fuzz/codec_exercise.hpp"

// A small fuzzer with a seed: sound files, damaged at random, in every form. Whatever the bytes, nothing crashes.

namespace planwerk {
namespace {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string mutate(std::string bytes) {
    for (std::size_t edits = 1 + below(4); edits > 0; --edits) edit(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void edit(std::string& bytes) {
    static const std::string telling("\x00\xff\x7f\x80\"{}[]:,\\-e0.", 16);
    const std::size_t at = below(bytes.size());
    const std::size_t length = std::min(below(20), bytes.size() - at);
    switch (below(6)) {
      case 0:
        if (!bytes.empty()) bytes[at] ^= static_cast<char>(1 << below(8));
        break;
      case 1:
        if (!bytes.empty()) bytes[at] = telling[below(telling.size())];
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(at, bytes.substr(below(bytes.size()), length));
        break;
      case 4:
        bytes.insert(at, 1 + below(3), telling[below(telling.size())]);
        break;
      case 5:
        bytes.replace(at, length, bytes.substr(below(bytes.size()), length));
        break;
    }
  }

  std::mt19937_64 random_;
};

class Mutations : public ::testing::TestWithParam<const char*> {};

TEST_P(Mutations, OfSoundFilesAreReadOrRefused) {
  const tests::TemporaryFolder folder;
  const auto name = std::string("file") + GetParam();
  const Job job = tests::workshop();
  write_job(job, folder / name);
  const std::string job_bytes = tests::read_bytes(folder / name);
  write_plan(tests::workshop_plan(job.economy), job.economy, folder / name);
  const std::string plan_bytes = tests::read_bytes(folder / name);
  Mutator mutator(20260517);
  for (int round = 0; round < 1500; ++round) {
    SCOPED_TRACE(round);
    tests::exercise_codec(folder / name, mutator.mutate(round % 3 ? job_bytes : plan_bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, Mutations, ::testing::Values(".txtpb", ".json", ".pb", ".pbs"),
                         [](const auto& form) { return std::string(form.param).substr(1); });

}  // namespace
}  // namespace planwerk
