#include "tests/fuzz/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  planwerk::exercise_solution_reader({reinterpret_cast<const char*>(data), size});
  return 0;
}
