#include "host/answers/trace/trace_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "host/plan/report/words.hpp"

namespace planwerk {
namespace {

constexpr std::size_t most_lines = 12;
constexpr double least_share = 5e-4;  // of what serves somebody: less is left out
constexpr double least_part = 1e-9;   // of the largest weight of a list: less is left out

struct Line {
  double weight;
  std::string figure;
  std::string name;
};

// The heaviest lines, figures to the right; how many more there are.
std::string list(const std::string& title, std::vector<Line> lines) {
  double largest = 0;
  for (const Line& line : lines) largest = std::max(largest, line.weight);
  std::erase_if(lines, [&](const Line& line) { return line.weight <= least_part * largest; });
  if (lines.empty()) return "";
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.weight > b.weight; });
  std::string text = "\n" + title + "\n";
  for (std::size_t k = 0; k < std::min(lines.size(), most_lines); ++k) {
    text += fmt::format("{:>22}  {}\n", lines[k].figure, lines[k].name);
  }
  if (lines.size() > most_lines) text += fmt::format("{:>22}  and {} more\n", "", lines.size() - most_lines);
  return text;
}

double hours_of(const Economy& economy, const Recipe& recipe) {
  double hours = 0;
  for (const Flow& flow : economy.flows_of(recipe.labour)) hours += flow.amount;
  return hours;
}

template <class Thing, class Unit>
std::string amounts(const std::string& title, const std::vector<Thing>& things, const std::vector<double>& values,
                    const Unit& unit_of_thing) {
  std::vector<Line> lines;
  for (std::size_t k = 0; k < things.size(); ++k) {
    if (values[k] == 0) continue;
    lines.push_back({std::abs(values[k]), amount(values[k], unit_of_thing(things[k])), name_or_id(things[k])});
  }
  return list(title, std::move(lines));
}

std::string claims_text(const Economy& economy, const Claims& claims) {
  const auto own_unit = [](const auto& thing) -> const std::string& { return thing.unit; };
  return amounts("Work", economy.labour_kinds, claims.labour_kinds, [](const LabourKind&) { return "h"; }) +
         amounts("Plant", economy.capacities, claims.capacities, own_unit) +
         amounts("Limits", economy.limits, claims.limits, own_unit) +
         amounts("Let out (or, below zero, taken in)", economy.products, claims.free_products, own_unit);
}

// By the work they take; where none takes any, by how often they run.
std::string recipes_text(const Economy& economy, const std::vector<double>& activity) {
  std::vector<Line> lines;
  double hours = 0;
  for (std::size_t r = 0; r < activity.size(); ++r) hours += hours_of(economy, economy.recipes[r]) * activity[r];
  for (std::size_t r = 0; r < activity.size(); ++r) {
    if (activity[r] <= 0) continue;
    const double own = hours_of(economy, economy.recipes[r]) * activity[r];
    lines.push_back({hours > 0 ? own + 1e-6 * hours : activity[r],
                     fmt::format("{} times, {} h", figure(activity[r]), figure(own)), name_or_id(economy.recipes[r])});
  }
  return list("Recipes, by the work in them", std::move(lines));
}

std::string accuracy_text(double relative_residual) {
  return relative_residual <= exact_residual
             ? fmt::format("\nSolved exactly, cycles included (relative residual below {:.0e}).\n", exact_residual)
             : fmt::format("\nNot exact: the relative residual is {:.1e}, more than {:.0e}.\n", relative_residual,
                           exact_residual);
}

std::string product_amount(const Economy& economy, Index product, double value) {
  return amount(value, economy.products[product].unit) + " of " + name_or_id(economy.products[product]);
}

std::string cycle_text(const FlowNetwork& network, const Cycle& cycle, std::size_t number) {
  const Economy& economy = network.economy();
  constexpr std::size_t most_names = 5;
  std::string names;
  for (std::size_t k = 0; k < std::min(cycle.products.size(), most_names); ++k) {
    names += (k > 0 ? ", " : "") + name_or_id(economy.products[cycle.products[k]]);
  }
  if (cycle.products.size() > most_names) names += fmt::format(" and {} more", cycle.products.size() - most_names);
  std::string text = fmt::format("\nCycle {}: {} ({}, {})\n", number, names, counted(cycle.products.size(), "product"),
                                 counted(cycle.recipes.size(), "recipe"));
  text += cycle.gain_upper - cycle.gain_lower <= 1e-4 * cycle.gain_upper
              ? fmt::format("  Its gain is {:.4f}: ", cycle.gain_upper)
              : fmt::format("  Its gain is between {:.4f} and {:.4f}: ", cycle.gain_lower, cycle.gain_upper);
  text += "of what goes round, this part is used up at every step.\n";
  if (cycle.starters.empty()) return text + "  It starts by itself: some of it is made with nothing from within.\n";
  text += cycle.starters_minimal
              ? "  To start it, these must be there (none can be left out; a smaller choice may exist):\n"
              : "  With these it starts (perhaps not all are needed):\n";
  for (std::size_t k = 0; k < std::min(cycle.starters.size(), most_lines); ++k) {
    const Starter& starter = cycle.starters[k];
    text += fmt::format(
        "    {}, of which {} go round in the period; {} at hand\n", name_or_id(economy.products[starter.product]),
        amount(starter.circulating, economy.products[starter.product].unit),
        starter.opening_stock > 0 ? amount(starter.opening_stock, economy.products[starter.product].unit) : "nothing");
  }
  if (cycle.starters.size() > most_lines) text += fmt::format("    and {} more\n", cycle.starters.size() - most_lines);
  return text;
}

}  // namespace

std::string purpose_in_words(const Economy& economy, Purpose purpose) {
  switch (purpose.kind) {
    case Purpose::Kind::need: {
      const Need& need = economy.needs[purpose.need];
      return fmt::format("{} ({})", name_or_id(need), name_or_id(economy.cohorts[need.cohort]));
    }
    case Purpose::Kind::surplus:
      return "left over";
    case Purpose::Kind::closing_stock:
      return "kept for the time after";
    case Purpose::Kind::nothing:
      return "nothing that is balanced";
  }
  return "";
}

std::string allocation_in_words(const FlowNetwork& network, Allocation allocation) {
  if (allocation == Allocation::value) return "joint products share by value, at the plan's valuations";
  if (network.without_mass() == 0) return "joint products share by mass";
  return fmt::format("joint products share by mass; in {} by value, where not all products are weighed",
                     counted(static_cast<std::size_t>(network.without_mass()), "recipe"));
}

std::string requirements_text(const FlowNetwork& network, const Requirements& requirements, Allocation allocation) {
  const Economy& economy = network.economy();
  std::string text =
      fmt::format("{} takes, everything upstream counted ({}):\n", product_amount(economy, requirements.product, 1),
                  allocation_in_words(network, allocation));
  if (!requirements.sustained) {
    return text +
           "The recipes that make most of each product use more than they give together, so that no amount would "
           "be enough.\n";
  }
  text += claims_text(economy, requirements.claims);
  std::vector<Line> products, stocks;
  for (std::size_t k = 0; k < economy.products.size(); ++k) {
    const Index product = static_cast<Index>(k);
    const auto& thing = economy.products[k];
    const double worth = std::max(network.worth(product), 1e-300);
    const std::string name = name_or_id(thing) + (network.is_waste(product) ? ", treated" : "");
    if (requirements.products[k] > 0) {
      products.push_back({worth * requirements.products[k], amount(requirements.products[k], thing.unit), name});
    }
    if (requirements.stocks[k] > 0) {
      stocks.push_back({worth * requirements.stocks[k], amount(requirements.stocks[k], thing.unit), name});
    }
  }
  text += list("Products, most valued first", std::move(products)) + list("From stock", std::move(stocks));
  return text + recipes_text(economy, requirements.recipes) + accuracy_text(requirements.relative_residual);
}

std::string uses_text(const FlowNetwork& network, const std::string& what, const Uses& uses, Allocation allocation) {
  const auto purposes = purposes_of(network.economy());
  std::vector<Line> lines;
  for (std::size_t k = 0; k < purposes.size(); ++k) {
    if (uses.shares[k] < least_share) continue;
    lines.push_back({uses.shares[k], percent(uses.shares[k]), purpose_in_words(network.economy(), purposes[k])});
  }
  return fmt::format("{} ({}).\n", what, allocation_in_words(network, allocation)) +
         list("In the end it serves", lines) + accuracy_text(uses.relative_residual);
}

std::string footprint_text(const FlowNetwork& network, const Footprint& footprint, Allocation allocation) {
  const Economy& economy = network.economy();
  std::string text =
      fmt::format("The part of the plan that is for {} ({}):\n", purpose_in_words(economy, footprint.purpose),
                  allocation_in_words(network, allocation));
  text += claims_text(economy, footprint.claims);
  std::vector<Line> drawn;
  for (std::size_t k = 0; k < economy.products.size(); ++k) {
    if (footprint.drawn[k] <= 0) continue;
    const double worth = std::max(network.worth(static_cast<Index>(k)), 1e-300);
    drawn.push_back({worth * footprint.drawn[k], amount(footprint.drawn[k], economy.products[k].unit),
                     name_or_id(economy.products[k])});
  }
  return text + list("From stock", std::move(drawn)) + recipes_text(economy, footprint.recipes) +
         accuracy_text(footprint.relative_residual);
}

std::string cycles_text(const FlowNetwork& network, const std::vector<Cycle>& cycles) {
  if (cycles.empty()) return "No product of this plan needs itself, not even through others.\n";
  std::string text =
      fmt::format("{} of products that need each other, largest first:\n", counted(cycles.size(), "cycle"));
  for (std::size_t k = 0; k < std::min(cycles.size(), most_lines); ++k) text += cycle_text(network, cycles[k], k + 1);
  if (cycles.size() > most_lines) text += fmt::format("\nand {} more\n", cycles.size() - most_lines);
  return text;
}

}  // namespace planwerk
