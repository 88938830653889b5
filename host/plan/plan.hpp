#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/status.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// A plan in the order of the job's own vectors: entry k belongs to the job's k-th recipe, need, product, ...
// Amounts are in the job's units, valuations in hours of burden per unit (the unit of the weighted objective).

struct NeedResult {
  std::vector<double> deliveries;  // per alternative, in the unit of that product
  double delivered = 0;            // in the unit of the need
  double coverage = 0;             // delivered / asked for
  double marginal_cost = 0;        // valuation of one more unit of the need's cheapest alternative
};

struct ProductResult {
  double made = 0;  // by recipes, each recipe's own inputs and outputs of the product netted first
  double used = 0;
  double delivered = 0;
  double drawn = 0;      // from the opening stock
  double surplus = 0;    // made + drawn - used - delivered - closing stock
  double valuation = 0;  // what one more unit would save
};

struct LabourResult {  // per labour kind
  double used = 0;
  double offered = 0;
  double valuation = 0;
};

struct CapacityResult {
  double used = 0;
  double valuation = 0;
};

struct LimitResult {
  double value = 0;
  double valuation = 0;
};

// A residual by name: what the worst entry is.
struct NamedResidual {
  std::string id;  // `product:steel`, `labour:welder`, `capacity:mill`, `limit:co2`, ...
  double value = 0;
};

// Recomputed from the job and the plan alone. Relative figures as docs/mathematics.md defines them.
struct PlanCertificate {
  double max_shortage = 0;  // product by product: shortage / throughput
  double shortage_percentile_99 = 0;
  double max_excess = 0;             // labour, capacities, limits, bounds of activity: excess / scale
  std::vector<NamedResidual> worst;  // the worst ten of both
  double primal_residual_2 = 0;      // norm-wise, to compare with peers
  double primal_residual_inf = 0;
  // Of the weighted objective, or of the last result of tiers:
  double objective = 0;   // hours of burden, or the tier's unit; lower is better
  double safe_bound = 0;  // no plan is better; -infinity where nothing follows
  // (objective - bound) / max(1, |objective|); of tiers the largest of all results, each less its tier's tolerance.
  double safe_gap = 0;
  // The bound is proved for amounts of recipes that differ by up to this share of themselves; 1e-12 at most.
  double amounts_within = 0;
  // The most by which any short need's coverage could still rise without taking from another need, making a tier worse
  // or, in weighted mode, asking for more of people's hours; proved.
  double fall_through = 0;

  bool executable(double within = 1e-9) const { return max_shortage <= within && max_excess <= within; }
};

// What stands behind a short need: the binding capacity, limit, labour kind or unmakeable product with the largest
// share of the marginal cost of covering it further.
struct Bottleneck {
  std::string id;        // as NamedResidual::id
  double valuation = 0;  // of one more unit of it
  double share = 0;      // of the marginal cost, 0..1
};

struct NeedExplanation {
  Index need = no_index;
  double shortfall = 0;                 // asked for but not delivered, in the unit of the need
  std::vector<Bottleneck> bottlenecks;  // largest share first
};

// Who loses when a need is covered further: what the rival would get less, in the rival's unit, per unit more of the
// need. Negative: it would gain.
struct Rival {
  Index need = no_index;
  double loss = 0;
};

// A step on the way from a need to what stands in its way: `recipe` makes `product`, of which a unit of the need takes
// `amount`, everything upstream counted. recipe is no_index at the end of the chain.
struct ChainLink {
  Index product = no_index;
  Index recipe = no_index;
  double amount = 0;
};

// Hours of an offer's step that a plan would take beyond what it takes now.
struct ExtraHours {
  Index offer = no_index;
  Index step = 0;
  double hours = 0;
};

// Covering a need fully, no other coverage lower: the least extra burden, or what forbids it.
struct LabourAnswer {
  bool possible = false;
  double burden = 0;                   // extra, hours of burden
  std::vector<ExtraHours> hours;       // within what is offered, most hours first
  std::vector<NamedResidual> lack;     // not possible: what stands in the way, by its share in the proof
  std::vector<NamedResidual> missing;  // hours that nobody has offered yet, by kind of work (`labour:ID`)
  double coverage = 0;                 // of the need, that any amount of work could reach
};

// Why a need is short, by a solve of the plan's own basis. All figures are per unit more of the need, for all who have
// the same need together. Where no unit more can be had at whatever cost to others, marginal_cost is infinite, and
// valuations of bottlenecks are units of the need that a unit of each would give.
struct NeedAnswer {
  Index need = no_index;
  double shortfall = 0;                 // asked for but not delivered, in the unit of the need
  double marginal_cost = 0;             // of one more unit of it
  double marginal_doubt = 0;            // +- what the plan's gap leaves open for the whole shortfall, per unit
  bool exact = false;                   // from a basis of the optimum; else from the plan's valuations
  std::vector<Bottleneck> bottlenecks;  // largest share first; shares add up to 1
  std::vector<Rival> rivals;            // those who would lose most, by people and coverage, first
  std::vector<ChainLink> chain;         // from the need to the first bottleneck
  std::optional<LabourAnswer> labour;   // where it was asked for and found
  std::vector<ExtraHours> hours;        // of work that a unit takes or sets free, most hours first
  double holds_for = 0;                 // units of the need for which cost, rivals and hours stay as they are
  bool unique = false;                  // no other rivals or hours would cost the same
  // Where the objective has tiers: the result that a unit more would make worse, in whose unit costs and valuations
  // are; else hours of burden.
  Index tier = no_index;  // of Objective::tiers
  Index level = 0;
  bool labour_unanswered = false;  // `labour` was asked for, and not found within the limits of the search
};

// Dual point of a tier: what bounds its value (certificate/tier_bound.hpp).
struct TierProof {
  std::vector<double> products, labour_kinds, capacities, limits;  // valuations in the unit of the tier
  std::vector<double> earlier;                                     // per earlier result: price of holding it, >= 0
  std::vector<double> needs;                                       // per need: weight of its coverage, >= 0, or empty

  bool empty() const { return products.empty() && earlier.empty(); }
};

// One tier, or one level of a worst_off tier: a value to be minimised (coverage counts negative), what is proved about
// it and what later tiers had to keep.
struct TierResult {
  Index tier = no_index;       // of Objective::tiers
  Index level = 0;             // of a worst_off tier
  double value = 0;            // of this plan
  double bound = 0;            // no plan that holds all earlier results has a lower value
  double held_at = 0;          // later results are of plans with at most this value
  std::vector<Index> settled;  // worst_off: needs that cannot rise above this level
  TierProof proof;
};

// A way out of a conflict: this demand or supply, moved by so much, and all the others could be kept.
struct Relaxation {
  std::string id;       // as NamedResidual::id
  double by = 0;        // in its own unit: demands lowered, supplies raised
  double relative = 0;  // by / its present size; infinite where that is 0
};

struct SolveRecord {
  std::string method;
  std::string device;
  std::int64_t iterations = 0;
  std::int64_t matrix_products = 0;
  double elapsed_s = 0;
  double tolerance = 0;
  std::string version;  // of planwerk
};

struct Plan {
  std::string job_name;
  std::string job_sha256;   // of the job's canonical form
  std::string plan_sha256;  // as read from a file: what whoever wrote it says of all the rest
  Status status = Status::numerical_trouble;
  std::string reason;  // one sentence where the status is not `optimal`

  std::vector<double> activity;             // per recipe
  std::vector<NeedResult> needs;            // per need
  std::vector<std::vector<double>> labour;  // per offer and step: hours
  std::vector<double> drawn;                // per stock

  std::vector<ProductResult> products;     // per product
  std::vector<LabourResult> labour_kinds;  // per labour kind
  std::vector<CapacityResult> capacities;  // per capacity
  std::vector<LimitResult> limits;         // per limit

  PlanCertificate certificate;
  std::vector<NeedExplanation> explanations;  // of the short needs, worst first
  std::vector<TierResult> tiers;              // where the objective has tiers, in their order
  // That no need falls through, where the valuations do not settle it: prices of things and, as `earlier`, of what is
  // kept (certificate/fall_through.hpp); else empty.
  TierProof no_fall_through;
  std::vector<NeedAnswer> answers;            // of short needs, worst first, where they were asked for
  std::vector<NamedResidual> conflict;        // infeasible: the hard demands that contradict each other
  std::vector<std::string> minimal_conflict;  // infeasible: of which each alone, given up, resolves the conflict
  std::vector<Relaxation> relaxations;        // infeasible: the cheapest ways out, cheapest first
  SolveRecord record;
};

}  // namespace planwerk
