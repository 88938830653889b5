#pragma once

#include <string>
#include <vector>

#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// Something of which there is not enough: plant, a limit, a kind of work of which all offered hours are used.
struct Scarcity {
  std::string id;    // `capacity:mill`, `limit:co2`, `labour:care`
  std::string name;  // for people
  std::string unit;
  double bound = 0;          // what there is of it; of a limit, the side that binds
  double valuation = 0;      // hours of burden that one more unit would save, > 0
  double worth_of_more = 0;  // hours of burden that one per cent more of it would save: comparable between units
};

// The scarce things of a plan, those of which one per cent more would be worth most first.
std::vector<Scarcity> scarcities(const Economy& economy, const Plan& plan, std::size_t at_most);

// Hours of a labour kind (`labour:ID`) that are offered but not used; zero for ids of all other kinds.
double hours_left(const Economy& economy, const Plan& plan, const std::string& id);

}  // namespace planwerk
