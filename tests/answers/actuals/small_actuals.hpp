#pragma once

#include <vector>

#include "host/answers/actuals/correction.hpp"
#include "host/model/economy.hpp"
#include "host/plan/plan.hpp"

namespace planwerk {

// On one thread, within a minute.
Correction correct(const Economy& economy, const Plan& plan, const Actuals& actuals);

// The rest is a job without faults, and its plan is what it says of itself.
void expect_true(const Correction& correction);

// Nothing told but how much of the period is gone.
Actuals after(double elapsed);

// Of their amounts.
double sum(const std::vector<Cause>& causes);

// Everything as the plan says, said explicitly.
Actuals as_planned(const Economy& economy, const Plan& plan, double elapsed);

// A dairy of 10 people: milk (a cow's share takes 1 h) becomes cheese (10 milk, 2 h) by a press of 100 h a year, 1 h a
// cheese; 100 cheeses asked for, 300 milk. 100 h of the press make 100 cheeses of 1,000 milk; in all 1,300 h for milk,
// 200 h for cheese.
Economy dairy();

}  // namespace planwerk
