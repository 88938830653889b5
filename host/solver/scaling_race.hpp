#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "host/solver/pdhg.hpp"

namespace planwerk {

// Which scaling suits a programme cannot be told from its numbers beforehand, so the scalings take turns: the likeliest
// runs as long as it gets on, and only when it stalls the next is given as many products as it had. A scaling keeps its
// iterate while it waits, so nothing is lost when it is taken up again. Turns are counted in matrix products, never in
// seconds: the same programme gives the same run.
class ScalingRace {
 public:
  using Log = std::function<void(const std::string&)>;
  // `scalings`: the only ones to take turns, in this order; empty: all, in the order that the programme suggests.
  ScalingRace(const LinearProgram& lp, const ResidualUnits& units, const PrimalDual* start, Device& device, Log log,
              std::vector<Scaling> scalings = {});

  // To the next check of the runner whose turn it is; false where `stop` cut it short.
  bool run_to_check(const std::function<bool()>& stop);

  Pdhg& current() { return *entries_[turn_].runner; }
  const Pdhg& current() const { return *entries_[turn_].runner; }
  const Pdhg& best() const;  // whose best point has the least error
  // No runner has cut its error for so long that none will.
  bool hopeless() const;
  std::int64_t iterations() const;
  std::int64_t matrix_products() const;

 private:
  struct Entry {
    Scaling scaling;
    std::unique_ptr<Pdhg> runner;  // made when its first turn comes
    double best_error = infinity;
    std::int64_t error_at = 0;  // products when one of the two was last cut to `progress` of it
    double best_score = infinity;
  };
  bool stalled(const Entry& entry) const;
  void take(std::size_t next);
  std::size_t next_turn() const;

  const LinearProgram& lp_;
  const ResidualUnits& units_;
  const PrimalDual* start_;
  Device& device_;
  Log log_;
  std::vector<Entry> entries_;
  std::size_t turn_ = 0;
  double best_error_ = infinity;
  std::int64_t best_error_at_ = 0;  // products of all together when best_error_ was last cut
};

}  // namespace planwerk
