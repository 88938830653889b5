#include "host/plan/report/scarcities.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

// A labour kind counts as used up when less than this part of the offered hours is left.
constexpr double used_up = 1e-3;

// What is worth less than this part of the scarcest thing is left out: valuations are not more exact than that.
constexpr double worth_telling = 1e-4;

bool has_hours_left(const LabourResult& labour) {
  return labour.used < labour.offered * (1 - used_up);
}

}  // namespace

double hours_left(const Economy& economy, const Plan& plan, const std::string& id) {
  const std::string kind = "labour:";
  if (!id.starts_with(kind)) return 0;
  for (std::size_t l = 0; l < economy.labour_kinds.size(); ++l) {
    if (id.compare(kind.size(), std::string::npos, economy.labour_kinds[l].id) != 0) continue;
    const LabourResult& labour = plan.labour_kinds[l];
    return has_hours_left(labour) ? labour.offered - labour.used : 0;
  }
  return 0;
}

std::vector<Scarcity> scarcities(const Economy& economy, const Plan& plan, std::size_t at_most) {
  std::vector<Scarcity> found;
  const auto add = [&](Scarcity scarcity) {
    scarcity.worth_of_more = 0.01 * std::fabs(scarcity.bound) * scarcity.valuation;
    if (scarcity.worth_of_more > 0) found.push_back(std::move(scarcity));
  };
  for (std::size_t k = 0; k < economy.capacities.size(); ++k) {
    const Capacity& capacity = economy.capacities[k];
    add({"capacity:" + capacity.id, name_or_id(capacity), capacity.unit, capacity.amount,
         plan.capacities[k].valuation});
  }
  for (std::size_t k = 0; k < economy.limits.size(); ++k) {
    const Limit& limit = economy.limits[k];
    const double valuation = plan.limits[k].valuation;
    const double bound = valuation > 0 ? limit.upper : limit.lower;
    if (std::isfinite(bound)) add({"limit:" + limit.id, name_or_id(limit), limit.unit, bound, std::fabs(valuation)});
  }
  for (std::size_t k = 0; k < economy.labour_kinds.size(); ++k) {
    const LabourResult& labour = plan.labour_kinds[k];
    if (labour.offered == 0 || has_hours_left(labour)) continue;
    const LabourKind& kind = economy.labour_kinds[k];
    add({"labour:" + kind.id, name_or_id(kind), "h", labour.offered, labour.valuation});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Scarcity& a, const Scarcity& b) { return a.worth_of_more > b.worth_of_more; });
  const auto too_little = [&](const Scarcity& entry) {
    return entry.worth_of_more < worth_telling * found.front().worth_of_more;
  };
  found.erase(std::find_if(found.begin(), found.end(), too_little), found.end());
  if (found.size() > at_most) found.resize(at_most);
  return found;
}

}  // namespace planwerk
