#include "host/model/generator/recipe_writer.hpp"

#include <algorithm>
#include <cmath>

namespace planwerk {
namespace {

// Material a first recipe takes per value of its good: at most this, so that the whole stays productive.
constexpr double most_material = 0.92;
// How far along the list of goods inputs and further outputs typically lie.
constexpr double input_spread = 20;
constexpr double output_spread = 30;

constexpr double resource_chance = 0.6;
constexpr double emission_chance = 0.3;
constexpr double waste_chance = 0.2;
constexpr double second_labour_chance = 0.4;

}  // namespace

void RecipeWriter::write(Index good, Index alternative) {
  auto& economy = made_.economy;
  const FamilyStatistics& statistics = made_.statistics;
  Random random = made_.random(GeneratedEconomy::Stream::recipe, static_cast<Index>(economy.recipes.size()));
  recipe_ = {};
  recipe_.id = economy.products[good].id + '/' + std::to_string(alternative);

  const double price = made_.prices[good];
  const double material = random.uniform(statistics.material_share_from, statistics.material_share_to);
  const double efficiency = random.lognormal(1, statistics.efficiency_deviation);
  const double taken = alternative == 0 ? std::min(material * efficiency, most_material) : material * efficiency;

  draw_inputs(good, random);
  recipe_.inputs = begin_list();
  add_materials(taken * price);
  add_resource(price, random);
  recipe_.outputs = begin_list();
  add_outputs(good, random);
  recipe_.labour = begin_list();
  add_labour(good, (1 - material) * price * efficiency * random.lognormal(1, 0.2), random);
  recipe_.capacities = begin_list();
  add_capacity(good, random);
  economy.recipes.push_back(std::move(recipe_));
}

void RecipeWriter::draw_inputs(Index good, Random& random) {
  const FamilyStatistics& statistics = made_.statistics;
  const double drawn = std::round(random.lognormal(statistics.inputs_median, statistics.inputs_deviation));
  const int count = static_cast<int>(std::clamp<double>(drawn, 1, statistics.most_inputs));
  inputs_.clear();
  for (int k = 0; k < count; ++k) {
    const Index input = draw_input_good(good, random);
    const double weight = random.lognormal(1, statistics.input_value_deviation);
    const auto same = [input](const Input& earlier) { return earlier.good == input; };
    if (input != good && std::none_of(inputs_.begin(), inputs_.end(), same)) inputs_.push_back({input, weight});
  }
}

// Goods used everywhere have popularity rank floor(N u^6), so that the one at rank r is drawn in proportion to
// r^(-5/6); of the goods nearby, the most popular of a few is taken, so that most goods are hardly used at all.
Index RecipeWriter::draw_input_good(Index good, Random& random) const {
  if (random.chance(made_.statistics.popular_share)) {
    const double u = random.uniform();
    const double u_squared = u * u;
    return made_.good_at_rank(static_cast<std::int64_t>(made_.goods * (u_squared * u_squared * u_squared)));
  }
  Index best = nearby(good, input_spread, random);
  for (int k = 1; k < made_.statistics.local_candidates; ++k) {
    const Index other = nearby(good, input_spread, random);
    if (made_.popularity_rank(other) < made_.popularity_rank(best)) best = other;
  }
  return best;
}

// Distances have the tail of a Cauchy distribution: half lie within `spread`.
Index RecipeWriter::nearby(Index good, double spread, Random& random) const {
  const double u = random.uniform();
  const double farthest = made_.goods - 1;
  const auto distance = 1 + static_cast<std::int64_t>(std::min(spread * u / (1 - u), farthest - 1));
  const std::int64_t place = good + (random.chance(0.5) ? distance : made_.goods - distance);
  return static_cast<Index>(place % made_.goods);
}

void RecipeWriter::add_materials(double value) {
  double weights = 0;
  for (const Input& input : inputs_) weights += input.weight;
  for (const Input& input : inputs_) {
    append(recipe_.inputs, input.good, value * input.weight / weights / made_.prices[input.good]);
  }
}

void RecipeWriter::add_resource(double price, Random& random) {
  if (!random.chance(resource_chance)) return;
  const double u = random.uniform();
  const auto which = static_cast<Index>(static_cast<double>(made_.resources.size()) * u * u);
  append(recipe_.inputs, static_cast<Index>(made_.resources.begin) + which, price * random.uniform(0.05, 0.5));
}

void RecipeWriter::add_outputs(Index good, Random& random) {
  append(recipe_.outputs, good, 1);
  if (made_.statistics.joint) {
    const double others = add_joint_outputs(good, random);
    made_.economy.flows[recipe_.outputs.begin].amount = amount(1 - others);
  } else if (random.chance(made_.statistics.byproduct_chance)) {
    add_byproduct(good, random);
  }
  const double price = made_.prices[good];
  if (random.chance(emission_chance)) append(recipe_.outputs, made_.emission, price * random.uniform(0.01, 0.3));
  if (made_.wastes.size() == 0 || !random.chance(waste_chance)) return;
  const auto waste = made_.wastes.begin + random.below(made_.wastes.size());
  append(recipe_.outputs, static_cast<Index>(waste), price * random.uniform(0.01, 0.1));
}

void RecipeWriter::add_byproduct(Index good, Random& random) {
  const Index other = nearby(good, output_spread, random);
  append(recipe_.outputs, other, random.uniform(0.02, 0.2) * made_.prices[good] / made_.prices[other]);
}

// Returns the share of the recipe's value that goes to the further outputs.
double RecipeWriter::add_joint_outputs(Index good, Random& random) {
  const auto count = 1 + random.below(3);
  double given_away = 0;
  for (std::int64_t k = 0; k < count; ++k) {
    const Index other = nearby(good, output_spread, random);
    if (listed(recipe_.outputs, other)) continue;
    const double share = random.uniform(0.02, 0.4) / static_cast<double>(count);
    append(recipe_.outputs, other, share * made_.prices[good] / made_.prices[other]);
    given_away += share;
  }
  return given_away;
}

// Neighbouring goods ask for the same kind of work; some for a second kind on top.
void RecipeWriter::add_labour(Index good, double hours, Random& random) {
  const auto kinds = static_cast<std::int64_t>(made_.economy.labour_kinds.size());
  const auto main = static_cast<Index>(good * kinds / made_.goods);
  const auto second = static_cast<Index>(random.below(kinds));
  const bool shared = random.chance(second_labour_chance) && second != main;
  append(recipe_.labour, main, shared ? 0.75 * hours : hours);
  if (shared) append(recipe_.labour, second, 0.25 * hours);
}

void RecipeWriter::add_capacity(Index good, Random& random) {
  const auto capacities = static_cast<std::int64_t>(made_.economy.capacities.size());
  if (capacities == 0 || !random.chance(made_.statistics.capacity_use)) return;
  append(recipe_.capacities, static_cast<Index>(good * capacities / made_.goods),
         made_.prices[good] * random.lognormal(1, 0.3));
}

Slice RecipeWriter::begin_list() const {
  const auto end = static_cast<std::int64_t>(made_.economy.flows.size());
  return {end, end};
}

void RecipeWriter::append(Slice& list, Index index, double value) {
  made_.economy.flows.push_back({index, amount(value)});
  ++list.end;
}

bool RecipeWriter::listed(Slice list, Index index) const {
  const auto flows = made_.economy.flows_of(list);
  return std::any_of(flows.begin(), flows.end(), [index](const Flow& flow) { return flow.index == index; });
}

}  // namespace planwerk
