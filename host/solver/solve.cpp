#include "host/solver/solve.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>

#include "host/lp/presolve.hpp"
#include "host/solver/judge.hpp"
#include "host/solver/portfolio/offers.hpp"
#include "host/solver/portfolio/portfolio.hpp"
#include "host/solver/portfolio/race.hpp"
#include "host/solver/portfolio/vertex_attempts.hpp"
#include "host/solver/ray_search.hpp"
#include "host/solver/separable.hpp"
#include "host/solver/vertex.hpp"
#include "kernels/trace.hpp"

namespace planwerk {
namespace {

constexpr double progress_interval_s = 0.3;
constexpr double tightening = 0.1;        // of the error at which the caller is asked again, having refused a point;
constexpr double look_growth = 1.5;       // or the products by then, whichever comes first
constexpr double inner_tightening = 0.5;  // of the reduced programme's, where the given one is not there yet
// A point of the reduced programme so much better than the tolerance is let down by presolve's way back: rounding grows
// on it.
constexpr double let_down = 1e-3;
constexpr double work_near_start = 5000;  // matrix products
// Once the caller has refused a point that is exact but for rounding, better ones can hardly come: so many times the
// work until then, and so many products, and it is given up.
constexpr double rounding = 1e-12;
constexpr double growth_after_exact = 10;
constexpr std::int64_t work_after_exact = 50'000;
constexpr PresolveSettings presolve_ladder[] = {
    {.depth = PresolveDepth::full}, {.depth = PresolveDepth::light}, {.enabled = false}};

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

bool is_point_of(const LinearProgram& lp, const PrimalDual& point) {
  return point.primal.size() == lp.objective.size() && point.dual.size() == lp.row_lower.size() &&
         all_finite(point.primal) && all_finite(point.dual);
}

// One solve: what runs, how long it has run, and what was found.
class Solve {
 public:
  Solve(const LinearProgram& lp, const SolveSettings& settings, Device& device)
      : lp_(lp),
        settings_(settings),
        device_(device),
        goal_{settings.tolerance, settings.accept != nullptr},
        target_(settings.tolerance) {}

  Solution run();

 private:
  void reduce_and_solve(const PresolveSettings& settings);
  void iterate();
  void begin();
  void look_near_start();
  std::optional<PrimalDual> vertex_near(const PrimalDual& point, const VertexSettings& settings);
  bool stop_asked();
  bool stop_at_limits();
  bool worth_a_look(const Residuals& residuals) const;
  void try_vertex(const MethodRun& run);
  void let_find_vertex(const MethodRun& run);
  void look_at(const PrimalDual& reduced_point, double reduced_error);
  void remember(PrimalDual point, double error);
  void ask(PrimalDual point);
  void search_ray(MethodRun& run);
  void adopt_ray(Ray ray);
  void prove_unbounded(std::vector<double> ray);
  void finish(Status status, std::string reason = {});
  void finish_early(Status status, std::string reason);
  void offer_checkpoint();
  void report_progress(const MethodRun& run);
  void count_work();
  PrimalDual restored(const PrimalDual& reduced_point) const;

  std::int64_t products_after(double growth) const {
    return static_cast<std::int64_t>(growth * static_cast<double>(portfolio_->matrix_products()));
  }
  double elapsed_s() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }
  void log(const std::string& line) const {
    if (settings_.on_log) settings_.on_log(line);
  }

  using Clock = std::chrono::steady_clock;
  const LinearProgram& lp_;
  const SolveSettings& settings_;
  Device& device_;
  Clock::time_point begin_ = Clock::now();
  double last_progress_s_ = 0;
  const Goal goal_;
  double target_;  // what the reduced programme is solved to
  std::unique_ptr<Presolved> presolved_;
  ResidualUnits reduced_units_;
  std::optional<PrimalDual> start_;  // of the reduced programme
  std::unique_ptr<Portfolio> portfolio_;
  std::int64_t next_look_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_products_ = std::numeric_limits<std::int64_t>::max();
  VertexAttempts vertices_;
  Solution solution_;
  std::optional<PrimalDual> best_restored_;  // that missed the tolerance on the programme as given
  double best_restored_error_ = infinity;
  bool is_let_down_ = false;
  bool done_ = false;
};

Solution Solve::run() {
  try {
    for (const PresolveSettings& presolve : presolve_ladder) {
      if (done_ || (presolve.enabled && !settings_.presolve)) continue;
      if (portfolio_) log("the reduced programme's answer does not hold on the one given; reducing less");
      reduce_and_solve(presolve);
    }
    if (!done_) finish_early(Status::numerical_trouble, "rounding keeps the residuals above the tolerance");
  } catch (const DeviceOutOfMemory& error) {
    finish_early(Status::out_of_memory, error.what());
  } catch (const std::bad_alloc&) {
    finish_early(Status::out_of_memory, "the host has too little memory");
  }
  solution_.elapsed_s = elapsed_s();
  return std::move(solution_);
}

// Ends with done_ unset where the tolerance cannot be met on the programme as given, however well the reduced one is
// solved.
void Solve::reduce_and_solve(const PresolveSettings& settings) {
  {
    const TraceRange range("presolve");
    presolved_ = presolve(lp_, settings);
  }
  target_ = settings_.tolerance;
  is_let_down_ = false;
  const LinearProgram& reduced = presolved_->reduced();
  log("presolve leaves " + std::to_string(reduced.rows()) + " of " + std::to_string(lp_.rows()) + " rows, " +
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
  const auto log_line = [this](const std::string& line) { log(line); };
  if (portfolio_ != nullptr) count_work();
  portfolio_ = std::make_unique<Portfolio>(
      method_offers(presolved_->reduced(), reduced_units_, settings_, device_, log_line), goal_, start_, log_line);
}

// Where little has changed since the answer that is the start, it is still one, or a vertex near it is: that costs what
// a small share of a solve from nowhere does, and nothing is lost where it fails but that.
void Solve::look_near_start() {
  if (!settings_.start_is_near || !start_) return;
  const TraceRange range("near the start");
  const double error = certify_in(reduced_units_, presolved_->reduced(), *start_).kkt();
  if (error <= target_) look_at(*start_, error);
  if (done_) return;
  VertexSettings vertex;
  vertex.tolerance = target_;
  vertex.work_limit = work_near_start;
  vertex.units = reduced_units_;
  vertex.on_log = [this](const std::string& line) { log(line); };
  vertex.stop = [this] { return stop_asked(); };
  if (auto point = vertex_near(*start_, vertex))
    look_at(*point, certify_in(reduced_units_, presolved_->reduced(), *point).kkt());
  if (done_) solution_.method = "vertex near the start";
  target_ = settings_.tolerance;
  is_let_down_ = false;
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
    if (!portfolio_->run_to_check([this] { return stop_asked(); })) continue;
    MethodRun& run = *portfolio_->current();
    offer_checkpoint();
    report_progress(run);
    if (worth_a_look(run.residuals())) look_at(run.point(), run.residuals().kkt());
    if (!done_ && vertices_.due(run, portfolio_->matrix_products())) try_vertex(run);
    if (!done_) search_ray(run);
    if (done_ || is_let_down_) return;
  }
}

// Where the caller judges points, norm-wise residuals say little: one balance of large amounts that nobody pays for
// keeps them high. The score is free of units.
bool Solve::worth_a_look(const Residuals& residuals) const {
  const double error = goal_.error(residuals);
  return error <= target_ ||
         (settings_.accept && error <= settings_.tolerance && portfolio_->matrix_products() >= next_look_);
}

void Solve::try_vertex(const MethodRun& run) {
  if (settings_.find_vertex) return let_find_vertex(run);
  const VertexAttempts::Target target{presolved_->reduced(), reduced_units_, target_};
  const auto vertex =
      vertices_.attempt(run, portfolio_->matrix_products(), target, device_,
                        {[this](const std::string& line) { log(line); }, [this] { return stop_asked(); }});
  if (vertex) look_at(*vertex, certify_in(reduced_units_, target.lp, *vertex).kkt());
  if (done_) solution_.method = run.name() + ", vertex";
}

void Solve::let_find_vertex(const MethodRun& run) {
  const double work_limit = vertices_.begin(run, portfolio_->matrix_products());
  auto vertex = settings_.find_vertex(restored(run.best_point()), work_limit);
  if (!vertex) return;
  solution_.point = std::move(*vertex);
  finish(Status::optimal);
  solution_.method = run.name() + ", vertex";
}

// A point that meets the target on the reduced programme: is it the answer?
void Solve::look_at(const PrimalDual& reduced_point, double reduced_error) {
  PrimalDual point = restored(reduced_point);
  if (settings_.accept) return ask(std::move(point));
  const double error = certify_in(settings_.residual_units, lp_, point).kkt();
  if (error <= settings_.tolerance) {
    solution_.point = std::move(point);
    return finish(Status::optimal);
  }
  remember(std::move(point), error);
  target_ *= inner_tightening;
  is_let_down_ = reduced_error < let_down * settings_.tolerance;
}

void Solve::remember(PrimalDual point, double error) {
  if (!(error < best_restored_error_)) return;
  best_restored_error_ = error;
  best_restored_ = std::move(point);
}

void Solve::ask(PrimalDual point) {
  if (!settings_.accept(point)) {
    target_ *= tightening;
    if (portfolio_ == nullptr) return;
    next_look_ = products_after(look_growth);
    if (target_ < rounding) {
      last_products_ = std::min(last_products_, products_after(growth_after_exact) + work_after_exact);
    }
    return;
  }
  solution_.point = std::move(point);
  finish(Status::optimal);
}

void Solve::search_ray(MethodRun& run) {
  if (auto ray = find_ray(run.ray_candidate(), lp_, *presolved_)) adopt_ray(std::move(*ray));
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
  log("the objective falls along a ray; looking for a feasible point");
  LinearProgram feasibility = lp_;
  std::fill(feasibility.objective.begin(), feasibility.objective.end(), 0.0);
  SolveSettings settings = settings_;
  settings.accept = nullptr;
  settings.on_checkpoint = nullptr;
  settings.time_limit_s = settings_.time_limit_s - elapsed_s();
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

bool Solve::stop_asked() {
  if (settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed)) return true;
  return elapsed_s() >= settings_.time_limit_s;
}

bool Solve::stop_at_limits() {
  if (settings_.interrupt != nullptr && settings_.interrupt->load(std::memory_order_relaxed)) {
    finish_early(Status::interrupted, "interrupted");
  } else if (elapsed_s() >= settings_.time_limit_s) {
    finish_early(Status::time_limit, "the time limit is reached");
  } else if (portfolio_->iterations() >= settings_.iteration_limit) {
    finish_early(Status::iteration_limit, "the iteration limit is reached");
  } else if (portfolio_->matrix_products() >= last_products_) {
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

void Solve::count_work() {
  solution_.iterations += portfolio_->iterations();
  solution_.matrix_products += portfolio_->matrix_products();
}

// With the best point so far, or with zero activity where there is none.
void Solve::finish_early(Status status, std::string reason) {
  finish(status, std::move(reason));
  if (const PrimalDual* best = portfolio_ != nullptr ? portfolio_->best_point() : nullptr) {
    PrimalDual point = restored(*best);
    const double error = certify_in(settings_.residual_units, lp_, point).kkt();
    remember(std::move(point), error);
  }
  if (best_restored_) {
    solution_.point = std::move(*best_restored_);
  } else {
    solution_.point = {std::vector<double>(lp_.objective.size(), 0.0), std::vector<double>(lp_.row_lower.size(), 0.0)};
    clamp_to_bounds(lp_, solution_.point.primal);
  }
}

void Solve::offer_checkpoint() {
  if (settings_.on_checkpoint) settings_.on_checkpoint([this] { return restored(*portfolio_->best_point()); });
}

void Solve::report_progress(const MethodRun& run) {
  const double now = elapsed_s();
  if (!settings_.on_progress || now - last_progress_s_ < progress_interval_s) return;
  last_progress_s_ = now;
  const Residuals& r = run.residuals();
  settings_.on_progress({.phase = run.name(),
                         .iteration = portfolio_->iterations(),
                         .matrix_products = portfolio_->matrix_products(),
                         .primal_residual = r.primal,
                         .dual_residual = r.dual,
                         .relative_gap = r.gap,
                         .objective = r.primal_objective,
                         .elapsed_s = now});
}

}  // namespace

Solution solve(const LinearProgram& lp, const SolveSettings& settings, Device& device) {
  if (settings.race_on != nullptr) return race(lp, settings, device);
  return Solve(lp, settings, device).run();
}

}  // namespace planwerk
