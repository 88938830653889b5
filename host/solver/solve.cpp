#include "host/solver/solve.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "host/lp/presolve.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/point_judge.hpp"
#include "host/solver/portfolio/offers.hpp"
#include "host/solver/portfolio/portfolio.hpp"
#include "host/solver/portfolio/race.hpp"
#include "host/solver/portfolio/vertex_attempts.hpp"
#include "host/solver/ray_search.hpp"
#include "host/solver/separable.hpp"
#include "host/solver/solve_watch.hpp"
#include "host/solver/vertex.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr PresolveSettings presolve_ladder[] = {
    {.depth = PresolveDepth::full}, {.depth = PresolveDepth::light}, {.enabled = false}};

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

bool is_point_of(const LinearProgram& lp, const PrimalDual& point) {
  return point.primal.size() == lp.objective.size() && point.dual.size() == lp.row_lower.size() &&
         all_finite(point.primal) && all_finite(point.dual);
}

// One solve: what runs, and what was found.
class Solve {
 public:
  Solve(const LinearProgram& lp, const SolveSettings& settings, Device& device)
      : lp_(lp), settings_(settings), device_(device), watch_(settings), judge_(lp, settings) {}

  Solution run();

 private:
  void reduce_and_solve(const PresolveSettings& settings);
  void iterate();
  void begin();
  void look_near_start();
  std::optional<PrimalDual> vertex_near(const PrimalDual& point, const VertexSettings& settings);
  bool stop_at_limits();
  void try_vertex(const MethodRun& run);
  void let_find_vertex(const MethodRun& run);
  void look_at(const PrimalDual& reduced_point, double reduced_error);
  void adopt_ray(Ray ray);
  void prove_unbounded(std::vector<double> ray);
  void finish(Status status, std::string reason = {});
  void finish_early(Status status, std::string reason);
  void offer_checkpoint();
  void count_work();
  std::int64_t products_so_far() const;
  PrimalDual restored(const PrimalDual& reduced_point) const;

  double reduced_error_of(const PrimalDual& reduced_point) const {
    return certify_in(reduced_units_, presolved_->reduced(), reduced_point).kkt();
  }

  const LinearProgram& lp_;
  const SolveSettings& settings_;
  Device& device_;
  const Portfolio::Log log_ = [this](const std::string& line) {
    if (settings_.on_log) settings_.on_log(line);
  };
  double work_left() const {
    return static_cast<double>(std::max<std::int64_t>(0, settings_.work_limit - products_so_far()));
  }

  const std::function<bool()> stop_ = [this] { return watch_.stop_asked() || work_left() == 0; };
  SolveWatch watch_;
  PointJudge judge_;
  std::unique_ptr<Presolved> presolved_;
  ResidualUnits reduced_units_;
  std::optional<PrimalDual> start_;  // of the reduced programme
  std::unique_ptr<Portfolio> portfolio_;
  VertexAttempts vertices_;
  Solution solution_;
  bool done_ = false;
};

Solution Solve::run() {
  try {
    for (const PresolveSettings& presolve : presolve_ladder) {
      if (done_ || (presolve.enabled && !settings_.presolve)) continue;
      if (portfolio_) log_("the reduced programme's answer does not hold on the one given; reducing less");
      reduce_and_solve(presolve);
    }
    if (!done_) finish_early(Status::numerical_trouble, "rounding keeps the residuals above the tolerance");
  } catch (const DeviceOutOfMemory& error) {
    finish_early(Status::out_of_memory, error.what());
  } catch (const std::bad_alloc&) {
    finish_early(Status::out_of_memory, "the host has too little memory");
  }
  solution_.elapsed_s = watch_.elapsed_s();
  return std::move(solution_);
}

// Ends with done_ unset where the tolerance cannot be met on the programme as given, however well the reduced one is
// solved.
void Solve::reduce_and_solve(const PresolveSettings& settings) {
  {
    const TraceRange range("presolve");
    presolved_ = presolve(lp_, settings);
  }
  judge_.begin_anew();
  const LinearProgram& reduced = presolved_->reduced();
  log_("presolve leaves " + std::to_string(reduced.rows()) + " of " + std::to_string(lp_.rows()) + " rows, " +
       std::to_string(reduced.columns()) + " of " + std::to_string(lp_.columns()) + " columns");
  if (presolved_->status() == Status::infeasible || presolved_->status() == Status::unbounded) {
    return adopt_ray({presolved_->status(), presolved_->ray()});
  }
  if (auto solved = solve_separable(reduced)) {
    if (solved->status == Status::optimal) return look_at(solved->point, 0);
    const bool infeasible = solved->status == Status::infeasible;
    return adopt_ray({solved->status, infeasible ? presolved_->restore_infeasibility_ray(solved->ray)
                                                 : presolved_->restore_unboundedness_ray(solved->ray)});
  }
  begin();
  look_near_start();
  if (!done_) iterate();
}

void Solve::begin() {
  reduced_units_ = units_left(settings_.residual_units, *presolved_);
  start_.reset();
  if (settings_.warm_start && is_point_of(lp_, *settings_.warm_start)) {
    start_ = presolved_->reduce(*settings_.warm_start);
  }
  if (portfolio_ != nullptr) count_work();
  portfolio_ = std::make_unique<Portfolio>(
      method_offers(presolved_->reduced(), reduced_units_, settings_, device_, log_), judge_.goal(), start_, log_);
}

// Where little has changed since the answer that is the start, it is still one, or a vertex near it is: that costs what
// a small share of a solve from nowhere does, and nothing is lost where it fails but that.
void Solve::look_near_start() {
  if (!settings_.start_is_near || !start_) return;
  const TraceRange range("near the start");
  const double error = reduced_error_of(*start_);
  if (error <= judge_.target()) look_at(*start_, error);
  if (done_) return;
  VertexSettings vertex;
  vertex.tolerance = judge_.target();
  vertex.work_limit = std::min(settings_.work_near_start, work_left());
  vertex.units = reduced_units_;
  vertex.on_log = log_;
  vertex.stop = stop_;
  if (auto point = vertex_near(*start_, vertex)) look_at(*point, reduced_error_of(*point));
  if (done_) solution_.method = "vertex near the start";
  judge_.begin_anew();
}

// None where there is none within the limits, of memory too.
std::optional<PrimalDual> Solve::vertex_near(const PrimalDual& point, const VertexSettings& settings) {
  try {
    VertexResult found = clean_up_vertex(presolved_->reduced(), point, settings, device_);
    solution_.iterations += found.pivots;
    solution_.matrix_products += static_cast<std::int64_t>(found.work);
    return std::move(found.point);
  } catch (const DeviceOutOfMemory&) {
    return std::nullopt;
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

void Solve::iterate() {
  const TraceRange range("iterate");
  while (!stop_at_limits()) {
    if (!portfolio_->run_to_check(stop_)) continue;
    MethodRun& run = *portfolio_->current();
    offer_checkpoint();
    watch_.report_progress(*portfolio_, run);
    if (judge_.is_worth_a_look(run.residuals(), portfolio_->matrix_products())) {
      look_at(run.point(), run.residuals().kkt());
    }
    if (!done_ && vertices_.due(run, portfolio_->matrix_products())) try_vertex(run);
    if (done_) return;
    if (auto ray = find_ray(run.ray_candidate(), lp_, *presolved_)) adopt_ray(std::move(*ray));
    if (done_ || judge_.is_let_down()) return;
  }
}

void Solve::try_vertex(const MethodRun& run) {
  if (settings_.find_vertex) return let_find_vertex(run);
  const VertexAttempts::Target target{presolved_->reduced(), reduced_units_, judge_.target(), work_left()};
  const auto vertex = vertices_.attempt(run, portfolio_->matrix_products(), target, device_, {log_, stop_});
  if (vertex) look_at(*vertex, reduced_error_of(*vertex));
  if (done_) solution_.method = run.name() + ", vertex";
}

void Solve::let_find_vertex(const MethodRun& run) {
  const double work_limit = std::min(vertices_.begin(run, portfolio_->matrix_products()), work_left());
  auto vertex = settings_.find_vertex(restored(run.best_point()), work_limit);
  if (!vertex) return;
  solution_.point = std::move(*vertex);
  finish(Status::optimal);
  solution_.method = run.name() + ", vertex";
}

// A point that meets the target on the reduced programme: is it the answer?
void Solve::look_at(const PrimalDual& reduced_point, double reduced_error) {
  std::optional<std::int64_t> products;
  if (portfolio_ != nullptr) products = portfolio_->matrix_products();
  auto answer = judge_.answer(restored(reduced_point), reduced_error, products);
  if (!answer) return;
  solution_.point = std::move(*answer);
  finish(Status::optimal);
}

void Solve::adopt_ray(Ray ray) {
  if (ray.status == Status::unbounded) return prove_unbounded(std::move(ray.values));
  if (!check_infeasibility_ray(lp_, ray.values).proves_infeasible) return;
  finish_early(Status::infeasible, "a combination of the rows cannot be satisfied within the column bounds");
  solution_.ray = std::move(ray.values);
}

// A ray along which the objective falls for ever proves an unbounded programme only if any point is feasible.
void Solve::prove_unbounded(std::vector<double> ray) {
  if (!check_unboundedness_ray(lp_, ray).proves_unbounded) return;
  log_("the objective falls along a ray; looking for a feasible point");
  LinearProgram feasibility = lp_;
  std::fill(feasibility.objective.begin(), feasibility.objective.end(), 0.0);
  SolveSettings settings = settings_;
  settings.accept = nullptr;
  settings.on_checkpoint = nullptr;
  settings.time_limit_s = settings_.time_limit_s - watch_.elapsed_s();
  settings.work_limit = settings_.work_limit - std::min(settings_.work_limit, products_so_far());
  Solution found = Solve(feasibility, settings, device_).run();
  solution_.iterations += found.iterations;
  solution_.matrix_products += found.matrix_products;
  finish(found.status == Status::optimal ? Status::unbounded : found.status, found.reason);
  solution_.point = std::move(found.point);
  solution_.ray = std::move(found.ray);
  if (solution_.status != Status::unbounded) return;
  solution_.ray = std::move(ray);
  solution_.reason = "the objective falls for ever along a ray from a feasible point";
}

PrimalDual Solve::restored(const PrimalDual& reduced_point) const {
  PrimalDual point = presolved_->restore(reduced_point);
  clamp_to_bounds(lp_, point.primal);
  return point;
}

bool Solve::stop_at_limits() {
  if (auto end = watch_.limit_reached(portfolio_->iterations(), products_so_far())) {
    finish_early(end->status, std::move(end->reason));
  } else if (judge_.is_hopeless(portfolio_->matrix_products())) {
    finish_early(Status::numerical_trouble, "answers that are exact but for rounding are still not good enough");
  } else if (portfolio_->exhausted()) {
    finish_early(portfolio_->out_of_memory() ? Status::out_of_memory : Status::numerical_trouble,
                 portfolio_->last_failure());
  }
  return done_;
}

void Solve::finish(Status status, std::string reason) {
  done_ = true;
  solution_.status = status;
  solution_.reason = std::move(reason);
  solution_.matrix_products += vertices_.matrix_products();
  if (portfolio_ == nullptr) return;
  count_work();
  if (const MethodRun* run = portfolio_->current()) solution_.method = run->name();
}

// Of all reductions, methods and searches for a vertex, until finish() counts them.
std::int64_t Solve::products_so_far() const {
  const std::int64_t now = portfolio_ != nullptr ? portfolio_->matrix_products() : 0;
  return solution_.matrix_products + vertices_.matrix_products() + now;
}

void Solve::count_work() {
  solution_.iterations += portfolio_->iterations();
  solution_.matrix_products += portfolio_->matrix_products();
}

// With the best point so far, or with zero activity where there is none.
void Solve::finish_early(Status status, std::string reason) {
  finish(status, std::move(reason));
  if (const PrimalDual* best = portfolio_ != nullptr ? portfolio_->best_point() : nullptr)
    judge_.remember(restored(*best));
  if (auto best = judge_.take_best_missed()) {
    solution_.point = std::move(*best);
  } else {
    solution_.point = {std::vector<double>(lp_.objective.size(), 0.0), std::vector<double>(lp_.row_lower.size(), 0.0)};
    clamp_to_bounds(lp_, solution_.point.primal);
  }
}

void Solve::offer_checkpoint() {
  if (settings_.on_checkpoint) settings_.on_checkpoint([this] { return restored(*portfolio_->best_point()); });
}

}  // namespace

Solution solve(const LinearProgram& lp, const SolveSettings& settings, Device& device) {
  if (settings.race_on != nullptr) return race(lp, settings, device);
  return Solve(lp, settings, device).run();
}

}  // namespace planwerk
