#include "host/plan/tiers/tier_vertices.hpp"

#include <algorithm>
#include <cmath>

#include "host/base/stopwatch.hpp"

namespace planwerk {
namespace {

// Work, in matrix products, that pivots from one goal's vertex to the next one's are worth: more, and the next is so
// far away that a solve from the outside is faster.
constexpr double worth_pivoting = 25'000;
constexpr double worth_from_beside = 15'000;  // from the vertex of all goals, which is near each's own
constexpr double worth_a_question = 12'000;   // which is asked of nobody but those near the level
constexpr double least_weight = 1e-9;         // of a need that decides on a level, of one in all

VertexSession::Settings session_settings(const SolveSettings& settings) {
  VertexSession::Settings session;
  session.on_log = settings.on_log;
  session.stop = [watch = Stopwatch(), &settings] {
    if (settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed)) return true;
    return watch.seconds() >= settings.time_limit_s;
  };
  return session;
}

}  // namespace

std::optional<PrimalDual> TierVertices::start(const PlanProgram& program, const PrimalDual& point,
                                              const SolveSettings& settings) {
  if (!session_) session_ = std::make_unique<VertexSession>(program.lp(), device_);
  auto vertex = session_->start(program.lp(), point, session_settings(settings));
  if (vertex) remember(program, *vertex);
  return vertex;
}

std::optional<PrimalDual> TierVertices::start_beside(const PlanProgram& program, const PrimalDual& point,
                                                     const SolveSettings& settings, const SearchLimits& search) {
  if (!session_) session_ = std::make_unique<VertexSession>(program.lp(), device_);
  VertexSession::Settings limits = session_settings(settings);
  limits.work_limit = search.work;
  limits.may_stray = search.may_stray;
  limits.judges_primal_pivots = false;
  auto vertex = session_->start(program.lp(), point, limits);
  if (!vertex) return std::nullopt;
  remember(program, *vertex);
  basis_beside_ = session_->basis();
  primal_beside_ = vertex->primal;
  session_->forget_face();
  stand_beside();
  return vertex;
}

bool TierVertices::return_beside() {
  primal_ = primal_beside_;
  stand_beside();
  return session_->return_to(basis_beside_);
}

// As if no goal had been reached.
void TierVertices::stand_beside() {
  std::fill(dual_.begin(), dual_.end(), 0);
  std::fill(decides_.begin(), decides_.end(), 0);
  own_row_ = no_index;
  is_beside_ = true;
}

bool TierVertices::next(const PlanProgram& program, const SolveSettings& settings) {
  std::vector<double> primal = primal_;
  spread_over_steps(program, primal);
  VertexSession::Settings limits = session_settings(settings);
  limits.work_limit = program.is_question() ? worth_a_question : is_beside_ ? worth_from_beside : worth_pivoting;
  auto found = session_->go_on(program.lp(), primal, fit_to(program, primal), limits);
  if (!found) return false;
  found_ = std::move(*found);
  program_ = &program;
  return true;
}

PrimalDual TierVertices::vertex() const {
  PrimalDual vertex = found_.vertex;
  for (std::size_t i = 0; i < dual_.size(); ++i) vertex.dual[i] += found_.multiple * dual_[i];
  if (own_row_ != no_index) vertex.dual[own_row_] -= found_.multiple;
  return vertex;
}

void TierVertices::accept() {
  const PrimalDual optimum = vertex();
  session_->accept(found_.multiple);
  remember(*program_, optimum);
}

std::optional<PrimalDual> TierVertices::leave_face(const PlanProgram& program, const SolveSettings& settings) {
  VertexSession::Settings limits = session_settings(settings);
  limits.work_limit = worth_pivoting;
  auto vertex = session_->leave_face(program.lp(), limits);
  if (vertex) remember(program, *vertex);
  return vertex;
}

// Needs that decided on a level stay there.
LinearProgram TierVertices::on_face(const PlanProgram& program) const {
  std::vector<double> primal = primal_;
  spread_over_steps(program, primal);
  LinearProgram face = session_->on_face(program.lp(), primal);
  const Economy& economy = program.economy();
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Index row = program.coverage_row(static_cast<Index>(n));
    if (!decides_[n] || !std::isinf(face.row_lower[row])) continue;
    const auto first = static_cast<std::size_t>(program.production().coverage_columns[n]);
    for (std::size_t j = first; j < first + economy.ladder_of(economy.needs[n]).size(); ++j) {
      face.column_lower[j] = face.column_upper[j] = primal[j];
    }
  }
  return face;
}

void TierVertices::remember(const PlanProgram& program, const PrimalDual& vertex) {
  primal_ = vertex.primal;
  dual_ = vertex.dual;
  is_beside_ = false;
  own_row_ = program.own_row();
  had_single_steps_ = program.has_single_steps();
  decides_.resize(program.economy().needs.size(), 0);
  for (std::size_t n = 0; n < decides_.size(); ++n) {
    const Index row = program.coverage_row(static_cast<Index>(n));
    if (row != no_index && std::isfinite(program.lp().row_lower[row])) decides_[n] |= vertex.dual[row] > least_weight;
  }
}

// What was covered in a first step alone is spread over the steps, where the programme has them.
void TierVertices::spread_over_steps(const PlanProgram& program, std::vector<double>& primal) const {
  if (!had_single_steps_ || program.has_single_steps()) return;
  const LinearProgram& lp = program.lp();
  const Economy& economy = program.economy();
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const auto first = static_cast<std::size_t>(program.production().coverage_columns[n]);
    double left = primal[first];
    for (std::size_t j = first; j < first + economy.ladder_of(economy.needs[n]).size(); ++j) {
      primal[j] = std::clamp(left, lp.column_lower[j], lp.column_upper[j]);
      left -= primal[j];
    }
  }
}

// A need whose coverage no longer counts for a level stays where it is by its floor: its row goes into the basis for
// its step; but for one with the largest weight, whose row keeps the level while that is in the basis: with nothing but
// rows that are in the basis themselves, the level would be one column too many. Where coverage has been spread over
// steps, the one that is partly filled is in the basis for the first.
std::vector<VertexSession::Exchange> TierVertices::fit_to(const PlanProgram& program,
                                                          const std::vector<double>& primal) const {
  std::vector<VertexSession::Exchange> exchanges;
  const LinearProgram& lp = program.lp();
  const bool spreads = had_single_steps_ && !program.has_single_steps();
  const Economy& economy = program.economy();
  std::size_t keeper = 0;  // among the exchanges
  VertexSession::Exchange of_keeper;
  double largest_weight = -1;
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Index first = program.production().coverage_columns[n];
    const Index end = first + static_cast<Index>(economy.ladder_of(economy.needs[n]).size());
    Index basic = no_index, last_filled = first;
    for (Index j = first; j < end; ++j) {
      if (basic == no_index && session_->is_basic(j)) basic = j;
      if (primal[j] > 0) last_filled = j;
    }
    if (basic == no_index) continue;
    const Index stays = spreads ? last_filled : basic;
    const Index row = program.coverage_row(static_cast<Index>(n));
    const Index slack = row == no_index ? no_index : lp.columns() + row;
    if (slack != no_index && std::isinf(lp.row_lower[row]) && !session_->is_basic(slack)) {
      const double weight = std::fabs(session_->reduced_cost(slack));
      if (weight > largest_weight) {
        largest_weight = weight;
        keeper = exchanges.size();
        of_keeper = {basic, stays};
      }
      exchanges.emplace_back(basic, slack);
    } else if (stays != basic) {
      exchanges.emplace_back(basic, stays);
    }
  }
  if (largest_weight >= 0 && session_->is_basic(program.level_column())) exchanges[keeper] = of_keeper;
  return exchanges;
}

}  // namespace planwerk
