#include "host/answers/need/verify_answers.hpp"

#include <gmock/gmock.h>

#include "tests/answers/need/resolved.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/reference_tiers.hpp"

namespace planwerk {
namespace {

Economy verified_economy(std::uint64_t seed) {
  RandomEconomySettings settings;
  settings.products = 30;
  settings.scarcity = 0.4 + 0.05 * static_cast<double>(seed % 7);
  settings.wastes = 0.3;
  settings.byproducts = 0.3;
  settings.two_alternatives = 0.3;
  return random_economy(settings, seed);
}

Economy tiered(std::uint64_t seed) {
  Economy economy = tiny_economy(seed);
  for (const Aim aim : {Aim::worst_off, Aim::coverage}) {
    Tier tier;
    tier.id = std::to_string(static_cast<int>(aim));
    tier.aim = aim;
    economy.objective.tiers.push_back(tier);
  }
  return economy;
}

AnswerSettings with_labour() {
  AnswerSettings settings;
  settings.labour = true;
  return settings;
}

struct Answered {
  Economy economy;
  Plan plan;
};

const std::vector<Answered>& answered() {
  static const std::vector<Answered> plans = [] {
    std::vector<Answered> made;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const Economy economy = verified_economy(seed);
      made.push_back({economy, answered_plan(economy, with_labour())});
    }
    return made;
  }();
  return plans;
}

bool is_noticed(const Economy& economy, const Plan& plan, const Plan& changed) {
  return verify_answers(economy, changed).has_errors() || compare_answers(economy, changed, plan).has_errors();
}

std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems.kept()) text += to_string(problem) + "\n";
  return text;
}

TEST(VerifyAnswers, AnswersOfPlansHold) {
  for (const auto& [economy, plan] : answered()) {
    EXPECT_FALSE(plan.answers.empty());
    EXPECT_EQ(told(verify_answers(economy, plan)), "");
    EXPECT_EQ(told(compare_answers(economy, plan, answered_plan(economy))), "");
  }
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    const Economy with_tiers = tiered(seed);
    EXPECT_EQ(told(verify_answers(with_tiers, answered_plan(with_tiers))), "");
  }
}

// The first answer for which `may` holds is changed.
template <class May, class Change>
void expect_noticed(const char* what, May may, Change change) {
  SCOPED_TRACE(what);
  int changes = 0;
  for (const auto& [economy, plan] : answered()) {
    Plan changed = plan;
    for (NeedAnswer& answer : changed.answers) {
      if (!may(answer)) continue;
      change(economy, answer);
      EXPECT_TRUE(is_noticed(economy, plan, changed)) << economy.needs[answer.need].id;
      ++changes;
      break;
    }
  }
  EXPECT_GE(changes, 3);
}

TEST(VerifyAnswers, ChangedAnswersAreNoticed) {
  const auto any = [](const NeedAnswer&) { return true; };
  const auto has_rivals = [](const NeedAnswer& answer) { return answer.unique && !answer.rivals.empty(); };
  const auto any_rivals = [](const NeedAnswer& answer) { return !answer.rivals.empty(); };
  const auto has_hours = [](const NeedAnswer& answer) { return answer.unique && !answer.hours.empty(); };
  const auto has_shares = [](const NeedAnswer& answer) {
    return answer.bottlenecks.size() > 1 && answer.bottlenecks[0].share > answer.bottlenecks[1].share + 0.01;
  };
  const auto has_chain = [](const NeedAnswer& answer) {
    return answer.chain.size() > 1 && answer.chain[1].recipe != no_index;
  };
  const auto has_labour = [](const NeedAnswer& answer) { return answer.labour && !answer.labour->hours.empty(); };
  expect_noticed("a lower cost", any, [](const Economy&, NeedAnswer& a) { a.marginal_cost *= 0.9; });
  expect_noticed("less missing", any, [](const Economy&, NeedAnswer& a) { a.shortfall *= 0.9; });
  expect_noticed("a smaller share", any, [](const Economy&, NeedAnswer& a) { a.bottlenecks[0].share *= 0.9; });
  expect_noticed("another culprit", any, [](const Economy&, NeedAnswer& a) { a.bottlenecks[0].id = "capacity:none"; });
  expect_noticed("shares moved to another bottleneck", has_shares, [](const Economy&, NeedAnswer& a) {
    const double moved = 0.4 * (a.bottlenecks[0].share - a.bottlenecks[1].share);
    a.bottlenecks[0].share -= moved;
    a.bottlenecks[1].share += moved;
  });
  expect_noticed("a bottleneck that has room", any, [](const Economy& economy, NeedAnswer& a) {
    a.bottlenecks[0].id = "capacity:" + economy.capacities.back().id;
  });
  expect_noticed("another amount on the way", any, [](const Economy&, NeedAnswer& a) { a.chain.back().amount *= 1.1; });
  expect_noticed("a way that stops early", has_chain, [](const Economy&, NeedAnswer& a) { a.chain.pop_back(); });
  expect_noticed("somebody else loses", any_rivals, [](const Economy& economy, NeedAnswer& a) {
    const auto size = static_cast<Index>(economy.needs.size());
    do a.rivals[0].need = (a.rivals[0].need + 1) % size;
    while (a.rivals[0].need == a.need);
  });
  expect_noticed("no hours of work", has_hours, [](const Economy&, NeedAnswer& a) { a.hours.clear(); });
  expect_noticed("a smaller loss", has_rivals, [](const Economy&, NeedAnswer& a) { a.rivals[0].loss *= 0.5; });
  expect_noticed("a rival left out", has_rivals, [](const Economy&, NeedAnswer& a) { a.rivals.pop_back(); });
  expect_noticed("a rival of itself", has_rivals, [](const Economy&, NeedAnswer& a) { a.rivals[0].need = a.need; });
  expect_noticed("another maker", has_chain,
                 [](const Economy&, NeedAnswer& a) { a.chain[0].recipe = a.chain[1].recipe; });
  expect_noticed("valid for more", any, [](const Economy&, NeedAnswer& a) { a.holds_for = 2 * a.shortfall; });
  expect_noticed("a tier the job has not", any, [](const Economy&, NeedAnswer& a) { a.tier = 0; });
  expect_noticed("more than is offered", has_labour, [](const Economy& economy, NeedAnswer& a) {
    ExtraHours& extra = a.labour->hours[0];
    extra.hours = 1.01 * economy.steps_of(economy.labour_offers[extra.offer])[extra.step].hours;
  });
}

}  // namespace
}  // namespace planwerk
