#include "host/plan/report/supply_chain.hpp"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>

#include "host/plan/report/chain_layout.hpp"
#include "host/plan/report/chain_picture.hpp"
#include "host/plan/report/html_report.hpp"
#include "host/plan/report/scarcities.hpp"
#include "host/plan/report/summary.hpp"
#include "tests/plan/planning.hpp"
#include "tests/plan/random_economy.hpp"
#include "tests/plan/small_economies.hpp"

namespace planwerk {
namespace {

using testing::HasSubstr;
using testing::Not;

// What ends in labour, scarce things and stocks, and what is too small to be shown.
double worth_at_the_ends(const SupplyChain& chain) {
  return std::accumulate(chain.nodes.begin(), chain.nodes.end(), 0.0,
                         [](double sum, const ChainNode& node) {
                           const bool product =
                               node.kind == PricedThing::Kind::product || node.kind == PricedThing::Kind::need;
                           return sum + (product ? node.unshown : 0);
                         }) +
         std::accumulate(chain.links.begin(), chain.links.end(), 0.0, [&](double sum, const SupplyLink& link) {
           const auto kind = chain.nodes[link.from].kind;
           const bool end = kind != PricedThing::Kind::product && kind != PricedThing::Kind::need;
           return sum + (end ? link.worth : 0);
         });
}

// A loaf takes two hours: the whole chain is bread from work, 50 loaves from 100 hours.
TEST(SupplyChain, BreadRestsOnWork) {
  const Economy economy = bakery();
  const Plan plan = plan_of(economy);
  const SupplyChain chain = trace_chain(PricedEconomy(economy, plan), 0);
  ASSERT_EQ(chain.nodes.size(), 3u);
  EXPECT_EQ(chain.nodes[0].kind, PricedThing::Kind::need);
  EXPECT_NEAR(chain.nodes[0].amount, 50, 1e-3);
  for (const ChainNode& node : chain.nodes) EXPECT_NEAR(node.worth, 1, 1e-6) << node.id;
  const ChainNode& work = chain.nodes[2].kind == PricedThing::Kind::labour ? chain.nodes[2] : chain.nodes[1];
  EXPECT_NEAR(work.amount, 100, 1e-2);
  ASSERT_EQ(chain.links.size(), 2u);
}

// Worth that passes through steel again on its way to itself: 20 t made for 19 t delivered, so 20/19 of the worth.
TEST(SupplyChain, LoopsRunDry) {
  const Economy economy = steel_and_machines();
  const Plan plan = plan_of(economy);
  const SupplyChain chain = trace_chain(PricedEconomy(economy, plan), 0);
  double through_steel = 0;
  for (const ChainNode& node : chain.nodes) {
    if (node.kind == PricedThing::Kind::product) through_steel = std::max(through_steel, node.worth);
  }
  EXPECT_NEAR(through_steel, 20.0 / 19.0, 1e-3);
  EXPECT_NEAR(worth_at_the_ends(chain), 1, 1e-3);
  const ChainLayout layout = lay_out(chain);
  const auto loops =
      std::count_if(layout.links.begin(), layout.links.end(), [](const auto& l) { return l.closes_loop; });
  EXPECT_EQ(loops, 1);
}

TEST(SupplyChain, WasteThatMustBeTreatedRestsOnItsTreatment) {
  const Economy economy = glass_and_slag();
  const Plan plan = plan_of(economy);
  const SupplyChain chain = trace_chain(PricedEconomy(economy, plan), 0);
  const bool slag = std::any_of(chain.nodes.begin(), chain.nodes.end(), [](const auto& node) {
    return node.id.find("slag") != std::string::npos || node.name.find("lag") != std::string::npos;
  });
  EXPECT_TRUE(slag);
  EXPECT_NEAR(worth_at_the_ends(chain), 1, 1e-3);
}

TEST(SupplyChain, NothingDeliveredHasNoChain) {
  Economy economy = bakery();
  Plan plan = plan_of(economy);
  plan.needs[0].deliveries[0] = 0;
  EXPECT_TRUE(trace_chain(PricedEconomy(economy, plan), 0).empty());
}

TEST(SupplyChain, WorthIsKeptAndNodesDoNotOverlap) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Economy economy = random_economy({.products = 60}, seed);
    const Plan plan = plan_of(economy, 1e-4);
    const PricedEconomy priced(economy, plan);
    int drawn = 0;
    for (Index need = 0; need < static_cast<Index>(economy.needs.size()); ++need) {
      const SupplyChain chain = trace_chain(priced, need);
      if (chain.empty()) continue;
      ++drawn;
      for (const SupplyLink& link : chain.links) EXPECT_LE(link.worth, chain.nodes[link.from].worth + 1e-9);
      const ChainLayout layout = lay_out(chain);
      for (std::size_t a = 0; a < chain.nodes.size(); ++a) {
        EXPECT_GE(layout.nodes[a].y, 0);
        EXPECT_LE(layout.nodes[a].y + layout.nodes[a].height, layout.height);
        for (std::size_t b = 0; b < a; ++b) {
          if (layout.nodes[a].x != layout.nodes[b].x) continue;
          const bool apart = layout.nodes[a].y >= layout.nodes[b].y + layout.nodes[b].height ||
                             layout.nodes[b].y >= layout.nodes[a].y + layout.nodes[a].height;
          EXPECT_TRUE(apart) << chain.nodes[a].id << " " << chain.nodes[b].id;
        }
      }
    }
    EXPECT_GT(drawn, 0);
  }
}

TEST(Report, NamesAreEscapedEverywhere) {
  Economy economy = bakery();
  economy.name = "<script>alert(1)</script>";
  economy.needs[0].name = "Bread & \"butter\" <b>";
  economy.needs[0].reason = "<img>";
  economy.products[0].name = "<i>loaf</i>";
  const std::string page = html_report(economy, plan_of(economy));
  for (const char* raw : {"<script>alert", "\"butter\"", "<img>", "<i>loaf"}) EXPECT_THAT(page, Not(HasSubstr(raw)));
  EXPECT_THAT(page, HasSubstr("Bread &amp; &quot;butter&quot; &lt;b&gt;"));
  EXPECT_THAT(page, HasSubstr("<svg"));
}

TEST(Report, ContradictionsAreNamed) {
  const Economy economy = contradictory_floors();
  const Plan plan = plan_of(economy);
  ASSERT_EQ(plan.status, Status::infeasible);
  EXPECT_THAT(html_report(economy, plan), HasSubstr("Demands that contradict each other"));
  EXPECT_THAT(summary(economy, plan), HasSubstr("These demands cannot all be met"));
}

// All 100 hours are used; one more saves 6.25, so one per cent more (one hour) is worth 6.25.
TEST(Scarcities, WorkThatIsUsedUpIsScarce) {
  const Economy economy = bakery();
  const auto scarce = scarcities(economy, plan_of(economy), 10);
  ASSERT_EQ(scarce.size(), 1u);
  EXPECT_EQ(scarce[0].id, "labour:" + economy.labour_kinds[0].id);
  EXPECT_NEAR(scarce[0].valuation, 6.25, 1e-2);
  EXPECT_NEAR(scarce[0].worth_of_more, 6.25, 1e-2);
}

TEST(Summary, SaysWhatIsShortAndWhy) {
  const Economy economy = bakery();
  const std::string text = summary(economy, plan_of(economy));
  EXPECT_THAT(text, HasSubstr("0 of 1 need covered"));
  EXPECT_THAT(text, HasSubstr("62.5 %"));
}

}  // namespace
}  // namespace planwerk
