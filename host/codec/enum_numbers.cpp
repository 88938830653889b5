#include "host/codec/enum_numbers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "planwerk/v1/economy.pb.h"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

constexpr std::array<std::pair<Status, int>, 9> statuses = {{
    {Status::optimal, v1::Plan::OPTIMAL},
    {Status::feasible, v1::Plan::FEASIBLE},
    {Status::infeasible, v1::Plan::INFEASIBLE},
    {Status::unbounded, v1::Plan::UNBOUNDED},
    {Status::time_limit, v1::Plan::TIME_LIMIT},
    {Status::iteration_limit, v1::Plan::ITERATION_LIMIT},
    {Status::interrupted, v1::Plan::INTERRUPTED},
    {Status::out_of_memory, v1::Plan::OUT_OF_MEMORY},
    {Status::numerical_trouble, v1::Plan::NUMERICAL_TROUBLE},
}};

constexpr std::array<std::pair<BalanceRule, int>, 3> balance_rules = {{
    {BalanceRule::surplus_allowed, v1::Product::SURPLUS_ALLOWED},
    {BalanceRule::exact, v1::Product::EXACT},
    {BalanceRule::free, v1::Product::FREE},
}};

constexpr std::array<std::pair<Aim, int>, 8> aims = {{
    {Aim::floors, v1::Tier::FLOORS},
    {Aim::worst_off, v1::Tier::WORST_OFF},
    {Aim::coverage, v1::Tier::COVERAGE},
    {Aim::regret, v1::Tier::REGRET},
    {Aim::burden, v1::Tier::BURDEN},
    {Aim::use, v1::Tier::USE},
    {Aim::surplus, v1::Tier::SURPLUS},
    {Aim::weighted, v1::Tier::WEIGHTED},
}};

template <class Pairs, class Value>
int number_in(const Pairs& pairs, Value value) {
  return std::find_if(pairs.begin(), pairs.end(), [&](auto& pair) { return pair.first == value; })->second;
}

template <class Value, class Pairs>
std::optional<Value> value_in(const Pairs& pairs, int number) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](auto& pair) { return pair.second == number; });
  return found == pairs.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

int number_of(Status status) {
  return number_in(statuses, status);
}
int number_of(BalanceRule rule) {
  return number_in(balance_rules, rule);
}
int number_of(Aim aim) {
  return number_in(aims, aim);
}
std::optional<Status> status_of(int number) {
  return value_in<Status>(statuses, number);
}
std::optional<BalanceRule> balance_rule_of(int number) {
  return value_in<BalanceRule>(balance_rules, number);
}
std::optional<Aim> aim_of(int number) {
  return value_in<Aim>(aims, number);
}

}  // namespace planwerk
