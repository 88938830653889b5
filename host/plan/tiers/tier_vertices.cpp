#include "host/plan/tiers/tier_vertices.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace planwerk {
namespace {

VertexSession::Settings session_settings(const SolveSettings& settings) {
  VertexSession::Settings session;
  session.on_log = settings.on_log;
  const auto begin = std::chrono::steady_clock::now();
  session.stop = [begin, &settings] {
    if (settings.interrupt != nullptr && settings.interrupt->load(std::memory_order_relaxed)) return true;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() >= settings.time_limit_s;
  };
  return session;
}

}  // namespace

std::optional<PrimalDual> TierVertices::start(const PlanProgram& program, const PrimalDual& point,
                                              const SolveSettings& settings) {
  if (!session_) session_ = std::make_unique<VertexSession>(program.lp(), device_);
  return remember(program, session_->start(program.lp(), point, session_settings(settings)));
}

std::optional<PrimalDual> TierVertices::next(const PlanProgram& program, const SolveSettings& settings) {
  std::vector<double> primal = primal_;
  const auto exchanges = fit_to(program, primal);
  return remember(program, session_->go_on(program.lp(), primal, exchanges, session_settings(settings)));
}

std::optional<PrimalDual> TierVertices::remember(const PlanProgram& program, std::optional<PrimalDual> vertex) {
  if (!vertex) return vertex;
  primal_ = vertex->primal;
  had_single_steps_ = program.has_single_steps();
  return vertex;
}

// A need whose coverage no longer counts for a level stays where it is by its floor: its row goes into the basis for
// its step; but for one with the largest weight, whose row keeps the level while that is in the basis: with nothing but
// rows that are in the basis themselves, the level would be one column too many. What was covered in a first step alone
// is spread over the steps, and the one that is partly filled is in the basis for the first.
std::vector<VertexSession::Exchange> TierVertices::fit_to(const PlanProgram& program,
                                                          std::vector<double>& primal) const {
  std::vector<VertexSession::Exchange> exchanges;
  const LinearProgram& lp = program.lp();
  const bool spreads = had_single_steps_ && !program.has_single_steps();
  const Economy& economy = program.economy();
  std::size_t keeper = 0;  // among the exchanges
  VertexSession::Exchange keepers;
  double largest_weight = -1;
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Index first = program.production().coverage_columns[n];
    const Index end = first + static_cast<Index>(economy.ladder_of(economy.needs[n]).size());
    Index basic = no_index, partly = first;
    for (Index j = first; j < end && basic == no_index; ++j) {
      if (session_->is_basic(j)) basic = j;
    }
    if (spreads) {
      double left = primal[first];
      for (Index j = first; j < end; ++j) {
        if (left > 0) partly = j;
        primal[j] = std::clamp(left, lp.column_lower[j], lp.column_upper[j]);
        left -= primal[j];
      }
    }
    if (basic == no_index) continue;
    const Index row = program.coverage_row(static_cast<Index>(n));
    const Index slack = row == no_index ? no_index : lp.columns() + row;
    if (slack != no_index && std::isinf(lp.row_lower[row]) && !session_->is_basic(slack)) {
      const double weight = std::fabs(session_->reduced_cost(slack));
      if (weight > largest_weight) {
        largest_weight = weight;
        keeper = exchanges.size();
        keepers = {basic, spreads ? partly : basic};
      }
      exchanges.emplace_back(basic, slack);
    } else if (spreads && partly != basic) {
      exchanges.emplace_back(basic, partly);
    }
  }
  if (largest_weight >= 0 && session_->is_basic(program.level_column())) exchanges[keeper] = keepers;
  return exchanges;
}

}  // namespace planwerk
