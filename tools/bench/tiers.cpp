// What lexicographic planning costs: a generated economy planned by its weighted objective and then by tiers (as a rule
// the worst off first, then coverage, then least burden), one after the other in one process, so that both meet the
// same machine. One JSON line with seconds, their ratio, and what each tier was proved to be; `verify` judges both
// plans.

#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "host/model/generator/generate.hpp"
#include "host/plan/make_plan.hpp"
#include "host/plan/verify.hpp"

namespace planwerk {
namespace {

struct Options {
  int goods = 1000;
  std::string family = "shortrun";
  int seed = 1;
  int depth = 1;
  double tolerance = 1e-4;
  double time_limit_s = 600;
  int threads = 2;
  bool log = false;
  std::vector<std::string> tiers = {"fair", "most", "rest"};
};

Tier tier_named(const std::string& id, int depth) {
  Tier tier;
  tier.id = id;
  tier.aim = id == "fair" ? Aim::worst_off : id == "most" ? Aim::coverage : Aim::burden;
  tier.depth = id == "fair" ? depth : 1;
  return tier;
}

struct Timed {
  Plan plan;
  double seconds = 0;
};

Timed timed_plan(const Economy& economy, const Options& options) {
  const auto device = open_device(DeviceChoice::cpu, options.threads);
  PlanSettings settings;
  settings.gap_tolerance = options.tolerance;
  settings.solve.time_limit_s = options.time_limit_s;
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [begin] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  if (options.log) {
    settings.solve.on_log = [&](const std::string& line) {
      std::fprintf(stderr, "%8.2f %s\n", seconds(), line.c_str());
    };
  }
  Plan plan = make_plan(economy, settings, *device);
  return {std::move(plan), seconds()};
}

nlohmann::json facts_of(const Economy& economy, const Timed& timed) {
  return {{"seconds", timed.seconds},
          {"status", to_string(timed.plan.status)},
          {"gap", timed.plan.certificate.safe_gap},
          {"method", timed.plan.record.method},
          {"faults", verify(economy, timed.plan).error_count()}};
}

nlohmann::json tiers_of(const Economy& economy, const Plan& plan) {
  nlohmann::json tiers = nlohmann::json::array();
  for (const TierResult& result : plan.tiers) {
    tiers.push_back({{"tier", economy.objective.tiers[result.tier].id},
                     {"level", result.level},
                     {"value", result.value},
                     {"bound", result.bound},
                     {"settled", result.settled.size()}});
  }
  return tiers;
}

void measure(const Options& options) {
  GeneratorSettings settings;
  settings.goods = options.goods;
  settings.family = *family_named(options.family);
  settings.seed = options.seed;
  Economy economy = generate(settings);
  const Timed weighted = timed_plan(economy, options);
  nlohmann::json line = {{"goods", options.goods},
                         {"family", options.family},
                         {"seed", options.seed},
                         {"depth", options.depth},
                         {"weighted", facts_of(economy, weighted)}};
  for (const std::string& id : options.tiers) economy.objective.tiers.push_back(tier_named(id, options.depth));
  const Timed tiered = timed_plan(economy, options);
  line["tiered"] = facts_of(economy, tiered);
  line["tiered"]["tiers"] = tiers_of(economy, tiered.plan);
  line["times"] = tiered.seconds / weighted.seconds;
  std::cout << line.dump() << std::endl;
}

}  // namespace
}  // namespace planwerk

int main(int count, char** values) {
  planwerk::Options options;
  CLI::App app("Tiers beside the weighted objective of the same economy");
  app.add_option("--goods", options.goods);
  app.add_option("--family", options.family)->check(CLI::IsMember({"shortrun", "longrun", "joint", "degenerate"}));
  app.add_option("--seed", options.seed);
  app.add_option("--tiers", options.tiers, "fair (the worst off), most (coverage), rest (least burden)")
      ->check(CLI::IsMember({"fair", "most", "rest"}));
  app.add_option("--depth", options.depth, "levels of the worst off");
  app.add_option("--tolerance", options.tolerance, "gap");
  app.add_option("--time-limit", options.time_limit_s, "seconds, of each plan");
  app.add_option("--threads", options.threads);
  app.add_flag("--log", options.log, "what the planner does and when, on stderr");
  CLI11_PARSE(app, count, values);
  planwerk::measure(options);
}
