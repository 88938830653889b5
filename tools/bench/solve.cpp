// Matrix products that PDHG needs to reach 1e-2, 1e-3, ... on one programme, one JSON line per power of ten. A power
// counts as reached when the certificate of the point, residuals in the units given, says so. No presolve, so that
// scalings are compared on the programme as written.

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <unordered_map>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <zlib.h>

#include "host/lp/mps_reader.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/scaling_race.hpp"

namespace planwerk {
namespace {

struct Options {
  std::string programme;
  std::string units;
  std::string scaling = "auto";
  double tolerance = 1e-6;
  double time_limit_s = 600;
  std::int64_t product_limit = 400'000;
  int threads = 1;
};

std::string read_file(const std::string& path) {  // gzip or not
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw std::runtime_error(path + ": cannot be read");
  std::string text;
  char block[1 << 16];
  for (int read; (read = gzread(file, block, sizeof block)) > 0;) text.append(block, static_cast<std::size_t>(read));
  gzclose(file);
  return text;
}

LinearProgram read_programme(const std::string& path) {
  auto outcome = read_mps(read_file(path));
  if (!outcome.ok()) throw std::runtime_error(path + ": " + to_string(outcome.problems.kept().front()));
  return std::move(*outcome.value);
}

// Lines `row NAME FACTOR` and `column NAME FACTOR`; what is not named has factor 1.
ResidualUnits read_units(const std::string& path, const LinearProgram& lp) {
  if (path.empty()) return {};
  ResidualUnits units{std::vector<double>(lp.row_lower.size(), 1), std::vector<double>(lp.objective.size(), 1)};
  std::unordered_map<std::string, double*> places;
  for (std::size_t i = 0; i < units.row_units.size(); ++i) places["row " + lp.row_names[i]] = &units.row_units[i];
  for (std::size_t j = 0; j < units.column_units.size(); ++j) {
    places["column " + lp.column_names[j]] = &units.column_units[j];
  }
  std::ifstream file(path);
  std::string kind, name;
  for (double factor; file >> kind >> name >> factor;) {
    const auto place = places.find(kind + " " + name);
    if (place == places.end()) throw std::runtime_error(path + ": no " + kind + " " + name);
    *place->second = factor;
  }
  return units;
}

std::vector<Scaling> scalings_named(const std::string& name) {
  if (name == "auto") return {};
  if (name == "ruiz") return {Scaling::ruiz};
  if (name == "log-prices") return {Scaling::log_prices};
  if (name == "price-sweeps") return {Scaling::price_sweeps};
  return {Scaling::mixed_prices};
}

void measure(const Options& options) {
  const LinearProgram lp = read_programme(options.programme);
  const ResidualUnits units = read_units(options.units, lp);
  const auto device = open_device(DeviceChoice::cpu, options.threads);
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
  ScalingRace race(
      lp, units, nullptr, *device, [](const std::string&) {}, scalings_named(options.scaling));
  const auto print = [&](nlohmann::json line) {
    line["matrix_products"] = race.matrix_products();
    line["iterations"] = race.iterations();
    line["seconds"] = seconds();
    line["scaling"] = to_string(race.current().scaling());
    std::cout << line.dump() << std::endl;
  };
  double next = 1e-2, error = infinity;
  while (next >= options.tolerance && race.matrix_products() < options.product_limit &&
         seconds() < options.time_limit_s) {
    race.run_to_check([] { return false; });
    if (race.current().residuals().kkt() > next) continue;
    const LpCertificate certificate = certify_in(units, lp, race.current().point());
    error = certificate.kkt_2();
    for (; error <= next && next >= options.tolerance; next /= 10) {
      print({{"tolerance", next}, {"kkt", error}, {"objective", certificate.primal_objective}});
    }
  }
  print({{"end", true}, {"best_kkt", race.best().best_residuals().kkt()}});
}

}  // namespace
}  // namespace planwerk

int main(int count, char** values) {
  planwerk::Options options;
  CLI::App app("Matrix products to tolerance");
  app.add_option("programme", options.programme, "MPS file, gzip by content")->required();
  app.add_option("--units", options.units, "file with lines `row NAME FACTOR`, `column NAME FACTOR`");
  app.add_option("--scaling", options.scaling)
      ->check(CLI::IsMember({"auto", "ruiz", "log-prices", "price-sweeps", "mixed-prices"}));
  app.add_option("--tolerance", options.tolerance);
  app.add_option("--time-limit", options.time_limit_s, "seconds");
  app.add_option("--products", options.product_limit);
  app.add_option("--threads", options.threads);
  CLI11_PARSE(app, count, values);
  try {
    planwerk::measure(options);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}
