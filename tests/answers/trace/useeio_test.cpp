#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "host/answers/trace/requirements.hpp"
#include "tests/model/economy_builder.hpp"
#include "tests/support/data_folder.hpp"

// Published total intensities of the US economy of 2012 (EPA, USEEIO v2.0.1-411): N = D (I - A)^-1, for 411 goods and
// 23 indicators.

namespace planwerk {
namespace {

struct Entry {
  Index row, column;
  double value;
};

TEST(UsEconomy, TakesUpstreamWhatWasPublished) {
  const auto folder = data_folder();
  if (!folder || !std::filesystem::exists(*folder / "us-useeio-2012")) GTEST_SKIP() << "the data are not there";
  const auto file = [&](const char* name) { return read_plain_csv(*folder / "us-useeio-2012" / name); };
  constexpr Index sectors = 411;

  // A recipe per sector; 60 inputs are negative (by-products, -5e-5 in all) and taken up below.
  std::vector<std::vector<Flow>> inputs(sectors), outputs(sectors);
  std::vector<Entry> credits;
  const auto a = file("A.csv.gz");
  for (std::size_t k = 1; k < a.size(); ++k) {
    const Entry entry{std::stoi(a[k][0]), std::stoi(a[k][1]), std::stod(a[k][2])};
    if (entry.value < 0) credits.push_back(entry);
    if (entry.value > 0) inputs[entry.column].push_back({entry.row, entry.value});
  }
  EconomyBuilder build;
  for (Index k = 0; k < sectors; ++k) {
    build.product(std::to_string(k));
    outputs[k].push_back({k, 1});
  }
  std::map<std::string, Index> indicators;
  const auto d = file("D.csv.gz");
  for (std::size_t k = 1; k < d.size(); ++k) {
    const auto [indicator, is_new] = indicators.try_emplace(d[k][0], no_index);
    if (is_new) indicator->second = build.product(d[k][0], BalanceRule::free);
    const double value = std::stod(d[k][2]);
    if (value != 0) outputs[std::stoi(d[k][1])].push_back({indicator->second, value});
  }
  for (Index k = 0; k < sectors; ++k) build.recipe(std::to_string(k), inputs[k], outputs[k]);

  std::vector<std::vector<double>> published(indicators.size(), std::vector<double>(sectors, 0));
  const auto n = file("N.csv.gz");
  for (std::size_t k = 1; k < n.size(); ++k) {
    published[indicators.at(n[k][0]) - sectors][std::stoi(n[k][1])] = std::stod(n[k][2]);
  }

  Plan plan;
  plan.activity.assign(sectors, 1);
  plan.products.resize(build.economy.products.size());
  const FlowNetwork network(build.economy, plan, Allocation::value);
  UpstreamRequirements upstream(network);
  ASSERT_TRUE(upstream.ready());
  double worst = 0;
  for (Index product = 0; product < sectors; ++product) {
    const Requirements found = upstream.of(product);
    ASSERT_LE(found.relative_residual, exact_residual);
    for (std::size_t k = 0; k < indicators.size(); ++k) {
      // With A = A+ - A-, D (I - A+)^-1 = N + N A- (I - A+)^-1.
      double expected = published[k][product];
      for (const Entry& credit : credits)
        expected -= published[k][credit.row] * credit.value * found.recipes[credit.column];
      const double total = found.claims.free_products[sectors + static_cast<Index>(k)];
      worst = std::max(worst, std::abs(total - expected) / (1e-12 + std::abs(expected)));
    }
  }
  EXPECT_LT(worst, 1e-10);
}

}  // namespace
}  // namespace planwerk
