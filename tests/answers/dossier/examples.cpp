#include "tests/answers/dossier/examples.hpp"

#include "tests/model/economy_builder.hpp"

namespace planwerk {

Device& device() {
  static const std::unique_ptr<Device> cpu = open_device(DeviceChoice::cpu, 1);
  return *cpu;
}

SolveSettings exact() {
  SolveSettings solving;
  solving.tolerance = 1e-9;
  return solving;
}

Economy loaves_and_cakes() {
  EconomyBuilder build;
  build.economy.name = "loaves and cakes";
  const Index loaf = build.product("loaf"), cake = build.product("cake");
  const Index baker = build.labour_kind("baker"), oven = build.capacity("oven", 2);
  build.recipe("bake loaves", {}, {{loaf, 1}}, {{baker, 1}});
  build.recipe("bake cakes", {}, {{cake, 1}}, {{baker, 2}}, {{oven, 1}});
  build.offer("bakers", baker, {{16, 1}});
  build.need("bread", build.cohort("town", 10), 1, {{loaf, 1}});
  build.need("cake", build.cohort("quarter", 5), 1, {{cake, 1}});
  return build.economy;
}

Economy two_ovens() {
  EconomyBuilder build;
  build.economy.name = "two ovens";
  build.economy.objective.hours_per_coverage = 100;
  const Index bread = build.product("bread"), baker = build.labour_kind("baker");
  build.recipe("village oven", {}, {{bread, 1}}, {{baker, 1}});
  build.recipe("town oven", {}, {{bread, 1}}, {{baker, 1.1}});
  build.offer("bakers", baker, {{100, 1}});
  build.need("bread", build.cohort("town", 10), 1, {{bread, 1}});
  return build.economy;
}

Economy bread_and_cake(double weight_of_cake) {
  EconomyBuilder build;
  build.economy.objective.hours_per_coverage = 1000;
  const Index bread = build.product("bread"), cake = build.product("cake"), baker = build.labour_kind("baker");
  build.recipe("bake bread", {}, {{bread, 1}}, {{baker, 2}});
  build.recipe("bake cake", {}, {{cake, 1}}, {{baker, 2}});
  build.offer("bakers", baker, {{20, 1}});
  build.need("bread", build.cohort("town", 10), 1, {{bread, 1}});
  build.need("cake", build.cohort("village", 5), 1, {{cake, 1}});
  build.economy.needs[1].weight = weight_of_cake;
  return build.economy;
}

}  // namespace planwerk
