#include "tests/plan/reference_tiers.hpp"

#include <algorithm>
#include <stdexcept>

#include "tests/model/economy_builder.hpp"
#include "tests/plan/test_random.hpp"
#include "tests/support/reference_simplex.hpp"

namespace planwerk {
namespace {

// Columns: activity per recipe, coverage per need, deliveries per alternative, hours per kind of labour are implied.
class CoverageProgram {
 public:
  explicit CoverageProgram(const Economy& economy) : economy_(economy) {
    for (const Recipe& recipe : economy.recipes) add_column(recipe.lower_activity, recipe.upper_activity);
    first_coverage_ = columns();
    for (std::size_t n = 0; n < economy.needs.size(); ++n) add_column(0, 1);
    add_deliveries();
    add_products();
    add_bounds();
  }

  Index columns() const { return static_cast<Index>(lp_.objective.size()); }
  Index coverage(Index need) const { return first_coverage_ + need; }
  Index add_column(double lower, double upper) {
    lp_.objective.push_back(0);
    lp_.column_lower.push_back(lower);
    lp_.column_upper.push_back(upper);
    return columns() - 1;
  }
  void add_row(const std::vector<Triplet>& terms, double lower, double upper) {
    for (const Triplet& term : terms) entries_.push_back({rows(), term.column, term.value});
    lp_.row_lower.push_back(lower);
    lp_.row_upper.push_back(upper);
  }
  void set_least_coverage(Index need, double least) { lp_.column_lower[coverage(need)] = least; }

  double greatest(Index column) const {
    LinearProgram lp = lp_;
    lp.objective[column] = -1;
    lp.matrix = matrix_from_triplets(rows(), columns(), entries_);
    const ReferenceSolution solution = reference_solve(lp);
    if (solution.status != Status::optimal) throw std::logic_error("the reference programme has no optimum");
    return -solution.value;
  }

 private:
  Index rows() const { return static_cast<Index>(lp_.row_lower.size()); }

  void add_deliveries() {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      std::vector<Triplet> terms{{0, coverage(static_cast<Index>(n)), -economy_.asked(economy_.needs[n])}};
      for (const Alternative& way : economy_.alternatives_of(economy_.needs[n])) {
        const Index column = add_column(0, infinity);
        deliveries_.push_back({way.product, column});
        terms.push_back({0, column, way.rate});
      }
      add_row(terms, 0, 0);
    }
  }

  void add_products() {
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      std::vector<Triplet> terms;
      for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
        const Recipe& recipe = economy_.recipes[r];
        for (const Flow& flow : economy_.flows_of(recipe.outputs)) add_if(flow, p, r, 1, terms);
        for (const Flow& flow : economy_.flows_of(recipe.inputs)) add_if(flow, p, r, -1, terms);
      }
      for (const auto& [product, column] : deliveries_) {
        if (product == static_cast<Index>(p)) terms.push_back({0, column, -1});
      }
      add_row(terms, 0, infinity);
    }
  }

  static void add_if(const Flow& flow, std::size_t thing, std::size_t recipe, double sign,
                     std::vector<Triplet>& terms) {
    if (flow.index == static_cast<Index>(thing)) terms.push_back({0, static_cast<Index>(recipe), sign * flow.amount});
  }

  void add_bounds() {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      double offered = 0;
      for (const LabourOffer& offer : economy_.labour_offers) {
        if (offer.kind != static_cast<Index>(k)) continue;
        for (const LabourStep& step : economy_.steps_of(offer)) offered += step.hours;
      }
      add_use([&](const Recipe& recipe) { return recipe.labour; }, k, offered);
    }
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      add_use([&](const Recipe& recipe) { return recipe.capacities; }, c, economy_.capacities[c].amount);
    }
  }

  template <class Uses>
  void add_use(Uses uses, std::size_t thing, double upper) {
    std::vector<Triplet> terms;
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      for (const Flow& flow : economy_.flows_of(uses(economy_.recipes[r]))) add_if(flow, thing, r, 1, terms);
    }
    add_row(terms, -infinity, upper);
  }

  const Economy& economy_;
  LinearProgram lp_;
  std::vector<Triplet> entries_;
  std::vector<std::pair<Index, Index>> deliveries_;  // product, column
  Index first_coverage_ = 0;
};

}  // namespace

Economy tiny_economy(std::uint64_t seed) {
  TestRandom random(seed, 7);
  EconomyBuilder build;
  build.economy.name = "tiny";
  build.economy.objective.ladder = {{0.5, 64}, {0.3, 16}, {0.15, 4}, {0.05, 1}};
  constexpr Index products = 5;
  for (Index p = 0; p < products; ++p) build.product("p" + std::to_string(p));
  for (Index k = 0; k < 2; ++k) build.labour_kind("l" + std::to_string(k));
  for (Index c = 0; c < 2; ++c) build.capacity("c" + std::to_string(c), random.between(5, 40));
  for (Index p = 0; p < products; ++p) {
    const int recipes = random.chance(0.4) ? 2 : 1;
    if (random.chance(0.05)) continue;  // nothing makes it
    for (int k = 0; k < recipes; ++k) {
      std::vector<Flow> inputs, capacities;
      if (p > 0 && random.chance(0.6)) inputs.push_back({random.below(p), random.between(0.1, 0.6)});
      if (random.chance(0.5)) capacities.push_back({random.below(2), random.between(0.2, 1)});
      const Index recipe = build.recipe("r" + std::to_string(p) + std::to_string(k), inputs, {{p, 1}},
                                        {{random.below(2), random.between(0.2, 2)}}, capacities);
      build.economy.recipes[recipe].strain = random.chance(0.3) ? random.between(0.1, 1) : 0;
    }
  }
  for (Index k = 0; k < 2; ++k) {
    build.offer("o" + std::to_string(k), k, {{random.between(5, 40), 1}, {random.between(1, 10), 1.7}});
  }
  const Index needs = 3 + random.below(4);
  for (Index n = 0; n < needs; ++n) {
    std::vector<Alternative> ways{{random.below(products), 1}};
    const Index other = random.below(products);
    if (random.chance(0.3) && other != ways[0].product) {
      ways.push_back({other, random.between(0.5, 1.5), random.between(0, 5)});
    }
    const Index cohort = build.cohort("g" + std::to_string(n), 1 + random.below(20));
    build.need("n" + std::to_string(n), cohort, random.between(0.3, 2), ways);
  }
  build.economy.objective.hours_per_coverage = random.between(0.05, 1);
  return build.economy;
}

std::vector<double> reference_leximin(const Economy& economy) {
  constexpr double rise = 1e-9;
  CoverageProgram program(economy);
  std::vector<double> levels(economy.needs.size());
  std::vector<Index> open;
  for (Index n = 0; n < static_cast<Index>(levels.size()); ++n) open.push_back(n);
  while (!open.empty()) {
    CoverageProgram with_level = program;
    const Index level_column = with_level.add_column(0, 1);
    for (const Index n : open) with_level.add_row({{0, with_level.coverage(n), 1}, {0, level_column, -1}}, 0, infinity);
    const double level = with_level.greatest(level_column);
    for (const Index n : open) program.set_least_coverage(n, std::max(0.0, level - 1e-12));
    std::vector<Index> rising;
    for (const Index n : open) {
      if (level < 1 - rise && program.greatest(program.coverage(n)) > level + rise) rising.push_back(n);
      levels[n] = level;
    }
    if (rising.size() == open.size()) throw std::logic_error("nobody stops at the level");
    open = rising;
  }
  return levels;
}

}  // namespace planwerk
