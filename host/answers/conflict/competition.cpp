#include "host/answers/conflict/competition.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

// A smaller part of a need's cost does not make it a competitor.
constexpr double least_share = 0.01;

class Competitions {
 public:
  Competitions(const Economy& economy, const Plan& plan) : economy_(economy), plan_(plan) {}

  void add(Index need, double marginal_cost, const std::vector<Bottleneck>& bottlenecks) {
    for (const Bottleneck& bottleneck : bottlenecks) {
      const double price = std::fabs(bottleneck.valuation);  // negative ones price a waste that nothing more can take
      if (price <= 0 || bottleneck.share < least_share || marginal_cost <= 0) continue;
      Competition& competition = found_[bottleneck.id];
      competition.id = bottleneck.id;
      competition.valuation = bottleneck.valuation;
      const double takes = bottleneck.share * marginal_cost / price;
      competition.competitors.push_back({need, economy_.cohorts[economy_.needs[need].cohort].size,
                                         plan_.needs[need].coverage, bottleneck.share, takes, 1 / takes});
    }
  }

  std::vector<Competition> sorted() {
    std::vector<Competition> list;
    for (auto& [id, competition] : found_) {
      competition.people = people_of(competition);
      std::stable_sort(competition.competitors.begin(), competition.competitors.end(), comes_first);
      list.push_back(std::move(competition));
    }
    std::stable_sort(list.begin(), list.end(), [](const Competition& a, const Competition& b) {
      return a.people != b.people ? a.people > b.people : std::fabs(a.valuation) > std::fabs(b.valuation);
    });
    return list;
  }

 private:
  static bool comes_first(const Competitor& a, const Competitor& b) {
    return a.coverage != b.coverage ? a.coverage < b.coverage : a.people > b.people;
  }

  double people_of(const Competition& competition) const {
    std::set<Index> cohorts;
    for (const Competitor& competitor : competition.competitors) {
      cohorts.insert(economy_.needs[competitor.need].cohort);
    }
    double people = 0;
    for (const Index cohort : cohorts) people += economy_.cohorts[cohort].size;
    return people;
  }

  const Economy& economy_;
  const Plan& plan_;
  std::map<std::string, Competition> found_;
};

}  // namespace

std::vector<Competition> competitions(const Economy& economy, const Plan& plan) {
  Competitions found(economy, plan);
  std::set<Index> answered;
  for (const NeedAnswer& answer : plan.answers) {
    found.add(answer.need, answer.marginal_cost, answer.bottlenecks);
    answered.insert(answer.need);
  }
  for (const NeedExplanation& explanation : plan.explanations) {
    if (answered.count(explanation.need) > 0 || plan.needs[explanation.need].coverage >= full_coverage) continue;
    found.add(explanation.need, plan.needs[explanation.need].marginal_cost, explanation.bottlenecks);
  }
  return found.sorted();
}

}  // namespace planwerk
