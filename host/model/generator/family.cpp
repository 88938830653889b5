#include "host/model/generator/family.hpp"

#include <array>
#include <utility>

namespace planwerk {
namespace {

constexpr std::array<std::pair<std::string_view, Family>, 4> family_names{{
    {"longrun", Family::longrun},
    {"shortrun", Family::shortrun},
    {"joint", Family::joint},
    {"degenerate", Family::degenerate},
}};

FamilyStatistics with_existing_plant(double limited_recipes, double capacity_use) {
  FamilyStatistics statistics;
  statistics.limited_recipes = limited_recipes;
  statistics.capacity_use = capacity_use;
  statistics.extraction_limit = 0.5;
  statistics.emission_limit = 0.75;
  return statistics;
}

FamilyStatistics joint_production() {
  FamilyStatistics statistics = with_existing_plant(0.3, 0.2);
  statistics.joint = true;
  statistics.labour_tightness = 0.6;  // further outputs save much of the work that the base plan counts
  statistics.resource_tightness = 0.6;
  statistics.emission_limit = 0.5;
  return statistics;
}

FamilyStatistics sparse_needs() {
  FamilyStatistics statistics = with_existing_plant(0.1, 0.1);
  statistics.alternatives_eighths = 3;
  statistics.resource_tightness = 0.8;
  statistics.needed_goods = 0.05;
  return statistics;
}

}  // namespace

std::optional<Family> family_named(std::string_view name) {
  for (const auto& [known, family] : family_names) {
    if (known == name) return family;
  }
  return std::nullopt;
}

std::string_view to_string(Family family) {
  for (const auto& [name, known] : family_names) {
    if (known == family) return name;
  }
  return "unknown";
}

FamilyStatistics statistics_of(Family family) {
  switch (family) {
    case Family::longrun:
      return {};
    case Family::shortrun:
      return with_existing_plant(0.3, 0.2);
    case Family::joint:
      return joint_production();
    case Family::degenerate:
      return sparse_needs();
  }
  return {};
}

}  // namespace planwerk
