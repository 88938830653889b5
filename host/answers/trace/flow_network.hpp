#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/plan/plan.hpp"

namespace planwerk {

// How a recipe that makes several products is divided among them, where a number is traced through it: by what they are
// worth at the plan's valuations, or by mass. Mass is known of products whose unit converts to kg; where a recipe also
// makes others, its outputs are taken by value. Outputs that are all worth nothing share equally.
enum class Allocation { value, mass };

// The flows of a plan as one network of products and recipes that run. A waste (EXACT balance, valuation below zero, no
// stock, asked for by nobody) stands the other way round: treating it is what is made, bringing it forth uses that.
// FREE products, which nobody has to make, are left out.
class FlowNetwork {
 public:
  struct Flow {
    Index product;
    double amount;  // per unit of activity, > 0
    double share;   // of outputs: part of the recipe that is made for this one; a recipe's shares add up to 1
  };

  FlowNetwork(const Economy& economy, const Plan& plan, Allocation allocation);

  // What a recipe uses and makes on balance, in the directions above. Empty for recipes that do not run.
  std::span<const Flow> inputs(Index recipe) const { return part(input_flows_, input_offsets_, recipe); }
  std::span<const Flow> outputs(Index recipe) const { return part(output_flows_, output_offsets_, recipe); }

  const Economy& economy() const { return economy_; }
  const Plan& plan() const { return plan_; }
  double activity(Index recipe) const { return plan_.activity[static_cast<std::size_t>(recipe)]; }
  bool is_waste(Index product) const { return waste_[static_cast<std::size_t>(product)]; }
  double made(Index product) const { return made_[static_cast<std::size_t>(product)]; }  // by recipes
  // What goes through the product: used + delivered + closing stock + surplus, all that was made or drawn.
  double throughput(Index product) const { return throughput_[static_cast<std::size_t>(product)]; }
  double surplus(Index product) const { return surplus_[static_cast<std::size_t>(product)]; }
  double closing(Index product) const { return closing_[static_cast<std::size_t>(product)]; }
  double drawn(Index product) const { return drawn_[static_cast<std::size_t>(product)]; }
  // Hours of burden that a unit is worth, in the directions above: never negative.
  double worth(Index product) const { return worth_[static_cast<std::size_t>(product)]; }
  // Recipes with several outputs of which some were to be allocated by mass, but by value because no mass is known.
  Index without_mass() const { return without_mass_; }

 private:
  void find_wastes();
  void read_flows(Allocation allocation);
  void allocate(std::span<Flow> outputs, Allocation allocation);
  void read_throughput();

  static std::span<const Flow> part(const std::vector<Flow>& flows, const std::vector<std::int64_t>& offsets,
                                    Index recipe) {
    const auto begin = offsets[static_cast<std::size_t>(recipe)];
    const auto end = offsets[static_cast<std::size_t>(recipe) + 1];
    return {flows.data() + begin, static_cast<std::size_t>(end - begin)};
  }

  const Economy& economy_;
  const Plan& plan_;
  std::vector<bool> waste_;
  std::vector<double> made_, throughput_, surplus_, closing_, drawn_, worth_;  // per product
  std::vector<std::int64_t> input_offsets_{0}, output_offsets_{0};             // per recipe
  std::vector<Flow> input_flows_, output_flows_;
  Index without_mass_ = 0;
};

}  // namespace planwerk
