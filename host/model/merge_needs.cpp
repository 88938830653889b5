#include <algorithm>
#include <cstring>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>

#include "host/model/build_lp.hpp"

namespace planwerk {
namespace {

void append_bytes(std::string& key, double value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  key.append(bytes, sizeof value);
}

// Everything that makes two needs the same need of different people: what is asked for, in the unit of the first
// product of the job among the alternatives, whatever order they are listed in.
std::string identity_of(const Economy& economy, const Need& need) {
  std::string key;
  const std::vector<Index> order = alternatives_by_product(economy, need);
  const auto ways = economy.alternatives_of(need);
  const double unit = ways[order.front()].rate;
  append_bytes(key, need.amount_per_head / unit);
  append_bytes(key, need.weight);
  append_bytes(key, need.floor);
  append_bytes(key, static_cast<double>(need.alternatives.size()));
  for (const Index a : order) {
    append_bytes(key, ways[a].product);
    append_bytes(key, ways[a].rate / unit);
    append_bytes(key, ways[a].regret);
  }
  for (const CoverageStep& step : economy.ladder_of(need)) {
    append_bytes(key, step.width);
    append_bytes(key, step.value);
  }
  return key;
}

struct Group {
  Index first;      // the original need that stands for it
  Index needs;      // how many it stands for
  double size = 0;  // people
};

// One people-count for needs of several cohorts; a group of one keeps its cohort.
Index cohort_of(const Group& group, Economy& economy) {
  const Need& need = economy.needs[group.first];
  if (group.needs == 1) return need.cohort;
  economy.cohorts.push_back({"merged:" + need.id, "all with the need " + need.id, group.size});
  return static_cast<Index>(economy.cohorts.size()) - 1;
}

}  // namespace

std::vector<Index> alternatives_by_product(const Economy& economy, const Need& need) {
  const auto ways = economy.alternatives_of(need);
  std::vector<Index> order(ways.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::tie(ways[a].product, ways[a].rate) < std::tie(ways[b].product, ways[b].rate);
  });
  return order;
}

MergedNeeds merge_needs(Economy economy) {
  MergedNeeds merged;
  std::vector<Group> groups;
  std::unordered_map<std::string, Index> group_by_identity;
  for (std::size_t k = 0; k < economy.needs.size(); ++k) {
    const Need& need = economy.needs[k];
    const auto [place, is_new] =
        group_by_identity.emplace(identity_of(economy, need), static_cast<Index>(groups.size()));
    if (is_new) groups.push_back({static_cast<Index>(k), 0});
    Group& group = groups[place->second];
    ++group.needs;
    group.size += economy.cohorts[need.cohort].size;
    merged.group_of.push_back(place->second);
  }

  for (std::size_t k = 0; k < economy.needs.size(); ++k) {
    const double size = economy.cohorts[economy.needs[k].cohort].size;
    merged.share_of.push_back(size / groups[merged.group_of[k]].size);
  }

  std::vector<Need> needs;
  needs.reserve(groups.size());
  for (const Group& group : groups) {
    Need need = economy.needs[group.first];
    need.cohort = cohort_of(group, economy);
    needs.push_back(std::move(need));
  }
  economy.needs = std::move(needs);
  merged.economy = std::move(economy);
  return merged;
}

}  // namespace planwerk
