#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "host/answers/dossier/concave_curve.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"
#include "host/solver/solve.hpp"

namespace planwerk {

// How much can be covered with how much of something: hours of work, a kind of work, plant, or what a limit allows.

// What there may be more or less of.
struct Means {
  enum class Kind { work, labour_kind, capacity, limit };
  Kind kind = Kind::work;  // work: hours of all kinds together
  Index index = no_index;  // of the labour kind, capacity or limit
};

// What is made as great as possible with it.
enum class Measure {
  worth,          // value of the coverage ladders times weights and people, as part of what full coverage is worth
  mean_coverage,  // mean over the needs' people, every need and person alike, as part of full coverage
  objective,      // the job's weighted objective, in hours, with its sign turned: more is better
};

struct FrontierSettings {
  Measure measure = Measure::worth;
  std::optional<double> from, to;  // of the bound; absent: the least that any plan takes; the most that is of use
  CurveSettings curve;
  SolveSettings solve;  // tolerance: norm-wise KKT of each solve
};

// The best plan with so much of the means: an end of the curve or a kink.
struct FrontierPoint {
  double means = 0;
  double value = 0;          // of the measure
  double worth = 0;          // both measures of coverage, for reading beside whichever is measured
  double mean_coverage = 0;  //
  double hours = 0;          // of work, all kinds
  double burden = 0;
  bool executable = false;  // by the certificate, with the means as the bound
  Plan plan;                // among plans of this value one of least burden; of the job as given, needs not merged
};

// Something that changes at a kink.
struct FrontierChange {
  enum class Kind { need_begins, need_filled, need_falls, recipe_begins, recipe_ends, bound_reached, bound_left };
  Kind kind = Kind::need_begins;
  std::string id;   // `need:bread`, `recipe:bake`, `capacity:mill`, `labour:baker`, `limit:co2`, `stock:flour`
  double size = 0;  // to rank by: people times coverage, hours that activity is worth, part of the bound
};

// A need along a straight piece of the curve: positive rates gain, negative ones lose.
struct NeedRate {
  Index need = no_index;
  double rate = 0;         // coverage per unit more of the means
  double people_rate = 0;  // times the people who have the need
};

// Between two neighbouring points of the frontier.
struct FrontierSegment {
  double slope = 0;             // of the measure, per unit of the means
  std::vector<NeedRate> rates;  // those that change, most people times coverage first
};

struct Frontier {
  Means means;
  Measure measure = Measure::worth;
  Status status = Status::optimal;    // infeasible: no plan keeps all hard demands; else as the worst solve ended
  std::vector<FrontierPoint> points;  // by ascending means
  std::vector<std::vector<FrontierChange>> changes;  // per point: what changes there; ends have none
  std::vector<FrontierSegment> segments;             // between points k and k + 1
  double doubt = 0;                                  // how far the curve may lie above the lines, in the measure
  std::optional<double> present;                     // what the job has of the means
  double sign = 1;                                   // -1: a limit with a lower side only, whose bound is -means
  int solves = 0;
};

// Every kink is an exact optimum to the tolerance of the solves; which kinks are found when settings.curve.most_points
// does not suffice, and how far the curve may then lie above the lines, says trace_concave. A limit without an upper
// side counts by its lower one, with the sign turned: less of it is more demanding. The economy must be free of errors.
Frontier frontier(const Economy& economy, const Means& means, const FrontierSettings& settings, Device& device);

// In the words and units of the economy.
std::string name_of(const Economy& economy, const Means& means);
std::string unit_of(const Economy& economy, const Means& means);

// Both measures of coverage of any plan, 0..1.
double worth_of(const Economy& economy, const Plan& plan);
double mean_coverage_of(const Economy& economy, const Plan& plan);

}  // namespace planwerk
