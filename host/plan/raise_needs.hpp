#pragma once

#include "host/plan/make_plan.hpp"

namespace planwerk {

// Rises of coverage up to here are told as none, and need no proof of their own.
inline constexpr double no_rise = 1e-3;
// Largest job, in products, whose solver is sent on to settle it, and of which a programme of its own is asked.
inline constexpr std::size_t settled_products = 6000;
inline constexpr std::size_t raised_products = 500;

// Sees to it that no need of a complete plan falls through. Where the plan's valuations leave it open, one programme
// decides for all needs: the largest sum of rises of coverage while no coverage falls and nothing that is kept gets
// worse (certificate::kept_costs). What it finds becomes the plan, and its prices the proof that no more is to be had.
// docs/needs.md, "No need falls through".
void raise_needs(const Economy& economy, const PlanSettings& settings, Device& device, Plan& plan);

}  // namespace planwerk
