#include "host/model/net_flows.hpp"
#include "host/model/validation/ids.hpp"
#include "host/model/validation/sections.hpp"

namespace planwerk {
namespace {

// Finds what a recipe lists twice; remembers per thing the last list that named it.
class RepeatedEntries {
 public:
  explicit RepeatedEntries(std::size_t things) : named_in_(things, -1) {}

  void begin_list() { ++list_; }
  bool repeated(Index thing) { return std::exchange(named_in_[thing], list_) == list_; }

 private:
  std::vector<std::int64_t> named_in_;
  std::int64_t list_ = -1;
};

class RecipeCheck {
 public:
  RecipeCheck(const Economy& economy, Findings& findings)
      : economy_(economy),
        findings_(findings),
        net_flows_(economy),
        products_(economy.products.size()),
        labour_kinds_(economy.labour_kinds.size()),
        capacities_(economy.capacities.size()) {}

  void check(Index position) {
    const Recipe& recipe = economy_.recipes[position];
    const Place place("recipes", recipe.id, position);
    bool sound = check_flows(place, "inputs", recipe.inputs, products_, economy_.products);
    sound &= check_flows(place, "outputs", recipe.outputs, products_, economy_.products);
    check_flows(place, "labour", recipe.labour, labour_kinds_, economy_.labour_kinds);
    check_flows(place, "capacities", recipe.capacities, capacities_, economy_.capacities);
    check_activity_bounds(place, recipe);
    findings_.not_negative(place.field("strain"), recipe.strain);
    if (recipe.inputs.size() + recipe.outputs.size() == 0) {
      findings_.fail(place, "", "empty: neither inputs nor outputs");
    } else if (sound && net_flows_.of(recipe).empty()) {
      findings_.warn(place, "", "makes exactly what it uses, so that running it changes nothing");
    }
  }

 private:
  template <class Thing>
  bool check_flows(const Place& recipe, std::string_view list, Slice slice, RepeatedEntries& seen,
                   const std::vector<Thing>& things) {
    seen.begin_list();
    bool sound = true;
    const auto flows = economy_.flows_of(slice);
    for (std::size_t k = 0; k < flows.size(); ++k) {
      const Place entry = recipe.entry(list, static_cast<std::int64_t>(k));
      const auto [index, amount] = flows[k];
      if (findings_.positive(entry.field("amount"), amount)) {
        findings_.plausible(entry.field("amount"), amount);
      } else {
        sound = false;
      }
      if (seen.repeated(index)) findings_.warn(entry, quoted(things[index].id), "stands in this list twice; added up");
    }
    return sound;
  }

  void check_activity_bounds(const Place& recipe, const Recipe& bounds) {
    const bool lower_is_sound = findings_.not_negative(recipe.field("lower_activity"), bounds.lower_activity);
    const Place upper = recipe.field("upper_activity");
    if (std::isnan(bounds.upper_activity) || bounds.upper_activity < 0) {
      findings_.fail(upper, bounds.upper_activity, "must be zero, a positive number or infinity");
    } else if (lower_is_sound && bounds.lower_activity > bounds.upper_activity) {
      findings_.fail(upper, bounds.upper_activity,
                     "contradicts the lower activity of " + number_text(bounds.lower_activity));
    }
  }

  const Economy& economy_;
  Findings& findings_;
  NetFlows net_flows_;
  RepeatedEntries products_;
  RepeatedEntries labour_kinds_;
  RepeatedEntries capacities_;
};

}  // namespace

void check_products(const Economy& economy, Findings& findings) {
  check_ids("products", economy.products, findings);
  for (std::size_t k = 0; k < economy.products.size(); ++k) {
    const Product& product = economy.products[k];
    if (!product.unit.empty()) continue;
    findings.fail(Place("products", product.id, static_cast<std::int64_t>(k)).field("unit"), "",
                  "missing; pieces and services counted by cases have the unit \"1\"");
  }
}

void check_recipes(const Economy& economy, Findings& findings) {
  check_ids("recipes", economy.recipes, findings);
  RecipeCheck check(economy, findings);
  for (std::size_t k = 0; k < economy.recipes.size(); ++k) check.check(static_cast<Index>(k));
}

}  // namespace planwerk
