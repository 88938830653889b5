#include "host/answers/dossier/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "host/answers/dossier/frontier.hpp"
#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

std::optional<double> bounded(double bound) {
  return std::isfinite(bound) ? std::optional(bound) : std::nullopt;
}

std::optional<double> difference(const std::optional<double>& from, const std::optional<double>& to) {
  return from && to ? std::optional(*to - *from) : std::nullopt;
}

// The largest change to the first figure, relative to the larger of both.
double relative_change(const Figures& figures) {
  double largest = 0;
  for (const auto& figure : figures) {
    const auto change = difference(figures.front(), figure);
    if (!change || *change == 0) continue;
    largest = std::max(largest, std::fabs(*change) / std::max(std::fabs(*figures.front()), std::fabs(*figure)));
  }
  return largest;
}

template <class Entry>
void most_important_first(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.weight > b.weight; });
}

class Comparer {
 public:
  explicit Comparer(const std::vector<ComparedPlan>& plans) : plans_(plans) {}

  Comparison compare() {
    for (const ComparedPlan& side : plans_) summarize(side);
    tiers();
    needs();
    cohorts();
    things();
    for (const ComparedPlan& side : plans_) {
      const bool same = side.economy == plans_.front().economy;
      result_.reasons.push_back(same ? std::vector<JobDifference>()
                                     : job_differences(*plans_.front().economy, *side.economy));
    }
    return std::move(result_);
  }

 private:
  void summarize(const ComparedPlan& side) {
    const Plan& plan = *side.plan;
    double hours = 0, burden = 0;
    for (const LabourResult& kind : plan.labour_kinds) hours += kind.used;
    for (std::size_t o = 0; o < plan.labour.size(); ++o) {
      const auto steps = side.economy->steps_of(side.economy->labour_offers[o]);
      for (std::size_t s = 0; s < steps.size(); ++s) burden += steps[s].burden * plan.labour[o][s];
    }
    result_.labels.push_back(side.label);
    result_.statuses.push_back(status_in_words(plan));
    result_.objective.push_back(plan.tiers.empty() ? bounded(plan.certificate.objective) : std::nullopt);
    result_.worth.push_back(worth_of(*side.economy, plan));
    result_.mean_coverage.push_back(mean_coverage_of(*side.economy, plan));
    result_.hours.push_back(hours);
    result_.burden.push_back(burden);
  }

  // Calls act(entry, side, index) for each thing of each plan; entries match by id, in the order of their appearance.
  template <class Entry, class Ids, class Act>
  std::vector<Entry> matched(Ids ids, Act act) const {
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t k = 0; k < plans_.size(); ++k) {
      const std::vector<std::string> own = ids(*plans_[k].economy);
      for (std::size_t index = 0; index < own.size(); ++index) {
        const auto [place, is_new] = at.emplace(own[index], entries.size());
        if (is_new) {
          entries.emplace_back();
          entries.back().id = own[index];
        }
        act(entries[place->second], k, index);
      }
    }
    return entries;
  }

  template <class Things>
  static std::vector<std::string> ids_of(const Things& things) {
    std::vector<std::string> ids;
    for (const auto& thing : things) ids.push_back(thing.id);
    return ids;
  }

  void tiers() {
    const auto ids = [this](std::size_t k) {
      std::vector<std::string> found;
      for (const TierResult& result : plans_[k].plan->tiers) {
        found.push_back(plans_[k].economy->objective.tiers[result.tier].id);
        if (result.level > 0) found.back() += ", level " + std::to_string(result.level + 1);
      }
      return found;
    };
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t k = 0; k < plans_.size(); ++k) {
      const std::vector<std::string> own = ids(k);
      for (std::size_t index = 0; index < own.size(); ++index) {
        const auto [place, is_new] = at.emplace(own[index], result_.tiers.size());
        if (is_new) result_.tiers.push_back({own[index], name_of_result(k, index), Figures(plans_.size())});
        const double value = plans_[k].plan->tiers[index].value;
        result_.tiers[place->second].values[k] = counts_up(aim_of_result(k, index)) ? 0.0 - value : value;
      }
    }
  }

  Aim aim_of_result(std::size_t k, std::size_t index) const {
    return plans_[k].economy->objective.tiers[plans_[k].plan->tiers[index].tier].aim;
  }

  static bool counts_up(Aim aim) { return aim == Aim::worst_off || aim == Aim::coverage; }

  std::string name_of_result(std::size_t k, std::size_t index) const {
    return aim_in_words(aim_of_result(k, index)) + ", in " +
           unit_of_tier(*plans_[k].economy, plans_[k].plan->tiers[index].tier);
  }

  void needs() {
    result_.needs = matched<ComparedNeed>([](const Economy& economy) { return ids_of(economy.needs); },
                                          [this](ComparedNeed& entry, std::size_t k, std::size_t index) {
                                            const Economy& economy = *plans_[k].economy;
                                            const Cohort& cohort = economy.cohorts[economy.needs[index].cohort];
                                            if (entry.coverage.empty()) {
                                              entry.name = name_or_id(economy.needs[index]);
                                              entry.cohort = name_or_id(cohort);
                                              entry.people.resize(plans_.size());
                                              entry.coverage.resize(plans_.size());
                                            }
                                            entry.people[k] = cohort.size;
                                            entry.coverage[k] = plans_[k].plan->needs[index].coverage;
                                          });
    for (ComparedNeed& need : result_.needs) {
      for (std::size_t k = 0; k < plans_.size(); ++k) {
        need.change.push_back(difference(need.coverage.front(), need.coverage[k]));
        if (need.change[k]) need.weight = std::max(need.weight, std::fabs(*need.people[k] * *need.change[k]));
      }
    }
    most_important_first(result_.needs);
  }

  void cohorts() {
    std::unordered_map<std::string, std::size_t> need_at;
    for (std::size_t n = 0; n < result_.needs.size(); ++n) need_at.emplace(result_.needs[n].id, n);
    result_.cohorts = matched<ComparedCohort>([](const Economy& economy) { return ids_of(economy.cohorts); },
                                              [&](ComparedCohort& entry, std::size_t k, std::size_t index) {
                                                const Economy& economy = *plans_[k].economy;
                                                if (entry.people.empty()) {
                                                  entry.name = name_or_id(economy.cohorts[index]);
                                                  entry.people.resize(plans_.size());
                                                  entry.mean_coverage.resize(plans_.size());
                                                  entry.people_change.resize(plans_.size());
                                                }
                                                double covered = 0, change = 0, needs = 0;
                                                for (std::size_t n = 0; n < economy.needs.size(); ++n) {
                                                  if (economy.needs[n].cohort != static_cast<Index>(index)) continue;
                                                  const ComparedNeed& need =
                                                      result_.needs[need_at.at(economy.needs[n].id)];
                                                  covered += plans_[k].plan->needs[n].coverage;
                                                  change += need.change[k].value_or(0) * economy.cohorts[index].size;
                                                  ++needs;
                                                }
                                                entry.people[k] = economy.cohorts[index].size;
                                                if (needs > 0) entry.mean_coverage[k] = covered / needs;
                                                entry.people_change[k] = change;
                                                entry.weight = std::max(entry.weight, std::fabs(change));
                                              });
    most_important_first(result_.cohorts);
  }

  // `fill(economy, plan, index)` gives {name, unit, used, bound}.
  struct Reading {
    std::string name, unit;
    double used = 0;
    double bound = infinite;
  };
  template <class Ids, class Fill>
  std::vector<ComparedThing> read(const std::string& kind, Ids ids, Fill fill) const {
    std::vector<ComparedThing> entries =
        matched<ComparedThing>(ids, [&](ComparedThing& entry, std::size_t k, std::size_t index) {
          const Reading reading = fill(*plans_[k].economy, *plans_[k].plan, index);
          if (entry.used.empty()) {
            entry.name = reading.name;
            entry.unit = reading.unit;
            entry.used.resize(plans_.size());
            entry.bound.resize(plans_.size());
          }
          entry.used[k] = reading.used;
          entry.bound[k] = bounded(reading.bound);
        });
    for (ComparedThing& entry : entries) {
      entry.id = kind + entry.id;
      entry.weight = relative_change(entry.used);
    }
    most_important_first(entries);
    return entries;
  }

  void things() {
    result_.labour_kinds = read(
        "labour:", [](const Economy& economy) { return ids_of(economy.labour_kinds); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          return Reading{name_or_id(economy.labour_kinds[k]), "h", plan.labour_kinds[k].used,
                         plan.labour_kinds[k].offered};
        });
    result_.offers = read(
        "offer:", [](const Economy& economy) { return ids_of(economy.labour_offers); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          double used = 0, offered = 0;
          for (const double hours : plan.labour[k]) used += hours;
          for (const LabourStep& step : economy.steps_of(economy.labour_offers[k])) offered += step.hours;
          return Reading{economy.labour_offers[k].id, "h", used, offered};
        });
    result_.capacities = read(
        "capacity:", [](const Economy& economy) { return ids_of(economy.capacities); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          const Capacity& capacity = economy.capacities[k];
          return Reading{name_or_id(capacity), capacity.unit, plan.capacities[k].used, capacity.amount};
        });
    result_.limits = read(
        "limit:", [](const Economy& economy) { return ids_of(economy.limits); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          const Limit& limit = economy.limits[k];
          return Reading{name_or_id(limit), limit.unit, plan.limits[k].value,
                         std::isfinite(limit.upper) ? limit.upper : limit.lower};
        });
    result_.stocks = read(
        "stock:",
        [](const Economy& economy) {
          std::vector<std::string> ids;
          for (const Stock& stock : economy.stocks) ids.push_back(economy.products[stock.product].id);
          return ids;
        },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          const Product& product = economy.products[economy.stocks[k].product];
          return Reading{name_or_id(product), product.unit, plan.drawn[k], economy.stocks[k].opening};
        });
    result_.products = read(
        "product:", [](const Economy& economy) { return ids_of(economy.products); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          return Reading{name_or_id(economy.products[k]), economy.products[k].unit, plan.products[k].made};
        });
    result_.recipes = read(
        "recipe:", [](const Economy& economy) { return ids_of(economy.recipes); },
        [](const Economy& economy, const Plan& plan, std::size_t k) {
          return Reading{name_or_id(economy.recipes[k]), "", plan.activity[k], economy.recipes[k].upper_activity};
        });
  }

  const std::vector<ComparedPlan>& plans_;
  Comparison result_;
};

}  // namespace

Comparison compare_plans(const std::vector<ComparedPlan>& plans) {
  return Comparer(plans).compare();
}

}  // namespace planwerk
