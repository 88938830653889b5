#pragma once

#include <string>
#include <vector>

#include "host/model/generator/generated_economy.hpp"

namespace planwerk {

// Draws the recipes of goods, one after another.
//
// A recipe for one unit of good i turns over a value of price_i hours: inputs take a share of it (times an efficiency
// that tells rival recipes apart), work the rest. At the prices drawn, the first recipe of each good never uses more
// value than it makes, so that all goods can be made together.
class RecipeWriter {
 public:
  explicit RecipeWriter(GeneratedEconomy& made) : made_(made) {}

  void write(Index good, Index alternative);

 private:
  struct Input {
    Index good;
    double weight;
  };

  void draw_inputs(Index good, Random& random);
  Index draw_input_good(Index good, Random& random) const;
  void add_materials(double value);
  void add_resource(double price, Random& random);
  void add_outputs(Index good, Random& random);
  void add_byproduct(Index good, Random& random);
  double add_joint_outputs(Index good, Random& random);
  void add_labour(Index good, double hours, Random& random);
  void add_capacity(Index good, Random& random);
  Index nearby(Index good, double spread, Random& random) const;

  Slice begin_list() const;
  void append(Slice& list, Index index, double value);
  bool listed(Slice list, Index index) const;

  GeneratedEconomy& made_;
  Recipe recipe_;
  std::vector<Input> inputs_;
};

}  // namespace planwerk
