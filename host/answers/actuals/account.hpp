#pragma once

#include <vector>

#include "host/plan/actuals.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

enum class CauseKind {
  activity,      // a recipe ran more or less than planned
  norm,          // a recipe made or used other than it should for so much activity
  unattributed,  // made or used by whoever it was: totals of the product that the recipes do not explain
  delivery,      // a need got more or less than planned
  stock,         // what is there now differs from all the rest: spoilt, lost, found
};

// What one cause did to the level of a product, in the product's unit; negative: less is there than planned.
struct Cause {
  CauseKind kind = CauseKind::activity;
  Index index = no_index;  // recipe (activity, norm) or need (delivery)
  double amount = 0;
};

struct Flows {
  double made = 0;  // by recipes, each recipe's own inputs and outputs of the product netted first
  double used = 0;
  double delivered = 0;
};

// A product until now. level: opening stock + made - used - delivered, as planned for this part of the period, or as
// it is. The causes add up to level - planned_level.
struct ProductAccount {
  Flows planned, real;
  double planned_level = 0;
  double level = 0;
  std::vector<Cause> causes;  // largest first

  double deviation() const { return level - planned_level; }
};

// Hours of a kind of work until now. The causes add up to hours - planned_hours.
struct LabourAccount {
  double planned_hours = 0;
  double hours = 0;
  std::vector<Cause> causes;

  double deviation() const { return hours - planned_hours; }
};

// The books of the period so far.
struct Account {
  double elapsed = 0;
  std::vector<double> planned_activity;         // per recipe, until now
  std::vector<double> activity;                 // per recipe, as it was
  std::vector<std::vector<double>> deliveries;  // per need and alternative
  std::vector<double> offer_hours;              // per offer
  std::vector<ProductAccount> products;         // per product
  std::vector<LabourAccount> labour_kinds;      // per labour kind
};

// `plan` is a plan of the economy, complete (its sums are read); `actuals` are free of errors.
Account account_of(const Economy& economy, const Plan& plan, const Actuals& actuals);

// Saved hours of burden per further unit of a product, what its emissions cost under limits taken off.
std::vector<double> worth_of_products(const Economy& economy, const Plan& plan);

}  // namespace planwerk
