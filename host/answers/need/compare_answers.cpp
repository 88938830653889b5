#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/answers/need/near_figures.hpp"
#include "host/answers/need/verify_answers.hpp"

namespace planwerk {
namespace {

bool same_rivals(const std::vector<Rival>& a, const std::vector<Rival>& b) {
  const auto loss_in = [](const std::vector<Rival>& rivals, Index need) {
    for (const Rival& rival : rivals) {
      if (rival.need == need) return rival.loss;
    }
    return 0.0;
  };
  const auto all_in = [&](const std::vector<Rival>& one, const std::vector<Rival>& other) {
    return std::all_of(one.begin(), one.end(),
                       [&](const Rival& rival) { return is_near(rival.loss, loss_in(other, rival.need), 1); });
  };
  return all_in(a, b) && all_in(b, a);
}

bool same_hours(const std::vector<ExtraHours>& a, const std::vector<ExtraHours>& b) {
  double largest = 0;
  for (const auto& list : {a, b}) {
    for (const ExtraHours& extra : list) largest = std::max(largest, std::fabs(extra.hours));
  }
  const auto all_in = [largest](const std::vector<ExtraHours>& some, const std::vector<ExtraHours>& others) {
    return std::all_of(some.begin(), some.end(), [&](const ExtraHours& entry) {
      double hours = 0;
      for (const ExtraHours& other : others) {
        hours += other.offer == entry.offer && other.step == entry.step ? other.hours : 0;
      }
      return is_near(entry.hours, hours, largest);
    });
  };
  return all_in(a, b) && all_in(b, a);
}

bool same_prices(const std::vector<Bottleneck>& a, const std::vector<Bottleneck>& b) {
  const auto has = [](const std::vector<Bottleneck>& list, const Bottleneck& entry) {
    return std::any_of(list.begin(), list.end(), [&](const Bottleneck& other) {
      return other.id == entry.id && is_near(other.valuation, entry.valuation, 0);
    });
  };
  const auto all_in = [&](const std::vector<Bottleneck>& some, const std::vector<Bottleneck>& others) {
    return std::all_of(some.begin(), some.end(),
                       [&](const Bottleneck& entry) { return entry.share < figure_tolerance || has(others, entry); });
  };
  return all_in(a, b) && all_in(b, a);
}

bool same_shares(const std::vector<Bottleneck>& a, const std::vector<Bottleneck>& b) {
  const auto all_near = [](const std::vector<Bottleneck>& some, const std::vector<Bottleneck>& others) {
    return std::all_of(some.begin(), some.end(), [&](const Bottleneck& entry) {
      double share = 0;
      for (const Bottleneck& other : others) share += other.id == entry.id ? other.share : 0;
      return is_near(entry.share, share, 1);
    });
  };
  return all_near(a, b) && all_near(b, a);
}

// Of two ways that carry as much either may be told.
bool same_chain(const std::vector<ChainLink>& a, const std::vector<ChainLink>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ChainLink& one, const ChainLink& other) {
    return one.product == other.product && one.recipe == other.recipe && is_near(one.amount, other.amount, 0);
  });
}

}  // namespace

Problems compare_answers(const Economy& economy, const Plan& claimed, const Plan& recomputed) {
  Problems problems;
  for (const NeedAnswer& is : claimed.answers) {
    const auto should = std::find_if(recomputed.answers.begin(), recomputed.answers.end(),
                                     [&](const NeedAnswer& other) { return other.need == is.need; });
    if (should == recomputed.answers.end() || !is.exact || !should->exact) continue;
    const std::string place = fmt::format("answers[\"{}\"].", economy.needs[is.need].id);
    if (is.tier != should->tier || is.level != should->level) {
      problems.error(place + "tier", fmt::format("{}", is.level), "another result holds the need back");
    } else if (!is_near(is.marginal_cost, should->marginal_cost, 0)) {
      problems.error(place + "marginal_cost", fmt::format("{:.17g}", is.marginal_cost),
                     fmt::format("computed anew it is {:.17g}", should->marginal_cost));
    } else if (is.unique && should->unique && !same_rivals(is.rivals, should->rivals)) {
      problems.error(place + "rivals", fmt::format("{}", is.rivals.size()), "computed anew, others lose");
    } else if (is.unique && should->unique && !same_hours(is.hours, should->hours)) {
      problems.error(place + "hours", fmt::format("{}", is.hours.size()), "computed anew, the hours are others");
    } else if (same_prices(is.bottlenecks, should->bottlenecks)) {
      // Where an optimum has several prices, shares and chains are those of one choice among them.
      if (!same_shares(is.bottlenecks, should->bottlenecks)) {
        problems.error(place + "bottlenecks", is.bottlenecks.front().id, "computed anew, the shares are others");
      } else if (!same_chain(is.chain, should->chain)) {
        problems.error(place + "chain", fmt::format("{}", is.chain.size()), "computed anew, the way is another");
      }
    }
  }
  return problems;
}

}  // namespace planwerk
