#pragma once

#include "host/model/economy.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

// The parts of a job that are the same in both of its forms, message and stream: what stands around the lists.

namespace v1 {
class JobSettings;
class Objective;
class Provenance;
}  // namespace v1

Provenance from_message(const v1::Provenance& message);
// Says what is missing; an empty ladder becomes the default one. The terms of tiers refer to what may not have been
// read yet: read_tier_terms (limit_terms.hpp) adds them.
Objective from_message(const v1::Objective& message, Findings& findings);
JobSettings from_message(const v1::JobSettings& message, Findings& findings);

void to_message(const Provenance& provenance, v1::Provenance& message);
void to_message(const Economy& economy, v1::Objective& message);  // the economy's objective
void to_message(const JobSettings& settings, v1::JobSettings& message);

}  // namespace planwerk
