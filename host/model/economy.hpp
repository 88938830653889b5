#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace planwerk {

// An economy as plain structs: what the codec fills, validation reads and the linear programme is built from.
// Everything refers to everything else by index into the vectors of Economy; ids are kept for people.
// All amounts are in the unit of the thing they count (a product's own unit, hours, ...): conversion is done on
// reading. Entries of recipes and needs lie in pooled vectors and are addressed by Slice, so that millions of recipes
// do not cost millions of allocations.

using Index = std::int32_t;
inline constexpr Index no_index = -1;

struct Slice {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
};

enum class BalanceRule {
  surplus_allowed,  // made >= used
  exact,            // made = used: must be used or treated
  free,             // not balanced, only reported
};

struct Product {
  std::string id;
  std::string name;  // for people; may be empty, then the id stands for it
  std::string unit;  // "t", "kWh", "1" (pieces), ...
  BalanceRule balance = BalanceRule::surplus_allowed;
  std::string group = {};  // what sort of product it is, for summaries: "food", "Poland"; empty: none
};

// `amount` of `index` (a product, labour kind or capacity) per unit of activity of a recipe.
struct Flow {
  Index index = no_index;
  double amount = 0;
};

struct Recipe {
  std::string id;
  std::string name;
  Slice inputs;      // of Economy::flows, product indices, amounts > 0
  Slice outputs;     // likewise; a product may stand on both sides (catalysts, loops)
  Slice labour;      // hours by labour kind
  Slice capacities;  // use of capacities, in the capacity's unit
  double lower_activity = 0;
  double upper_activity = std::numeric_limits<double>::infinity();
  double strain = 0;  // further burden of each hour of work in this recipe (heat, monotony, danger); 0: none
};

// People with the same needs, counted. What they can pay does not exist here.
struct Cohort {
  std::string id;
  std::string name;
  double size = 0;  // people
};

// One way to satisfy a need: a unit of `product` counts as `rate` units of the need. `regret` is the value, per person
// and unit of coverage, that is lost where the cohort gets this variant: 0 for those it likes best.
struct Alternative {
  Index product = no_index;
  double rate = 1;
  double regret = 0;
};

// `width` of the coverage range (widths of a ladder add up to 1) is worth `value` per person and unit of coverage.
struct CoverageStep {
  double width = 0;
  double value = 0;
};

struct Need {
  std::string id;
  std::string name;
  Index cohort = no_index;
  double amount_per_head = 0;  // per person and period, in the unit of the need (that of its first alternative)
  Slice alternatives;          // of Economy::alternatives, at least one
  Slice steps;                 // of Economy::steps; empty: the objective's ladder
  double weight = 1;
  std::string weight_origin;  // who set the weight
  double floor = 0;           // coverage that must be reached, 0..1
  std::string reason;         // in the words of those concerned
};

struct LabourKind {
  std::string id;
  std::string name;
};

// `hours` more in the period at `burden` per hour (1 = an ordinary willing hour).
struct LabourStep {
  double hours = 0;
  double burden = 1;
};

struct LabourOffer {
  std::string id;
  Index kind = no_index;
  Index cohort = no_index;  // who offers; may be absent
  Slice steps;              // of Economy::labour_steps, burdens ascending
};

struct Capacity {
  std::string id;
  std::string name;
  std::string unit;
  double amount = 0;  // available in the period
};

// One term of a limit: `coefficient` times the net production (made - used by recipes) of a product, or times the
// activity level of a recipe. Exactly one of the two is set.
struct LimitTerm {
  Index product = no_index;
  Index recipe = no_index;
  double coefficient = 1;
};

// An agreed bound:  lower <= sum of terms <= upper.
struct Limit {
  std::string id;
  std::string name;
  std::string unit;
  Slice terms;  // of Economy::limit_terms
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  std::string origin;  // who agreed on it, where
};

struct Stock {
  Index product = no_index;
  double opening = 0;  // at hand at the start; may be drawn in part
  double closing = 0;  // wanted at the end
};

// The ladder of jobs that state none: the first half of a need counts 64 times as much as its last twentieth.
inline std::vector<CoverageStep> default_ladder() {
  return {{0.5, 64}, {0.3, 16}, {0.15, 4}, {0.05, 1}};
}

// What one tier of the objective asks for. docs/needs.md has the formulas.
enum class Aim {
  floors,     // least people-weighted shortfall below the needs' floors, which are then soft
  worst_off,  // greatest least coverage, then the next level, `depth` levels deep (leximin)
  coverage,   // greatest value of the coverage ladders
  regret,     // least regret over the variants delivered
  burden,     // least burden of labour, strain included
  use,        // least weighted sum of `terms`: net production of products, activity of recipes
  surplus,    // least weighted sum of what is left over of the products of `terms`
  weighted,   // the weighted objective, as a tier
};

// One tier of a lexicographic objective: optimised while every earlier tier stays within its tolerance.
struct Tier {
  std::string id;
  Aim aim = Aim::coverage;
  double tolerance = 1e-6;  // by how much later tiers may worsen this one, relative to max(1, |its value|)
  int depth = 1;            // worst_off: levels of coverage
  Slice terms{};            // use, surplus: of Economy::tier_terms
  std::string origin{};     // who decided on it, and why
};

// Without tiers, the weighted objective:  least  labour burden - hours_per_coverage * sum of coverage values.
struct Objective {
  // Hours of labour (burden 1) that one person's full coverage at step value 1 and weight 1 is worth.
  double hours_per_coverage = 0;
  std::vector<CoverageStep> ladder;  // readers put default_ladder() where a job states none
  std::vector<Tier> tiers{};         // first things first; none: weighted
  std::string origin{};              // who decided on exchange rate, ladder and tiers, and why
};

// Who made this economy out of what.
struct Provenance {
  std::string source;
  std::string version;
  std::string licence;
  std::vector<std::string> notes;  // assumptions of a converter, one each
};

struct Economy {
  std::string name;
  std::string description;
  std::string period;  // "year 2030", for people
  Provenance provenance;

  std::vector<Product> products;
  std::vector<Recipe> recipes;
  std::vector<Cohort> cohorts;
  std::vector<Need> needs;
  std::vector<LabourKind> labour_kinds;
  std::vector<LabourOffer> labour_offers;
  std::vector<Capacity> capacities;
  std::vector<Limit> limits;
  std::vector<Stock> stocks;

  std::vector<Flow> flows;                // of recipes: inputs, outputs, labour, capacities
  std::vector<Alternative> alternatives;  // of needs
  std::vector<CoverageStep> steps;        // of needs that bring their own ladder
  std::vector<LabourStep> labour_steps;   // of labour offers
  std::vector<LimitTerm> limit_terms;     // of limits
  std::vector<LimitTerm> tier_terms;      // of tiers

  Objective objective;

  std::span<const Flow> flows_of(Slice slice) const { return part(flows, slice); }
  std::span<const Alternative> alternatives_of(const Need& need) const { return part(alternatives, need.alternatives); }
  // The need's own ladder, or the objective's.
  std::span<const CoverageStep> ladder_of(const Need& need) const {
    return need.steps.size() > 0 ? part(steps, need.steps) : std::span<const CoverageStep>(objective.ladder);
  }
  std::span<const LabourStep> steps_of(const LabourOffer& offer) const { return part(labour_steps, offer.steps); }
  std::span<const LimitTerm> terms_of(const Limit& limit) const { return part(limit_terms, limit.terms); }
  std::span<const LimitTerm> terms_of(const Tier& tier) const { return part(tier_terms, tier.terms); }
  // What a need asks for in the period, in the unit of the need.
  double asked(const Need& need) const { return need.amount_per_head * cohorts[need.cohort].size; }

 private:
  template <class T>
  static std::span<const T> part(const std::vector<T>& pool, Slice slice) {
    return {pool.data() + slice.begin, static_cast<std::size_t>(slice.size())};
  }
};

// What a job asks of the solver. Absent values leave the choice to the command line or its defaults.
struct JobSettings {
  std::optional<double> tolerance;
  std::optional<double> time_limit_s;
  std::string method;  // "", "auto", "pdhg", "ipm"
};

struct Job {
  Economy economy;
  JobSettings settings;
};

}  // namespace planwerk
