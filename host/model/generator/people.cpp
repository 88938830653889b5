#include "host/model/generator/people.hpp"

#include <cmath>

namespace planwerk {
namespace {

using Stream = GeneratedEconomy::Stream;

constexpr Index cohort_count = 8;
constexpr double population = 1e6;
// Hours of direct and indirect work behind what one person asks for in the period.
constexpr double hours_asked_per_head = 600;
constexpr double second_cohort_chance = 0.25;
constexpr double substitute_chance = 0.1;
// What the last step of coverage is worth, in hours, per hour of work behind it when nothing is scarce.
constexpr double last_step_worth = 1.5;
constexpr double weight_deviation = 0.5;
constexpr int weight_digits = 3;

void add_cohorts(GeneratedEconomy& made) {
  for (Index k = 0; k < cohort_count; ++k) {
    Random random = made.random(Stream::cohort, k);
    const double size = std::round(population / cohort_count * random.lognormal(1, 0.8));
    made.economy.cohorts.push_back({.id = "cohort" + std::to_string(k), .name = "", .size = size});
  }
}

// Median over needs of the hours behind what one person of the cohort asks for.
double median_hours(const GeneratedEconomy& made) {
  const FamilyStatistics& statistics = made.statistics;
  const double needs = statistics.needed_goods * made.goods * (1 + second_cohort_chance);
  const double mean_per_median = portable_exp(statistics.need_value_deviation * statistics.need_value_deviation / 2);
  return hours_asked_per_head * cohort_count / (needs * mean_per_median);
}

class NeedWriter {
 public:
  explicit NeedWriter(GeneratedEconomy& made) : made_(made), median_(median_hours(made)) {}

  void write(Index good) {
    Random random = made_.random(Stream::need, good);
    if (!random.chance(made_.statistics.needed_goods)) return;
    const auto first = static_cast<Index>(random.below(cohort_count));
    add_need(good, first, 0, random);
    if (!random.chance(second_cohort_chance)) return;
    add_need(good, static_cast<Index>((first + 1 + random.below(cohort_count - 1)) % cohort_count), 1, random);
  }

 private:
  // The dearer a need is in hours, the more it weighs: what people spend much on matters to them. Without this, a
  // ladder that counts people alone would cover what is cheap and nothing else.
  void add_need(Index good, Index cohort, Index number, Random& random) {
    const double relative_hours = random.lognormal(1, made_.statistics.need_value_deviation);
    Need need;
    need.id = "need" + std::to_string(good) + '/' + std::to_string(number);
    need.cohort = cohort;
    need.amount_per_head = amount(relative_hours * median_ / made_.prices[good]);
    need.weight = rounded_to_digits(relative_hours * random.lognormal(1, weight_deviation), weight_digits);
    need.weight_origin = "generator";
    need.alternatives = add_alternatives(good, random);
    made_.economy.needs.push_back(std::move(need));
  }

  Slice add_alternatives(Index good, Random& random) {
    auto& pool = made_.economy.alternatives;
    const auto begin = static_cast<std::int64_t>(pool.size());
    pool.push_back({good, 1});
    if (random.chance(substitute_chance)) {
      const auto other = static_cast<Index>((good + 1 + random.below(made_.goods - 1)) % made_.goods);
      const double hours_ratio = made_.prices[other] / made_.prices[good];
      pool.push_back({other, amount(hours_ratio * random.uniform(0.7, 1.1))});
    }
    return {begin, static_cast<std::int64_t>(pool.size())};
  }

  GeneratedEconomy& made_;
  double median_;
};

}  // namespace

void add_people_and_needs(GeneratedEconomy& made) {
  add_cohorts(made);
  NeedWriter writer(made);
  for (Index good = 0; good < made.goods; ++good) writer.write(good);
  made.economy.objective.hours_per_coverage = amount(last_step_worth * median_hours(made));
  made.economy.objective.ladder = default_ladder();
}

}  // namespace planwerk
