#pragma once

#include <optional>

#include "host/base/status.hpp"
#include "host/model/economy.hpp"

namespace planwerk {

// The model's enumerations and their numbers in the schema: Plan.Status, Product.BalanceRule, Tier.Aim. Numbers that
// the schema does not have can stand in any file, since proto3's enumerations are open.
int number_of(Status status);
int number_of(BalanceRule rule);
int number_of(Aim aim);
std::optional<Status> status_of(int number);
std::optional<BalanceRule> balance_rule_of(int number);
std::optional<Aim> aim_of(int number);

}  // namespace planwerk
