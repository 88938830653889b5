#include "tests/codec/workshop.hpp"

#include <functional>
#include <limits>

namespace planwerk::tests {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <class Entry>
Slice append(std::vector<Entry>& pool, std::vector<Entry> entries) {
  const Slice slice{std::ssize(pool), std::ssize(pool) + std::ssize(entries)};
  pool.insert(pool.end(), entries.begin(), entries.end());
  return slice;
}

void add_recipes(Economy& e) {
  Recipe& smelt = e.recipes.emplace_back();
  smelt.id = "smelt";
  smelt.name = "blast furnace";
  smelt.inputs = append<Flow>(e.flows, {{0, 1.6}, {2, 0.1}});
  smelt.outputs = append<Flow>(e.flows, {{2, 1.1}, {3, 1.8}});
  smelt.labour = append<Flow>(e.flows, {{0, 0.3}, {1, 0.05}});
  smelt.capacities = append<Flow>(e.flows, {{0, 0.7}});
  smelt.lower_activity = 2;
  smelt.upper_activity = 1e6;
  Recipe& bike = e.recipes.emplace_back();
  bike.id = "build \"bike\"";  // quotes and accents in an id are allowed
  bike.inputs = append<Flow>(e.flows, {{2, 0.015}});
  bike.outputs = append<Flow>(e.flows, {{1, 1}});
  bike.labour = append<Flow>(e.flows, {{1, 8}});
  bike.strain = 0.3;
  Recipe& mine = e.recipes.emplace_back();
  mine.id = "mine";
  mine.outputs = append<Flow>(e.flows, {{0, 1}});
}

void add_needs(Economy& e) {
  Need& bikes = e.needs.emplace_back();
  bikes.id = "bikes";
  bikes.name = "bicycles";
  bikes.cohort = 1;
  bikes.amount_per_head = 0.1;
  bikes.alternatives = append<Alternative>(e.alternatives, {{1, 1}, {2, 40, 1.5}});
  bikes.steps = append<CoverageStep>(e.steps, {{0.6, 10}, {0.4, 3}});
  bikes.weight = 1.5;
  bikes.weight_origin = "assembly of 3 May";
  bikes.floor = 0.25;
  bikes.reason = "the bus has stopped running";
  Need& steel = e.needs.emplace_back();
  steel.id = "steel for repairs";
  steel.cohort = 0;
  steel.amount_per_head = 0.001;
  steel.alternatives = append<Alternative>(e.alternatives, {{2, 1}});
}

void add_bounds(Economy& e) {
  e.capacities = {{"furnace", "the old furnace", "h", 8000}, {"hall", "", "m2", 0}};
  e.limits.push_back({"co2", "emissions", "t", {}, -infinity, 1e5, "climate council"});
  e.limits.push_back({"trade", "", "1", {}, -5, infinity, ""});
  e.limits[0].terms = append<LimitTerm>(e.limit_terms, {{3, no_index, 1}, {no_index, 0, 0.2}});
  e.limits[1].terms = append<LimitTerm>(e.limit_terms, {{no_index, 2, -3}});
  e.stocks = {{2, 100, 20}, {0, 0, 7}};
}

void add_objective(Economy& e) {
  e.objective = {120, {{0.7, 9}, {0.3, 2}}};
  e.objective.origin = "assembly of 9 May: nobody left behind";
  auto& tiers = e.objective.tiers;
  tiers.push_back({"floors first", Aim::floors, 1e-6, 1, {}, "constitution"});
  tiers.push_back({"worst off", Aim::worst_off, 1e-5, 3, {}, ""});
  tiers.push_back({"coverage", Aim::coverage, 0, 1, {}, ""});
  tiers.push_back({"as they like it", Aim::regret, 1e-6, 1, {}, ""});
  tiers.push_back({"least work", Aim::burden, 1e-6, 1, {}, ""});
  tiers.push_back(
      {"air", Aim::use, 1e-6, 1, append<LimitTerm>(e.tier_terms, {{3, no_index, 2}, {no_index, 1, 0.5}}), ""});
  tiers.push_back(
      {"nothing lies about", Aim::surplus, 1e-6, 1, append<LimitTerm>(e.tier_terms, {{0, no_index, 1}}), ""});
  tiers.push_back({"all of it", Aim::weighted, 1e-6, 1, {}, "planners"});
}

TierProof proof_for(const Economy& e, std::size_t earlier, const std::function<double()>& next) {
  const auto numbers = [&](std::size_t count) {
    std::vector<double> result;
    for (std::size_t k = 0; k < count; ++k) result.push_back(next());
    return result;
  };
  return {numbers(e.products.size()),
          numbers(e.labour_kinds.size()),
          numbers(e.capacities.size()),
          numbers(e.limits.size()),
          numbers(earlier),
          numbers(e.needs.size())};
}

void add_answers(const std::function<double()>& next, Plan& plan) {
  NeedAnswer& bikes = plan.answers.emplace_back();
  bikes = {0, next(), next(), next(), true, {{"labour:mechanic", next(), next()}}, {{1, next()}}, {}, {}, {}};
  bikes.chain = {{1, 1, next()}, {2, no_index, next()}};
  bikes.hours = {{1, 0, next()}, {0, 0, next()}};
  bikes.holds_for = next();
  bikes.unique = true;
  bikes.tier = 1;
  bikes.level = 2;
  bikes.labour = LabourAnswer{
      true, next(), {{0, 1, next()}, {1, 0, next()}}, {{"capacity:hall", next()}}, {{"labour:welder", next()}}, next()};
  plan.answers.push_back({1, next(), next(), next(), false, {}, {}, {}, {}, {}});
  plan.answers.back().labour_unanswered = true;
  plan.minimal_conflict = {"need:bikes", "limit:co2"};
  plan.relaxations = {{"limit:co2", next(), next()}, {"need:bikes", next(), infinity}};
}

}  // namespace

Job workshop() {
  Job job;
  job.settings = {1e-5, 60.0, "pdhg"};
  Economy& e = job.economy;
  e.name = "workshop";
  e.description = "steel and\nbicycles: \"two lines\", Größe ∑ 漢字 🚲";
  e.period = "year 2030";
  e.provenance = {"made up", "1", "CC0", {"ore is free", "nobody sleeps"}};
  e.products = {{"ore", "iron ore", "t", BalanceRule::surplus_allowed, "metals"},
                {"bike", "", "1", BalanceRule::surplus_allowed},
                {"steel", "steel", "t", BalanceRule::exact, "metals"},
                {"co2", "carbon dioxide", "t", BalanceRule::free}};
  e.labour_kinds = {{"smelter", "work at the furnace"}, {"mechanic", ""}};
  e.cohorts = {{"town", "the town", 20000}, {"village", "", 1234.5}};
  add_bounds(e);
  add_recipes(e);
  add_needs(e);
  e.labour_offers.push_back({"town smelts", 0, 0, append<LabourStep>(e.labour_steps, {{1e5, 1}, {2e4, 1.5}})});
  e.labour_offers.push_back({"anyone", 1, no_index, append<LabourStep>(e.labour_steps, {{5e5, 0.5}})});
  add_objective(e);
  return job;
}

Plan workshop_plan(const Economy& e) {
  Plan plan;
  plan.job_name = e.name;
  plan.job_sha256 = std::string(64, 'a');
  plan.status = Status::feasible;
  plan.reason = "the gap is 2e-3";
  double number = 0.1;  // each differs from all others, and none is short in decimal
  const auto next = [&number] { return number *= 1.1; };
  for (std::size_t i = 0; i < e.recipes.size(); ++i) plan.activity.push_back(next());
  for (const Need& need : e.needs) {
    NeedResult& result = plan.needs.emplace_back();
    for (int k = 0; k < need.alternatives.size(); ++k) result.deliveries.push_back(next());
    result.delivered = next();
    result.coverage = next();
    result.marginal_cost = next();
  }
  for (const LabourOffer& offer : e.labour_offers) {
    auto& hours = plan.labour.emplace_back();
    for (int k = 0; k < offer.steps.size(); ++k) hours.push_back(next());
  }
  for (std::size_t i = 0; i < e.stocks.size(); ++i) plan.drawn.push_back(next());
  for (std::size_t i = 0; i < e.products.size(); ++i) {
    plan.products.push_back({next(), next(), next(), next(), next(), next()});
  }
  plan.products[1] = {};  // zeros survive too
  for (std::size_t i = 0; i < e.labour_kinds.size(); ++i) plan.labour_kinds.push_back({next(), next(), next()});
  for (std::size_t i = 0; i < e.capacities.size(); ++i) plan.capacities.push_back({next(), next()});
  for (std::size_t i = 0; i < e.limits.size(); ++i) plan.limits.push_back({next(), next()});
  plan.certificate = {next(), next(),    next(),  {{"product:ore", next()}, {"labour:smelter", next()}}, next(), next(),
                      next(), -infinity, infinity};
  plan.explanations = {{1, next(), {{"capacity:furnace", next(), next()}, {"product:ore", next(), next()}}},
                       {0, next(), {}}};
  plan.conflict = {{"need:bikes", next()}};
  plan.tiers = {{0, 0, next(), next(), next(), {}, proof_for(e, 0, next)},
                {1, 0, next(), next(), next(), {1}, proof_for(e, 1, next)},
                {1, 1, next(), -infinity, next(), {0}, {}}};
  plan.tiers[1].proof.needs.clear();
  plan.no_fall_through = proof_for(e, 2, next);
  add_answers(next, plan);
  plan.record = {"pdhg", "cpu", 123456789012, 7, next(), next(), "0.1.0"};
  return plan;
}

}  // namespace planwerk::tests
