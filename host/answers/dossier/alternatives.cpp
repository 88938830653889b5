#include "host/answers/dossier/alternatives.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "host/answers/dossier/near_optimal.hpp"
#include "host/answers/dossier/programme.hpp"

namespace planwerk {
namespace {

constexpr double unused_counts = 0.01;  // of what a plan uses: ties are broken against what serves nothing
constexpr double told_part = 1e-3;      // shifts below this part of the largest are not told
constexpr int directions_by_parts = 2;  // further directions that look at a half of all doings each

// SplitMix64's finalizer (Steele, Lea & Flood 2014): the same half on every machine.
bool in_half(std::size_t doing, std::uint64_t round) {
  std::uint64_t z = (doing + 1) * 0x9e3779b97f4a7c15u + round * 0xd1b54a32d192ed03u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return ((z ^ (z >> 31)) >> 40 & 1) != 0;
}

class Search {
 public:
  Search(const Economy& economy, const Plan& plan, const AlternativeSettings& settings, Device& device)
      : economy_(economy), plan_(plan), settings_(settings), device_(device), near_(economy, plan, settings.slack) {
    for (const NearOptimal::Doing& doing : near_.doings()) worths_.push_back(doing.worth);
    levels_.push_back(near_.levels(near_.start()));
    last_ = near_.start();
  }

  Alternatives find() {
    for (int k = 0; k < settings_.count; ++k) {
      auto farthest = find_next();
      if (!farthest) break;
      levels_.push_back(near_.levels(farthest->point));
      last_ = farthest->point;
      tell(std::move(*farthest));
    }
    return std::move(result_);
  }

 private:
  struct Candidate {
    PrimalDual point;
    Plan plan;
    double nearest = 0;
  };

  std::optional<Candidate> find_next() {
    std::optional<Candidate> farthest;
    for (int direction = 0; direction < 2 + directions_by_parts; ++direction) {
      auto candidate = try_direction(direction);
      if (candidate && (!farthest || candidate->nearest > farthest->nearest)) farthest = std::move(candidate);
    }
    return farthest;
  }

  // Nothing where the solve stops short, or what it finds cannot be carried out or is not new.
  std::optional<Candidate> try_direction(int direction) {
    const Solution solution = solve_near(near_.with(costs_of(direction)), last_, settings_.solve, device_);
    ++result_.solves;
    if (solution.status != Status::optimal) {
      result_.status = solution.status;
      return {};
    }
    Candidate candidate{solution.point, near_.plan_at(solution.point), 1};
    if (!candidate.plan.certificate.executable()) return {};
    const std::vector<double> found = near_.levels(solution.point);
    for (const auto& known : levels_) {
      candidate.nearest = std::min(candidate.nearest, difference_of(worths_, found, known));
    }
    if (candidate.nearest < settings_.least_difference) return {};
    return candidate;
  }

  std::vector<double> costs_of(int direction) const {
    const bool last_alone = direction == 1;
    const std::size_t first = last_alone ? levels_.size() - 1 : 0;
    std::vector<double> costs(near_.columns(), 0.0);
    for (std::size_t d = 0; d < worths_.size(); ++d) {
      double uses = 0;
      for (std::size_t p = first; p < levels_.size(); ++p) uses += is_used(d, levels_[p]) ? 1 : 0;
      double counts = unused_counts + uses / static_cast<double>(levels_.size() - first);
      if (direction >= 2 && !in_half(d, levels_.size() * directions_by_parts + static_cast<std::size_t>(direction))) {
        counts = unused_counts;
      }
      costs[near_.doings()[d].column] = counts * worths_[d];
    }
    return costs;
  }

  bool is_used(std::size_t doing, const std::vector<double>& levels) const {
    return levels[doing] * worths_[doing] > 1e-9 * std::fabs(near_.given_objective());
  }

  void tell(Candidate candidate) {
    AlternativePlan told;
    const std::vector<double>& now = levels_.back();
    told.loss = near_.loss_of(candidate.plan);
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      told.worst_loss = std::max(told.worst_loss, plan_.needs[n].coverage - candidate.plan.needs[n].coverage);
    }
    told.difference = difference_of(worths_, now, levels_.front());
    told.nearest = candidate.nearest;
    told.shifts = shifts(levels_.front(), now);
    told.swaps = swaps(levels_.front(), now);
    told.plan = std::move(candidate.plan);
    result_.plans.push_back(std::move(told));
  }

  std::vector<Shift> shifts(const std::vector<double>& from, const std::vector<double>& to) const {
    std::vector<Shift> all;
    for (std::size_t d = 0; d < worths_.size(); ++d) {
      const double worth = worths_[d] * std::fabs(to[d] - from[d]);
      if (worth > 0) all.push_back({near_.doings()[d].id, from[d], to[d], worth});
    }
    return largest_first(std::move(all));
  }

  // What goes up and what goes down of the same product: the lesser of both was swapped.
  std::vector<Swap> swaps(const std::vector<double>& from, const std::vector<double>& to) const {
    struct Sides {
      std::vector<Shift> less, more;
    };
    std::map<std::string, Sides> by_product;
    for (std::size_t d = 0; d < worths_.size(); ++d) {
      const NearOptimal::Doing& doing = near_.doings()[d];
      const double worth = doing.worth * std::fabs(to[d] - from[d]);
      if (worth <= 0 || doing.serves.empty()) continue;
      Sides& sides = by_product[doing.serves];
      (to[d] < from[d] ? sides.less : sides.more).push_back({doing.id, from[d], to[d], worth});
    }
    std::vector<Swap> all;
    for (auto& [of, sides] : by_product) {
      if (sides.less.empty() || sides.more.empty()) continue;
      Swap swap{of, {}, {}, std::min(worth_of(sides.less), worth_of(sides.more))};
      for (const Shift& shift : largest_first(std::move(sides.less))) swap.less.push_back(shift.id);
      for (const Shift& shift : largest_first(std::move(sides.more))) swap.more.push_back(shift.id);
      all.push_back(std::move(swap));
    }
    return largest_first(std::move(all));
  }

  static double worth_of(const std::vector<Shift>& shifts) {
    double worth = 0;
    for (const Shift& shift : shifts) worth += shift.worth;
    return worth;
  }

  template <class Told>
  static std::vector<Told> largest_first(std::vector<Told> all) {
    std::stable_sort(all.begin(), all.end(), [](const Told& a, const Told& b) { return a.worth > b.worth; });
    while (!all.empty() && all.back().worth < told_part * all.front().worth) all.pop_back();
    return all;
  }

  const Economy& economy_;
  const Plan& plan_;
  const AlternativeSettings& settings_;
  Device& device_;
  NearOptimal near_;
  std::vector<double> worths_;               // per doing
  std::vector<std::vector<double>> levels_;  // per plan so far, the given one first
  PrimalDual last_;
  Alternatives result_;
};

double value_in(const Economy& economy, const Plan& plan, const Quantity& quantity) {
  if (quantity.kind == Quantity::Kind::recipe) return plan.activity[quantity.index];
  if (quantity.kind == Quantity::Kind::need) return plan.needs[quantity.index].coverage;
  double hours = 0;
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    for (const Flow& labour : economy.flows_of(economy.recipes[r].labour)) {
      if (labour.index == quantity.index) hours += labour.amount * plan.activity[r];
    }
  }
  return hours;
}

}  // namespace

double difference_of(const std::vector<double>& worths, const std::vector<double>& one,
                     const std::vector<double>& other) {
  double apart = 0, together = 0;
  for (std::size_t d = 0; d < worths.size(); ++d) {
    apart += worths[d] * std::fabs(one[d] - other[d]);
    together += worths[d] * (one[d] + other[d]);
  }
  return together > 0 ? apart / together : 0;
}

Alternatives alternatives(const Economy& economy, const Plan& plan, const AlternativeSettings& settings,
                          Device& device) {
  return Search(economy, plan, settings, device).find();
}

QuantityRange range_of(const Economy& economy, const Plan& plan, const Quantity& quantity, const Slack& slack,
                       const SolveSettings& solve, Device& device) {
  const NearOptimal near(economy, plan, slack);
  QuantityRange range;
  range.present = value_in(economy, plan, quantity);
  std::vector<double> costs = near.costs_of(quantity);
  const auto extreme = [&](Plan& extreme_plan) {
    const Solution solution = solve_near(near.with(costs), near.start(), solve, device);
    if (solution.status != Status::optimal) range.status = solution.status;
    extreme_plan = near.plan_at(solution.point);
    return value_in(economy, extreme_plan, quantity);
  };
  range.least = extreme(range.least_plan);
  for (double& cost : costs) cost = -cost;
  range.greatest = extreme(range.greatest_plan);
  return range;
}

}  // namespace planwerk
