#pragma once

#include <optional>
#include <string>
#include <vector>

#include "host/model/economy.hpp"

namespace planwerk {

enum class ConditionKind { need, stock, recipe, limit, product, labour_kind, capacity };

// Something a job insists on or has to make do with, and that people could agree to change: a floor, a stock, bounds of
// a recipe's activity, a limit, waste that must balance, hours offered, plant. What can be made from what is no
// condition: that is nature, and always kept.
struct Condition {
  ConditionKind kind;
  Index index;                     // of the need, stock, recipe, ...
  std::string id;                  // as NamedResidual::id: `need:bread`, `stock:coal`, `limit:co2`, ...
  std::optional<double> least;     // what is insisted on: floor (unit of the need), closing stock, least activity, ...
  std::optional<double> greatest;  // what there is: hours, plant, opening stock, upper limit; what may be left over: 0
};

// All conditions that could keep an economy from having a plan, in the job's order. The economy is free of errors.
std::vector<Condition> conditions_of(const Economy& economy);

// Whether a plan that does nothing at all may break the condition: what people demand, as against what there is.
bool is_demand(const Condition& condition);

// The economy with one condition eased: what is insisted on lowered by `by` (not below zero, limits excepted), what
// there is raised by it. A stock gives way at its end first.
Economy eased(Economy economy, const Condition& condition, double by);

}  // namespace planwerk
