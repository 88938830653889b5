#include "host/answers/dossier/frontier_changes.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

using Kind = FrontierChange::Kind;

constexpr double nothing = 1e-7;      // of the most there is of it along the frontier
constexpr double full_to = 1 - 1e-7;  // of a need, of a bound
constexpr double steady = 1e-9;       // coverage that changes by less does not change

double people_of(const Economy& economy, std::size_t need) {
  return economy.cohorts[economy.needs[need].cohort].size;
}

// Where a level stands relative to zero and to its bound.
enum class Place { none, between, full };

Place place(double level, double most, double bound) {
  if (level <= nothing * most) return Place::none;
  return level >= full_to * bound ? Place::full : Place::between;
}

class Changes {
 public:
  Changes(const Economy& economy, const Means& means, const std::vector<FrontierPoint>& points)
      : economy_(economy), means_(means), points_(points), changes_(points.size()) {}

  std::vector<std::vector<FrontierChange>> find() {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) need(n);
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) recipe(r);
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      if (means_.kind == Means::Kind::capacity && means_.index == static_cast<Index>(c)) continue;
      bound("capacity:" + economy_.capacities[c].id, economy_.capacities[c].amount,
            [c](const Plan& plan) { return plan.capacities[c].used; });
    }
    for (std::size_t l = 0; l < economy_.labour_kinds.size(); ++l) {
      bound("labour:" + economy_.labour_kinds[l].id, points_.front().plan.labour_kinds[l].offered,
            [l](const Plan& plan) { return plan.labour_kinds[l].used; });
    }
    for (std::size_t b = 0; b < economy_.limits.size(); ++b) limit(b);
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      bound("stock:" + economy_.products[economy_.stocks[s].product].id, economy_.stocks[s].opening,
            [s](const Plan& plan) { return plan.drawn[s]; });
    }
    for (auto& list : changes_) {
      std::stable_sort(list.begin(), list.end(),
                       [](const FrontierChange& a, const FrontierChange& b) { return a.size > b.size; });
    }
    return std::move(changes_);
  }

 private:
  void add(std::size_t point, Kind kind, const std::string& id, double size) {
    changes_[point].push_back({kind, id, size});
  }

  void need(std::size_t n) {
    const std::string id = "need:" + economy_.needs[n].id;
    const double people = people_of(economy_, n);
    for (std::size_t k = 1; k + 1 < points_.size(); ++k) {
      const double before = points_[k - 1].plan.needs[n].coverage, here = points_[k].plan.needs[n].coverage;
      const double after = points_[k + 1].plan.needs[n].coverage;
      if (here <= nothing && after > nothing) add(k, Kind::need_begins, id, people * after);
      if (here >= full_to && before < full_to) add(k, Kind::need_filled, id, people * (here - before));
      if (after < here - nothing && before <= here + nothing) add(k, Kind::need_falls, id, people * (here - after));
    }
  }

  void recipe(std::size_t r) {
    const auto level = [&](std::size_t k) { return points_[k].plan.activity[r]; };
    double most = 0;
    for (std::size_t k = 0; k < points_.size(); ++k) most = std::max(most, level(k));
    const std::string id = "recipe:" + economy_.recipes[r].id;
    for (std::size_t k = 1; k + 1 < points_.size(); ++k) {
      const bool idle = level(k) <= nothing * most;
      const double worth = worth_of_activity(r, points_[k].plan);
      if (idle && level(k + 1) > nothing * most) add(k, Kind::recipe_begins, id, worth * level(k + 1));
      if (idle && level(k - 1) > nothing * most) add(k, Kind::recipe_ends, id, worth * level(k - 1));
      mark_bound(k, id, level(k - 1), level(k), level(k + 1), most, economy_.recipes[r].upper_activity);
    }
  }

  double worth_of_activity(std::size_t r, const Plan& plan) const {
    double worth = 0;
    for (const Flow& out : economy_.flows_of(economy_.recipes[r].outputs)) {
      worth += out.amount * std::fabs(plan.products[out.index].valuation);
    }
    return worth;
  }

  template <class Level>
  void bound(const std::string& id, double most, Level level) {
    for (std::size_t k = 1; k + 1 < points_.size(); ++k) {
      mark_bound(k, id, level(points_[k - 1].plan), level(points_[k].plan), level(points_[k + 1].plan), most, most);
    }
  }

  // Both sides of a limit can bind: its distance to the nearer one is what is left.
  void limit(std::size_t b) {
    if (means_.kind == Means::Kind::limit && means_.index == static_cast<Index>(b)) return;
    const Limit& limit = economy_.limits[b];
    if (std::isfinite(limit.upper) && limit.upper > 0) {
      bound("limit:" + limit.id, limit.upper, [b](const Plan& plan) { return plan.limits[b].value; });
    } else if (std::isfinite(limit.lower) && limit.lower < 0) {
      bound("limit:" + limit.id, -limit.lower, [b](const Plan& plan) { return -plan.limits[b].value; });
    }
  }

  void mark_bound(std::size_t k, const std::string& id, double before, double here, double after, double most,
                  double limit) {
    if (!std::isfinite(limit) || limit <= 0 || place(here, most, limit) != Place::full) return;
    if (place(before, most, limit) != Place::full) add(k, Kind::bound_reached, id, (here - before) / limit);
    if (place(after, most, limit) != Place::full) add(k, Kind::bound_left, id, (here - after) / limit);
  }

  const Economy& economy_;
  const Means& means_;
  const std::vector<FrontierPoint>& points_;
  std::vector<std::vector<FrontierChange>> changes_;
};

}  // namespace

std::vector<FrontierSegment> segments_of(const Economy& economy, const std::vector<FrontierPoint>& points) {
  std::vector<FrontierSegment> segments;
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    const double width = points[k + 1].means - points[k].means;
    FrontierSegment segment;
    if (width > 0) segment.slope = (points[k + 1].value - points[k].value) / width;
    for (std::size_t n = 0; n < economy.needs.size() && width > 0; ++n) {
      const double gained = points[k + 1].plan.needs[n].coverage - points[k].plan.needs[n].coverage;
      if (std::fabs(gained) <= steady) continue;
      segment.rates.push_back({static_cast<Index>(n), gained / width, people_of(economy, n) * gained / width});
    }
    std::stable_sort(segment.rates.begin(), segment.rates.end(), [](const NeedRate& a, const NeedRate& b) {
      return std::fabs(a.people_rate) > std::fabs(b.people_rate);
    });
    segments.push_back(std::move(segment));
  }
  return segments;
}

std::vector<std::vector<FrontierChange>> changes_at(const Economy& economy, const Means& means,
                                                    const std::vector<FrontierPoint>& points) {
  if (points.empty()) return {};
  return Changes(economy, means, points).find();
}

}  // namespace planwerk
