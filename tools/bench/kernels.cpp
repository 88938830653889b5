// Times the kernels that a first-order solve is made of and holds them against the machine's own copy bandwidth.
//   planwerk_kernel_bench [--device cpu|cuda] [--threads N] [--goods N,N,...] [--repeat N] [--copy]
// Prints JSON. `bytes` counts each input read once and each output written once; what a product gathers from its vector
// is counted once, whatever the cache makes of it, and a matrix as 12 bytes an entry and 8 a row, however the device
// lays it out. Times are medians and, for machines that others use too, the best;
// `share_of_copy` is bytes per second over those of a copy of 256 MiB within the device, medians both.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/memory.hpp"
#include "kernels/pdhg_kernels.hpp"
#include "kernels/sparse_kernels.hpp"
#include "kernels/vector_kernels.hpp"

namespace planwerk {
namespace {

struct Arguments {
  DeviceChoice device = DeviceChoice::automatic;
  int threads = 0;
  int repeat = 21;
  bool copy_only = false;
  std::vector<std::int32_t> goods = {1000, 10000, 100000, 1000000};
};

struct Times {
  double median_s;
  double best_s;
};

struct Measurement {
  std::string name;
  double bytes;
  Times times;
};

// Random numbers of our own, the same on every machine (xorshift64*, Vigna 2016).
class Random {
 public:
  double uniform() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<double>((state_ * 2685821657736338717u) >> 11) * 0x1p-53;
  }
  std::int32_t below(std::int32_t n) { return static_cast<std::int32_t>(uniform() * n); }

 private:
  std::uint64_t state_ = 88172645463325252u;
};

struct HostCsr {
  std::int32_t rows, columns;
  std::vector<std::int64_t> row_offsets;
  std::vector<std::int32_t> column_indices;
  std::vector<double> values;
  CsrSpan span() const { return {rows, columns, row_offsets, column_indices, values}; }
};

// Transposed balances of an economy: 1.7 recipes per good, each with one output and 1 to 15 inputs, of which two in
// five are goods used everywhere (heavy tail) and the others lie near the output.
HostCsr recipes(std::int32_t goods) {
  Random random;
  HostCsr a{static_cast<std::int32_t>(1.7 * goods), goods, {0}, {}, {}};
  for (std::int32_t recipe = 0; recipe < a.rows; ++recipe) {
    const auto output = static_cast<std::int32_t>(recipe / 1.7);
    std::vector<std::int32_t> used{output};
    for (std::int32_t k = 1 + random.below(15); k > 0; --k) {
      const double u = random.uniform();
      const auto popular = static_cast<std::int64_t>(u * u * u * u * goods) * 7919 % goods;
      const auto near = (output + random.below(200) + 1) % goods;
      used.push_back(random.uniform() < 0.4 ? static_cast<std::int32_t>(popular) : near);
    }
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    for (const std::int32_t good : used) {
      a.column_indices.push_back(good);
      a.values.push_back(good == output ? 1 : -random.uniform() / 8);
    }
    a.row_offsets.push_back(static_cast<std::int64_t>(a.values.size()));
  }
  return a;
}

class Bench {
 public:
  Bench(Device& device, int repeat) : device_(device), repeat_(repeat) {}

  // Times of a step, which is repeated within one measurement until that takes a millisecond.
  Times time(const std::function<void()>& step) {
    int inner = 1;
    while (once(step, inner) < 1e-3) inner *= 2;
    std::vector<double> seconds;
    for (int i = 0; i < repeat_; ++i) seconds.push_back(once(step, inner) / inner);
    std::sort(seconds.begin(), seconds.end());
    return {seconds[seconds.size() / 2], seconds.front()};
  }

  // A copy within the device, far beyond its caches.
  Measurement copy() {
    const std::size_t size = std::size_t{32} << 20;
    Vector from = filled(size, 1), to = filled(size, 0);
    return {"copy", 2.0 * size * sizeof(double), time([&] { to.assign_from(from); })};
  }

  std::vector<Measurement> economy(std::int32_t goods) {
    const HostCsr host = recipes(goods);
    const auto start = std::chrono::steady_clock::now();
    DeviceMatrix uploaded = device_.sparse().upload(host.span());
    device_.synchronize();
    const double upload_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::swap(uploaded.by_rows, uploaded.by_columns);  // rows are goods

    const auto m = static_cast<std::size_t>(goods), n = static_cast<std::size_t>(host.rows);
    const double inf = std::numeric_limits<double>::infinity();
    const DeviceProgram lp{std::move(uploaded), filled(n, 1), filled(n, 0),
                           filled(n, 10),       filled(m, 1), filled(m, inf)};
    HalpernState z{filled(n, 1), filled(m, 1), filled(n, 0), filled(m, 0), filled(n, 0),
                   filled(m, 0), filled(n, 0), filled(m, 0), filled(n, 0)};
    const double a_bytes = matrix_bytes(lp.matrix.by_rows), at_bytes = matrix_bytes(lp.matrix.by_columns);
    const double row_bytes = 8.0 * static_cast<double>(m), column_bytes = 8.0 * static_cast<double>(n);
    VectorKernels& vectors = device_.vectors();
    SparseKernels& sparse = device_.sparse();
    PdhgKernels& pdhg = device_.pdhg();
    double sink = 0;
    std::int64_t iteration = 0;
    std::vector<Measurement> all;
    const auto measure = [&](const char* name, double bytes, const std::function<void()>& step) {
      all.push_back({name, bytes, time(step)});
    };
    all.push_back({"upload and transpose", a_bytes + at_bytes, {upload_s, upload_s}});
    measure("axpby", 3 * column_bytes, [&] { vectors.axpby(0.5, z.anchor_primal, 0.5, z.primal); });
    measure("dot", 2 * column_bytes, [&] { sink += vectors.dot(z.anchor_primal, z.primal); });
    measure("multiply A", a_bytes + column_bytes + row_bytes,
            [&] { sparse.multiply(lp.matrix.by_rows, z.primal, z.candidate_dual); });
    measure("multiply A'", at_bytes + column_bytes + row_bytes,
            [&] { sparse.multiply(lp.matrix.by_columns, z.dual, z.candidate_primal); });
    // Primal half: A', y; x, c, bounds, anchor; x and 2x+ - x written. Dual half: A, 2x+ - x; y, bounds, anchor; y.
    measure("pdhg iteration", a_bytes + at_bytes + 8 * column_bytes + 6 * row_bytes, [&] {
      pdhg.iterate(lp, {0.01, 0.01}, iteration++, 1, z);
    });
    return all;
  }

 private:
  double once(const std::function<void()>& step, int inner) {
    device_.synchronize();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < inner; ++i) step();
    device_.synchronize();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  Vector filled(std::size_t size, double value) {
    Vector x(device_, size);
    device_.vectors().fill(x, value);
    return x;
  }
  static double matrix_bytes(const DeviceCsr& a) {
    return 12.0 * static_cast<double>(a.nonzeros) + 8.0 * static_cast<double>(a.row_offsets.size());
  }

  Device& device_;
  int repeat_;
};

int run(const Arguments& arguments) {
  const auto device = open_device(arguments.device, arguments.threads);
  Bench bench(*device, arguments.repeat);
  const Measurement copy = bench.copy();
  std::printf("{\"device\": \"%s\", \"copy_gb_per_s\": %.2f, \"best_copy_gb_per_s\": %.2f, \"measurements\": [",
              device->info().name.c_str(), 1e-9 * copy.bytes / copy.times.median_s,
              1e-9 * copy.bytes / copy.times.best_s);
  const char* separator = "";
  for (const std::int32_t goods : arguments.copy_only ? std::vector<std::int32_t>{} : arguments.goods) {
    for (const Measurement& m : bench.economy(goods)) {
      const double share = m.bytes / m.times.median_s / (copy.bytes / copy.times.median_s);
      std::printf(
          "%s\n  {\"goods\": %d, \"kernel\": \"%s\", \"bytes\": %.0f, \"microseconds\": %.2f, "
          "\"best_microseconds\": %.2f, \"gb_per_s\": %.2f, \"share_of_copy\": %.3f}",
          separator, goods, m.name.c_str(), m.bytes, 1e6 * m.times.median_s, 1e6 * m.times.best_s,
          1e-9 * m.bytes / m.times.median_s, share);
      std::fflush(stdout);
      separator = ",";
    }
  }
  std::puts("\n]}");
  return 0;
}

Arguments parse(const std::vector<std::string>& words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto value = [&] {
      if (i + 1 == words.size()) throw std::invalid_argument(words[i] + " needs a value");
      return words[++i];
    };
    if (words[i] == "--copy") {
      arguments.copy_only = true;
    } else if (words[i] == "--device") {
      arguments.device = value() == "cuda" ? DeviceChoice::cuda : DeviceChoice::cpu;
    } else if (words[i] == "--threads") {
      arguments.threads = std::stoi(value());
    } else if (words[i] == "--repeat") {
      arguments.repeat = std::max(1, std::stoi(value()));
    } else if (words[i] == "--goods") {
      arguments.goods.clear();
      std::istringstream list(value());
      for (std::string number; std::getline(list, number, ',');) arguments.goods.push_back(std::stoi(number));
    } else {
      throw std::invalid_argument("unknown argument " + words[i]);
    }
  }
  return arguments;
}

}  // namespace
}  // namespace planwerk

int main(int argc, char** argv) {
  try {
    return planwerk::run(planwerk::parse({argv + 1, argv + argc}));
  } catch (const std::invalid_argument& error) {
    std::cerr << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 5;
  }
}
