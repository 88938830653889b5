#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/answers/need/resolved.hpp"
#include "tests/plan/random_economy.hpp"

namespace planwerk {
namespace {

TEST(Marginal, Probe) {
  int exact = 0, all = 0, possible = 0, unique = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomEconomySettings settings;
    settings.products = 20 + 5 * (seed % 8); settings.scarcity = 0.3 + 0.1 * (seed % 7); settings.wastes = 0.3; settings.byproducts=0.4; settings.floors = seed % 3 ? 0 : 0.3;
    settings.two_alternatives = seed % 2 ? 0.4 : 0;
    const Economy economy = random_economy(settings, seed);
    const Plan plan = answered_plan(economy);
    const MergedNeeds merged = merge_needs(economy);
    for (const NeedAnswer& answer : plan.answers) {
      ++all;
      exact += answer.exact;
      double shares = 0;
      for (const auto& b : answer.bottlenecks) shares += b.share;
      if (answer.marginal_cost > 0 && std::fabs(shares - 1) > 1e-9) printf("seed %d need %d shares %.12f cost %g exact %d\n", (int)seed, answer.need, shares, answer.marginal_cost, answer.exact);
      if (!answer.exact) { printf("seed %d need %d not exact\n", (int)seed, answer.need); continue; }
      const HeldNeed held(economy, answer.need);
      double now = 0, share = merged.share_of[answer.need];
      now = plan.needs[answer.need].delivered / share;
      const double asked = economy.asked(economy.needs[answer.need]) / share;
      if (!std::isfinite(answer.marginal_cost)) {
        const auto more = held.at(now + 0.01 * (asked - now));
        if (more) printf("seed %d need %d said impossible, is possible cov %g cost %g\n", (int)seed, answer.need, plan.needs[answer.need].coverage, more->cost);
        continue;
      }
      ++possible;
      unique += answer.unique;
      const double holds = answer.holds_for / share;
      const double by = std::min(0.5 * holds, asked - now);
      if (!(by > 1e-6 * asked)) { printf("seed %d need %d short step %g of %g\n", (int)seed, answer.need, holds, asked); continue; }
      const auto at = held.at(now), more = held.at(now + by);
      if (!at || !more) { printf("seed %d need %d: unsolved\n", (int)seed, answer.need); continue; }
      const double cost = (more->cost - at->cost) / by;
      if (std::fabs(cost - answer.marginal_cost) > 1e-6 * std::fabs(cost)) printf("seed %d need %d cost %g resolved %g (valued %g)\n", (int)seed, answer.need, answer.marginal_cost, cost, plan.needs[answer.need].marginal_cost);
      for (const Rival& r : answer.rivals) {
        double s = merged.share_of[r.need]; Index g = merged.group_of[r.need];
        double loss = (at->delivered[g] - more->delivered[g]) / by * s;
        if (std::fabs(loss - r.loss) > 1e-6 * std::max(1.0,std::fabs(loss))) printf("seed %d need %d rival %d loss %g resolved %g unique %d\n", (int)seed, answer.need, r.need, r.loss, loss, answer.unique);
      }
    }
  }
  printf("%d answers, %d exact, %d possible, %d unique\n", all, exact, possible, unique);
}

}  // namespace
}  // namespace planwerk
