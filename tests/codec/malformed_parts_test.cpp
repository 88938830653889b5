#include <functional>

#include <gmock/gmock.h>

#include "host/codec/part_stream.hpp"
#include "planwerk/v1/job.pb.h"
#include "planwerk/v1/plan.pb.h"
#include "tests/codec/damaged_stream.hpp"

// Streams with a sound hash and faulty content: what only an attacker, or another program, would write.

namespace planwerk {
namespace {

using ::testing::HasSubstr;
using tests::DamagedStream;

using Parts = std::vector<v1::JobPart>;

std::string stream_of(const Parts& parts, const PartCounts& counts) {
  std::string bytes;
  PartWriter writer([&](std::string_view part) { bytes += part; });
  for (const auto& part : parts) writer.write(part);
  v1::JobPart trailer;
  writer.fill_trailer(*trailer.mutable_trailer(), counts);
  writer.write(trailer);
  return bytes;
}

// Header, two products, a recipe that turns the first into the second, a cohort and its need.
Parts sound_parts() {
  Parts parts(5);
  auto& header = *parts[0].mutable_header();
  header.set_magic("planwerk job parts");
  header.set_version(1);
  header.mutable_objective()->set_hours_per_coverage(1);
  auto& products = *parts[1].mutable_products();
  products.mutable_ids()->set_text("ab");
  products.mutable_ids()->add_lengths(1);
  products.mutable_ids()->add_lengths(1);
  products.mutable_units()->mutable_entries()->set_text("t");
  products.mutable_units()->mutable_entries()->add_lengths(1);
  products.mutable_units()->add_places(0);
  products.mutable_units()->add_places(0);
  auto& recipes = *parts[2].mutable_recipes();
  recipes.mutable_ids()->set_text("r");
  recipes.mutable_ids()->add_lengths(1);
  recipes.mutable_outputs()->add_counts(1);
  recipes.mutable_outputs()->add_subjects(1);
  recipes.mutable_outputs()->add_amounts(1);
  auto& cohorts = *parts[3].mutable_cohorts();
  cohorts.mutable_ids()->set_text("c");
  cohorts.mutable_ids()->add_lengths(1);
  cohorts.add_sizes(1);
  auto& needs = *parts[4].mutable_needs();
  needs.mutable_ids()->set_text("n");
  needs.mutable_ids()->add_lengths(1);
  needs.add_cohorts(0);
  needs.add_amounts_per_head(1);
  needs.add_alternative_counts(1);
  needs.add_products(1);
  return parts;
}

const PartCounts sound_counts = {{"products", 2},    {"labour_kinds", 0}, {"capacities", 0},    {"recipes", 1},
                                 {"cohorts", 1},     {"needs", 1},        {"labour_offers", 0}, {"limits", 0},
                                 {"limit_terms", 0}, {"stocks", 0}};

struct BadFaith {
  const char* name;
  std::function<void(Parts&)> change;
  const char* error;
};

void PrintTo(const BadFaith& c, std::ostream* out) {
  *out << c.name;
}

class MalformedParts : public DamagedStream, public ::testing::WithParamInterface<BadFaith> {};

TEST_P(MalformedParts, AreToldByPartAndColumn) {
  Parts parts = sound_parts();
  ASSERT_EQ(error_of_job(stream_of(parts, sound_counts)), "");
  GetParam().change(parts);
  EXPECT_THAT(error_of_job(stream_of(parts, sound_counts)), HasSubstr(GetParam().error));
}

auto& recipes_of(Parts& parts) {
  return *parts[2].mutable_recipes();
}
auto& needs_of(Parts& parts) {
  return *parts[4].mutable_needs();
}

const BadFaith bad_faith[] = {
    {"NoHeader", [](Parts& p) { p.erase(p.begin()); }, "part 1 at byte 0: not a stream of planwerk job parts"},
    {"TwoHeaders", [](Parts& p) { p.insert(p.begin(), p[0]); }, "part 2 at byte 36: out of order"},
    {"Magic", [](Parts& p) { p[0].mutable_header()->set_magic("x"); }, "not a stream of planwerk job parts"},
    {"Version", [](Parts& p) { p[0].mutable_header()->set_version(2); }, "version 2: only version 1 can be read"},
    {"EmptyPart", [](Parts& p) { p[2].Clear(); }, "an empty part"},
    {"Order", [](Parts& p) { std::swap(p[1], p[2]); },
     "part 2 at byte 36, recipes.outputs.subjects: 1: the stream has only 0 of these so far"},
    {"OrderOfBlocks", [](Parts& p) { std::swap(p[2], p[3]); }, "out of order"},
    {"UnknownField",
     [](Parts& p) {
       p[1].mutable_products()->GetReflection()->MutableUnknownFields(p[1].mutable_products())->AddVarint(99, 1);
     },
     "field 99: unknown field of ProductBlock"},
    {"MissingPart", [](Parts& p) { p.pop_back(); }, "1 needs: the trailer counts these, the stream has 0"},
    {"LengthsTooLong", [](Parts& p) { recipes_of(p).mutable_ids()->set_lengths(0, 0xffffffff); },
     "recipes.ids: the lengths add up to more than the text"},
    {"LengthsTooShort", [](Parts& p) { recipes_of(p).mutable_ids()->set_lengths(0, 0); },
     "recipes.ids: the lengths add up to less than the text"},
    {"LengthCutsCharacter",
     [](Parts& p) {
       p[1].mutable_products()->mutable_ids()->set_text("\xc3\xa4");  // one character of two bytes
     },
     "products.ids: a length cuts a character"},
    {"TooFewNumbers",
     [](Parts& p) {
       needs_of(p).add_weights(1);
       needs_of(p).add_weights(1);
     },
     "needs.weights: 2 rows: the block needs 1"},
    {"NoSuchUnit", [](Parts& p) { p[1].mutable_products()->mutable_units()->set_places(1, 1); },
     "products.units: 1: there is no such entry"},
    {"NoSuchProduct", [](Parts& p) { needs_of(p).set_products(0, 2); },
     "needs.products: 2: the stream has only 2 of these so far"},
    {"NoSuchRule",
     [](Parts& p) {
       p[1].mutable_products()->add_balances(v1::Product::EXACT);
       p[1].mutable_products()->add_balances(static_cast<v1::Product::BalanceRule>(9));
     },
     "products.balances: 9: unknown balance rule"},
    {"BillionsOfFlows",
     [](Parts& p) {
       recipes_of(p).mutable_outputs()->set_counts(0, 0xffffffff);
       recipes_of(p).mutable_outputs()->clear_subjects();
       recipes_of(p).mutable_outputs()->clear_amounts();
     },
     "recipes.outputs.subjects: 0 rows: the block needs 4294967295"},
    {"BillionsOfSteps", [](Parts& p) { needs_of(p).add_step_counts(0xffffffff); },
     "needs.step_widths: 0 rows: the block needs 4294967295"},
    {"NeedsWithoutCohorts", [](Parts& p) { needs_of(p).clear_cohorts(); }, "needs.cohorts: 0 rows: the block needs 1"},
    {"TerabytesOfText",
     [](Parts& p) {
       auto& products = *p[1].mutable_products();
       products.mutable_units()->mutable_entries()->set_text(std::string(9 << 20, 'x'));
       products.mutable_units()->mutable_entries()->set_lengths(0, 9 << 20);
     },
     "products.units: 18874368 bytes: written out, a column of recurring texts"},
    {"Model", [](Parts& p) { needs_of(p).set_amounts_per_head(0, -1); },
     "needs[\"n\"].amount_per_head: -1: must be a positive number"},
    {"StrainsOfOthers",
     [](Parts& p) {
       recipes_of(p).add_strains(1);
       recipes_of(p).add_strains(1);
     },
     "recipes.strains: 2 rows: the block needs 1"},
    {"RegretsOfOthers",
     [](Parts& p) {
       needs_of(p).add_regrets(1);
       needs_of(p).add_regrets(1);
     },
     "needs.regrets: 2 rows: the block needs 1"},
    {"TermOfNothing",
     [](Parts& p) {
       auto& tier = *p[0].mutable_header()->mutable_objective()->add_tiers();
       tier.set_id("t");
       tier.set_aim(v1::Tier::USE);
       tier.add_terms()->set_product("c");
     },
     "objective.tiers[0].terms[0].product: \"c\": unknown product"},
    {"NoSuchAim",
     [](Parts& p) {
       auto& tier = *p[0].mutable_header()->mutable_objective()->add_tiers();
       tier.set_id("t");
       tier.set_aim(static_cast<v1::Tier::Aim>(99));
     },
     "objective.tiers[0].aim: 99: unknown aim"},
    {"Settings", [](Parts& p) { p[0].mutable_header()->mutable_settings()->set_method("magic"); },
     "settings.method: \"magic\": unknown method"},
};

INSTANTIATE_TEST_SUITE_P(BadFaith, MalformedParts, ::testing::ValuesIn(bad_faith),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST_F(DamagedStream, TermsOfLimitsMustComeByLimit) {
  Parts parts = sound_parts();
  auto& limits = *parts.emplace_back().mutable_limits();
  limits.mutable_ids()->set_text("kl");
  limits.mutable_ids()->add_lengths(1);
  limits.mutable_ids()->add_lengths(1);
  auto& terms = *parts.emplace_back().mutable_limit_terms();
  terms.add_limits(1);
  terms.add_limits(0);
  EXPECT_THAT(error_of_job(stream_of(parts, sound_counts)), HasSubstr("limit_terms.limits: 0: must not fall"));
}

TEST_F(DamagedStream, PlansCannotClaimBillionsOfDeliveries) {
  std::string bytes;
  PartWriter writer([&](std::string_view part) { bytes += part; });
  v1::PlanPart part;
  part.mutable_header()->set_magic("planwerk plan parts");
  part.mutable_header()->set_version(1);
  writer.write(part);
  auto& needs = *part.mutable_needs();
  needs.mutable_needs()->set_text("n");
  needs.mutable_needs()->add_lengths(1);
  needs.add_delivery_counts(0xffffffff);
  writer.write(part);
  EXPECT_THAT(error_of_plan(bytes), HasSubstr("needs.products: 0 rows: the block needs 4294967295"));
}

TEST_F(DamagedStream, ListsOfTiersMustBelongToOne) {
  std::string bytes;
  PartWriter writer([&](std::string_view part) { bytes += part; });
  v1::PlanPart part;
  part.mutable_header()->set_magic("planwerk plan parts");
  part.mutable_header()->set_version(1);
  writer.write(part);
  part.mutable_tier_lists()->mutable_proof()->add_products(1);
  writer.write(part);
  EXPECT_THAT(error_of_plan(bytes), HasSubstr("tier_lists.result: 0: the stream has only 0 results of tiers"));
}

}  // namespace
}  // namespace planwerk
