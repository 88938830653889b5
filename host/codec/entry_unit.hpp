#pragma once

#include <string>

#include "host/codec/message_file.hpp"
#include "host/model/units.hpp"
#include "host/model/validation/findings.hpp"

namespace planwerk {

// The factor from the entry's unit, if it names one, to the own unit of what it counts (empty: unknown, reported
// elsewhere). 1 where there is none, which is a problem.
template <class Entry>
double factor_to(const std::string& own_unit, const Entry& entry, const Place& place, Findings& findings) {
  if (!entry.has_unit() || own_unit.empty()) return 1;
  if (const auto factor = conversion_factor(entry.unit(), own_unit)) return *factor;
  const std::string unknown = "unknown unit" + did_you_mean(entry.unit(), unit_names());
  findings.fail(place.field("unit"), planwerk::quoted(entry.unit()),
                find_unit(entry.unit()) ? "cannot be converted to " + planwerk::quoted(own_unit) : unknown);
  return 1;
}

}  // namespace planwerk
