#include "tests/plan/small_economies.hpp"

#include "tests/model/economy_builder.hpp"

namespace planwerk {

Economy bakery() {
  EconomyBuilder build;
  build.economy.name = "bakery";
  build.economy.objective.hours_per_coverage = 100;
  const Index bread = build.product("bread");
  const Index baker = build.labour_kind("baker");
  build.recipe("bake", {}, {{bread, 1}}, {{baker, 2}});
  build.offer("bakers", baker, {{100, 1}});
  build.need("bread", build.cohort("town", 10), 8, {{bread, 1}});
  return build.economy;
}

Economy steel_and_machines() {
  EconomyBuilder build;
  build.economy.name = "steel and machines";
  build.economy.objective.hours_per_coverage = 1000;
  const Index steel = build.product("steel"), machine = build.product("machine");
  const Index worker = build.labour_kind("worker");
  build.recipe("smelt", {{machine, 0.1}}, {{steel, 1}}, {{worker, 1}});
  build.recipe("build", {{steel, 0.5}}, {{machine, 1}}, {{worker, 2}});
  build.offer("workers", worker, {{1000, 1}});
  build.need("steel", build.cohort("town", 1), 19, {{steel, 1}});
  return build.economy;
}

Economy glass_and_slag() {
  EconomyBuilder build;
  build.economy.name = "glass and slag";
  build.economy.objective.hours_per_coverage = 400;
  const Index glass = build.product("glass"), slag = build.product("slag", BalanceRule::exact);
  const Index worker = build.labour_kind("worker"), dump = build.capacity("dump", 10);
  build.recipe("blow", {}, {{glass, 1}, {slag, 0.5}}, {{worker, 1}});
  build.recipe("dump", {{slag, 1}}, {}, {{worker, 1}}, {{dump, 1}});
  build.offer("workers", worker, {{1000, 1}});
  build.need("glass", build.cohort("town", 4), 10, {{glass, 1}});
  return build.economy;
}

Economy refinery() {
  EconomyBuilder build;
  build.economy.name = "refinery";
  build.economy.objective.hours_per_coverage = 50;
  const Index oil = build.product("oil"), petrol = build.product("petrol"), tar = build.product("tar");
  const Index worker = build.labour_kind("worker");
  build.recipe("refine", {{oil, 1}}, {{petrol, 2}, {tar, 1}}, {{worker, 1}});
  build.offer("workers", worker, {{100, 1}});
  build.stock(oil, 10, 0);
  build.need("petrol", build.cohort("drivers", 20), 1, {{petrol, 1}});
  build.need("tar", build.cohort("road builders", 30), 1, {{tar, 1}});
  return build.economy;
}

Economy contradictory_floors() {
  EconomyBuilder build;
  build.economy.name = "contradictory floors";
  const Index wool = build.product("wool"), linen = build.product("linen");
  const Index weaver = build.labour_kind("weaver");
  build.recipe("weave wool", {}, {{wool, 1}}, {{weaver, 1}});
  build.recipe("weave linen", {}, {{linen, 1}}, {{weaver, 1}});
  build.offer("weavers", weaver, {{12, 1}});
  const Index town = build.cohort("town", 10);
  build.need("wool", town, 1, {{wool, 1}});
  build.need("linen", town, 1, {{linen, 1}});
  for (Need& need : build.economy.needs) need.floor = 0.8;
  return build.economy;
}

Economy tea_or_coffee() {
  EconomyBuilder build;
  build.economy.name = "tea or coffee";
  build.economy.objective.hours_per_coverage = 100;
  const Index tea = build.product("tea"), coffee = build.product("coffee"), cup = build.product("cup of coffee");
  const Index worker = build.labour_kind("worker");
  build.recipe("pick", {}, {{tea, 1}}, {{worker, 1}});
  build.recipe("brew", {{coffee, 1}}, {{cup, 1}}, {{worker, 0.25}});
  build.offer("workers", worker, {{100, 1}});
  build.stock(coffee, 12, 0);
  build.need("hot drink", build.cohort("town", 10), 1, {{tea, 1}, {cup, 0.5}});
  return build.economy;
}

Economy nothing_asked() {
  Economy economy = bakery();
  economy.needs.clear();
  return economy;
}

}  // namespace planwerk
