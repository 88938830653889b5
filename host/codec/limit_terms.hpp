#pragma once

#include <functional>
#include <string>

#include "host/model/economy.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

namespace v1 {
class LimitTerm;
class Objective;
}  // namespace v1

// Reads terms of limits and tiers, coefficients converted to the products' own units.
class TermReader {
 public:
  // The index of a thing by its id; reports what does not exist, and returns the index of a stand-in all the same.
  using Find = std::function<Index(const std::string& id, const Place& place)>;

  TermReader(const Economy& economy, Find product, Find recipe, Findings& findings)
      : economy_(economy), product_(std::move(product)), recipe_(std::move(recipe)), findings_(findings) {}

  LimitTerm read(const v1::LimitTerm& message, const Place& place) const;

 private:
  const Economy& economy_;
  Find product_;
  Find recipe_;
  Findings& findings_;
};

void to_message(const Economy& economy, const LimitTerm& term, v1::LimitTerm& message);

// The terms of an objective's tiers, whose other fields have been read.
void read_tier_terms(const v1::Objective& message, const TermReader& terms, Economy& economy);

}  // namespace planwerk
