#include "host/model/generator/generate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include <gmock/gmock.h>

#include "host/lp/certificate.hpp"
#include "host/model/build_lp.hpp"
#include "host/model/suppliability.hpp"
#include "host/model/validate.hpp"

namespace planwerk {
namespace {

constexpr Family all_families[] = {Family::longrun, Family::shortrun, Family::joint, Family::degenerate};

// FNV-1a over everything an economy says in numbers and ids.
class Fingerprint {
 public:
  void add(double value) { add_bytes(&value, sizeof value); }
  void add(const std::string& text) { add_bytes(text.data(), text.size()); }
  template <class Things>
  void add_ids(const Things& things) {
    for (const auto& thing : things) add(thing.id);
  }
  std::uint64_t value() const { return hash_; }

 private:
  void add_bytes(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t k = 0; k < size; ++k) hash_ = (hash_ ^ bytes[k]) * 0x100000001b3u;
  }
  std::uint64_t hash_ = 0xcbf29ce484222325u;
};

std::uint64_t fingerprint(const Economy& economy) {
  Fingerprint print;
  print.add_ids(economy.products);
  print.add_ids(economy.recipes);
  print.add_ids(economy.needs);
  print.add_ids(economy.labour_offers);
  for (const Recipe& recipe : economy.recipes) {
    print.add(static_cast<double>(recipe.inputs.begin));
    print.add(static_cast<double>(recipe.capacities.end));
    print.add(recipe.upper_activity);
  }
  for (const Flow& flow : economy.flows) {
    print.add(flow.index);
    print.add(flow.amount);
  }
  for (const Cohort& cohort : economy.cohorts) print.add(cohort.size);
  for (const Need& need : economy.needs) {
    print.add(need.amount_per_head);
    print.add(need.weight);
    print.add(need.cohort);
  }
  for (const Alternative& alternative : economy.alternatives) print.add(alternative.rate);
  for (const LabourStep& step : economy.labour_steps) print.add(step.hours);
  for (const Capacity& capacity : economy.capacities) print.add(capacity.amount);
  for (const Limit& limit : economy.limits) print.add(limit.upper);
  for (const Stock& stock : economy.stocks) {
    print.add(stock.opening);
    print.add(stock.closing);
  }
  print.add(economy.objective.hours_per_coverage);
  return print.value();
}

// A change of these numbers means that every file generated so far would come out differently: do it knowingly.
TEST(Generate, GivesTheSameEconomyOnEveryMachine) {
  EXPECT_EQ(fingerprint(generate({Family::longrun, 300, 1})), 10618257472985685578u);
  EXPECT_EQ(fingerprint(generate({Family::shortrun, 300, 1})), 8683089873656047382u);
  EXPECT_EQ(fingerprint(generate({Family::joint, 300, 1})), 18325340178959339182u);
  EXPECT_EQ(fingerprint(generate({Family::degenerate, 300, 1})), 2476059214284151918u);
}

TEST(Generate, SeedsAndSizesDiffer) {
  const auto one = fingerprint(generate({Family::shortrun, 300, 1}));
  EXPECT_NE(one, fingerprint(generate({Family::shortrun, 300, 2})));
  EXPECT_NE(one, fingerprint(generate({Family::shortrun, 301, 1})));
}

TEST(Generate, RefusesSizesOutOfRange) {
  EXPECT_THROW(generate({Family::shortrun, 99, 0}), std::invalid_argument);
  EXPECT_THROW(generate({Family::shortrun, 10'000'001, 0}), std::invalid_argument);
}

TEST(Generate, KnowsItsFamiliesByName) {
  for (const Family family : all_families) EXPECT_EQ(family_named(to_string(family)), family);
  EXPECT_FALSE(family_named("long run"));
}

TEST(Generate, MakesSoundEconomiesInWhichEverythingCanBeSupplied) {
  for (const Family family : all_families) {
    for (const Index goods : {100, 997, 5000}) {
      const Economy economy = generate({family, goods, 5});
      const Problems problems = validate(economy);
      EXPECT_EQ(problems.error_count() + problems.warning_count(), 0u)
          << to_string(family) << goods << (problems.kept().empty() ? "" : to_string(problems.kept().front()));
      const auto supplied = suppliability(economy).products;
      EXPECT_EQ(std::count(supplied.begin(), supplied.end(), false), 0);
    }
  }
}

double median_of(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// The figures of docs/generator.md.
TEST(Generate, HasTheStatisticsItWasCalibratedOn) {
  constexpr Index goods = 20000;
  const Economy economy = generate({Family::shortrun, goods, 3});
  std::vector<double> inputs;
  std::vector<double> users(goods, 0), makers(goods, 0);
  double several_outputs = 0, limited = 0;
  for (const Recipe& recipe : economy.recipes) {
    inputs.push_back(static_cast<double>(recipe.inputs.size()));
    for (const Flow& input : economy.flows_of(recipe.inputs)) {
      if (input.index < goods) users[input.index] += 1;
    }
    const auto outputs = economy.flows_of(recipe.outputs);
    if (outputs.front().index < goods) makers[outputs.front().index] += 1;
    several_outputs += outputs.size() > 1 && outputs[1].index < goods;
    limited += recipe.upper_activity < INFINITY;
  }
  const auto recipes = static_cast<double>(economy.recipes.size());
  EXPECT_NEAR(recipes / goods, 1.645, 0.05);  // the zeta function at 2
  EXPECT_NEAR(static_cast<double>(std::count(makers.begin(), makers.end(), 1)) / goods, 0.75, 0.02);
  EXPECT_NEAR(median_of(inputs), 7, 1);
  EXPECT_NEAR(several_outputs / recipes, 0.2, 0.02);
  EXPECT_NEAR(limited / recipes, 0.3, 0.02);

  std::sort(users.rbegin(), users.rend());
  double uses = 0, of_top_tenth = 0;
  for (Index k = 0; k < goods; ++k) {
    uses += users[k];
    if (k < goods / 10) of_top_tenth += users[k];
  }
  EXPECT_NEAR(of_top_tenth / uses, 0.53, 0.02);
  EXPECT_NEAR(static_cast<double>(std::count(users.begin(), users.end(), 0)) / goods, 0.11, 0.02);
  EXPECT_NEAR(static_cast<double>(economy.needs.size()) / goods, 0.375, 0.02);
}

// Doing nothing but putting the closing stocks aside is a plan, so that every generated job has one.
TEST(Generate, TheIdlePlanIsFeasible) {
  for (const Family family : all_families) {
    const ProductionLp production = build_lp(generate({family, 2000, 9}));
    std::vector<double> idle(production.lp.columns(), 0);
    for (const Index column : production.stock_columns) idle[column] = production.lp.column_upper[column];
    const LpCertificate certificate = certify(production.lp, idle, std::vector<double>(production.lp.rows(), 0));
    EXPECT_EQ(certificate.row_violation, 0);
    EXPECT_EQ(certificate.column_violation, 0);
  }
}

}  // namespace
}  // namespace planwerk
