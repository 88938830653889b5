#pragma once

#include <string>
#include <vector>

#include "host/answers/actuals/correction.hpp"

namespace planwerk {

// A product whose level is not what was planned by now, and what that means.
struct Deviation {
  Index product = no_index;
  double worth = 0;       // hours of burden, by the plan's valuations; negative: lost
  Index need = no_index;  // the worst covered short need that pays for it; no_index: none is short
  double of_need = 0;     // units of that need that cost as much
};

// Products whose causes are more than rounding, those that are worth most first.
std::vector<Deviation> deviations(const Economy& economy, const Plan& plan, const Account& account);

// "Bake ran 4 times instead of 6"
std::string in_words(const Economy& economy, const Account& account, const Cause& cause);

// What went other than planned, and why.
std::string to_text(const Economy& economy, const Plan& plan, const Account& account);

// What is to change in the rest of the period, and whom it concerns.
std::string to_text(const Economy& economy, const Correction& correction);

}  // namespace planwerk
