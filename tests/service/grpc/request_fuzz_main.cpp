#include <cstdio>

#include <CLI/CLI.hpp>

#include "tests/codec/files.hpp"
#include "tests/service/grpc/request_fuzz.hpp"

// Any number of mutated requests; a fault ends the program and names the seed with which it comes again.
int main(int argc, char** argv) {
  CLI::App app("Mutated requests against the service's parser and handlers", "planwerk_request_fuzz");
  std::uint64_t runs = 1'000'000;
  std::uint64_t seed = 1;
  app.add_option("--runs", runs, "how many")->capture_default_str();
  app.add_option("--seed", seed, "of the first; the next is one more")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const planwerk::tests::TemporaryFolder folder;
  planwerk::service::tests::RequestFuzz fuzz(folder / "store");
  std::uint64_t parsed = 0;
  constexpr std::uint64_t between_reports = 50'000;
  for (std::uint64_t run = 0; run < runs; ++run) {
    parsed += fuzz.run(seed + run) ? 1 : 0;
    if ((run + 1) % between_reports == 0) {
      std::printf("%llu requests, %llu parsed, %lld answered, %lld refused\n", static_cast<unsigned long long>(run + 1),
                  static_cast<unsigned long long>(parsed), static_cast<long long>(fuzz.answered()),
                  static_cast<long long>(fuzz.refused()));
      std::fflush(stdout);
    }
  }
  return 0;
}
