#include "host/lp/presolve.hpp"

#include <numeric>
#include <utility>

#include "host/lp/certificate.hpp"
#include "host/lp/presolve/stages.hpp"

namespace planwerk {
namespace {

// Stages one after the other; without any, the programme itself.
class Chain : public Presolved {
 public:
  explicit Chain(const LinearProgram& lp) : lp_(lp) {}

  void add(std::unique_ptr<Presolved> stage) {
    stages_.push_back(std::move(stage));
    if (status() == Status::infeasible)
      ray_ = through_all(stages_.size() - 1, stages_.back()->ray(), &Presolved::restore_infeasibility_ray);
    if (status() == Status::unbounded)
      ray_ = through_all(stages_.size() - 1, stages_.back()->ray(), &Presolved::restore_unboundedness_ray);
  }

  const LinearProgram& reduced() const override { return stages_.empty() ? lp_ : stages_.back()->reduced(); }
  Status status() const override { return stages_.empty() ? Status::feasible : stages_.back()->status(); }
  std::vector<std::int32_t> rows_left() const override { return left(lp_.rows(), &Presolved::rows_left); }
  std::vector<std::int32_t> columns_left() const override { return left(lp_.columns(), &Presolved::columns_left); }
  const std::vector<double>& ray() const override { return ray_; }

  PrimalDual restore(const PrimalDual& point) const override {
    return through_all(stages_.size(), point, &Presolved::restore);
  }
  PrimalDual reduce(const PrimalDual& original_point) const override {
    auto point = original_point;
    for (const auto& stage : stages_) point = stage->reduce(point);
    return point;
  }
  std::vector<double> restore_infeasibility_ray(const std::vector<double>& ray) const override {
    return through_all(stages_.size(), ray, &Presolved::restore_infeasibility_ray);
  }
  std::vector<double> restore_unboundedness_ray(const std::vector<double>& ray) const override {
    return through_all(stages_.size(), ray, &Presolved::restore_unboundedness_ray);
  }

 private:
  std::vector<std::int32_t> left(std::int32_t size, std::vector<std::int32_t> (Presolved::*of_stage)() const) const {
    std::vector<std::int32_t> numbers(size);
    std::iota(numbers.begin(), numbers.end(), 0);
    for (const auto& stage : stages_) {
      auto stage_numbers = (stage.get()->*of_stage)();
      for (auto& number : stage_numbers) number = numbers[number];
      numbers = std::move(stage_numbers);
    }
    return numbers;
  }

  // Back through the first `count` stages, the last of them first.
  template <class T>
  T through_all(std::size_t count, T value, T (Presolved::*step)(const T&) const) const {
    while (count > 0) value = (stages_[--count].get()->*step)(value);
    return value;
  }

  const LinearProgram& lp_;
  std::vector<std::unique_ptr<Presolved>> stages_;
  std::vector<double> ray_;
};

// A proof that the certificate does not accept is none: tolerances met by chance.
bool proof_holds(const LinearProgram& lp, const Presolved& presolved) {
  switch (presolved.status()) {
    case Status::infeasible:
      return check_infeasibility_ray(lp, presolved.ray()).proves_infeasible;
    case Status::unbounded:
      return check_unboundedness_ray(lp, presolved.ray()).proves_unbounded;
    default:
      return true;
  }
}

}  // namespace

bool is_worth_a_stage(std::size_t substitutions, const LinearProgram& lp) {
  constexpr std::int64_t worthwhile_share = 500;  // one row in so many
  return substitutions > 0 && worthwhile_share * static_cast<std::int64_t>(substitutions) >= lp.rows();
}

std::unique_ptr<Presolved> presolve(const LinearProgram& lp, const PresolveSettings& settings) {
  if (!settings.enabled) return std::make_unique<Chain>(lp);
  const bool full = settings.depth == PresolveDepth::full;
  const int substitutions_at_most = full ? 20 : 5;
  auto chain = std::make_unique<Chain>(lp);
  chain->add(reduce_rows_and_columns(lp, settings.depth));
  for (int i = 0; i < substitutions_at_most && chain->status() == Status::feasible; ++i) {
    auto substituted = substitute_doubletons(chain->reduced());
    if (!substituted && full) substituted = substitute_free_columns(chain->reduced());
    if (!substituted) break;
    chain->add(std::move(substituted));
    chain->add(reduce_rows_and_columns(chain->reduced(), settings.depth));
  }
  if (!proof_holds(lp, *chain)) return std::make_unique<Chain>(lp);
  return chain;
}

}  // namespace planwerk
