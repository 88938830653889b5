// libFuzzer: the first byte chooses the form, the rest is the file. A corpus of sound files: `planwerk convert` writes
// the examples in every form; put one byte before each.

#include <array>
#include <cstdint>
#include <string>

#include "tests/codec/files.hpp"
#include "tests/fuzz/codec_exercise.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const planwerk::tests::TemporaryFolder folder;
  static constexpr std::array names = {"file.txtpb", "file.json", "file.pb", "file.pbs"};
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  planwerk::tests::exercise_codec(folder / names[data[0] % names.size()], bytes);
  return 0;
}
