#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/answers/dossier/job_differences.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Plans side by side: of one job or of several. The first is what the others are compared with.

struct ComparedPlan {
  std::string label;  // a file's name, for people
  const Economy* economy = nullptr;
  const Plan* plan = nullptr;
};

// One figure of each plan; nothing where a plan's job has no such thing.
using Figures = std::vector<std::optional<double>>;

struct ComparedNeed {
  std::string id, name, cohort;
  Figures people;     // who have the need
  Figures coverage;   // 0..1
  Figures change;     // coverage less that of the first plan
  double weight = 0;  // greatest |people x change| over the plans: by how much it matters who wins or loses here
};

// All needs of a cohort: people times change of coverage, added up. People count equally, and so do needs.
struct ComparedCohort {
  std::string id, name;
  Figures people;
  Figures mean_coverage;  // over its needs
  Figures people_change;  // sum over its needs that both plans have
  double weight = 0;
};

// Work, plant, limits, stocks, products, recipes: what a plan uses or makes of it, and what there is.
struct ComparedThing {
  std::string id;  // `labour:baker`, `offer:bakers`, `capacity:mill`, `limit:co2`, `stock:flour`, `product:bread`, ...
  std::string name, unit;
  Figures used;       // hours, use, value, drawn, made, activity
  Figures bound;      // offered, at hand, agreed, opening; nothing where there is none
  double weight = 0;  // greatest |change of use|, relative to the larger of both
};

// A result of a tier: levels of the worst off each by itself. Coverage counts up, all else is better where it is less.
struct ComparedResult {
  std::string id;    // `fair`, `fair, level 2`
  std::string name;  // what is asked for, with the unit of its values
  Figures values;
};

struct Comparison {
  std::vector<std::string> labels;
  std::vector<std::string> statuses;                       // in words
  Figures objective, worth, mean_coverage, hours, burden;  // objective: of plans without tiers
  std::vector<ComparedResult> tiers;                       // of plans with them, first things first
  std::vector<ComparedNeed> needs;                         // those that matter most first
  std::vector<ComparedCohort> cohorts;                     // likewise
  std::vector<ComparedThing> labour_kinds, offers, capacities, limits, stocks, products,
      recipes;  // largest changes first
  std::vector<std::vector<JobDifference>>
      reasons;  // per plan: what differs from the first one's job; of the first none
};

// At least one plan; plans belong to their economies.
Comparison compare_plans(const std::vector<ComparedPlan>& plans);

}  // namespace planwerk
