#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/solver/portfolio/method_run.hpp"

namespace planwerk {

// A method that could be taken, and what it is expected to cost.
struct MethodOffer {
  std::string name;
  double expected_products;  // matrix products, or work that takes as long
  double least_products;     // that its first turn has at the least
  std::function<std::unique_ptr<MethodRun>(const PrimalDual* start)> make;  // null: from nowhere
};

struct MethodOffers {
  std::vector<MethodOffer> now;  // at least one
  // More, which it takes an analysis to price: asked for once those of now fall behind. May be null.
  std::function<std::vector<MethodOffer>()> later;
};

// What a solve is after.
struct Goal {
  double tolerance;
  bool score_counts;  // residuals or the score that is free of units, whichever is less; else residuals alone

  double error(const Residuals& residuals) const {
    return score_counts ? std::min(residuals.kkt(), residuals.score) : residuals.kkt();
  }
};

// Whose turn it is among the methods that a solve may use. docs/mathematics.md, "Portfolio".
//
// The method that is expected to be cheapest begins. As long as its error falls as fast as its expected cost says, it
// stays alone; once it falls behind, the later offers are asked for. When it has done as much as the next one is
// expected to cost (and what it must have to show anything) and still has no answer, the next has its turn, beginning
// from the best point so far: at worst twice the work of the better choice (the ski rental rule; Karlin, Manasse,
// Rudolph & Sleator 1988). After the last, the first goes on, each with twice the budget it had. A method that runs out
// of memory or of progress is left out from then on. Decisions go by work, never by the clock, so that the same
// programme is solved in the same way every time.
class Portfolio {
 public:
  using Log = std::function<void(const std::string&)>;

  // `start`: where to begin.
  Portfolio(MethodOffers offers, const Goal& goal, std::optional<PrimalDual> start, Log log);

  // Works up to the next check of the method whose turn it is. False: cut short by `stop`, or exhausted().
  bool run_to_check(const std::function<bool()>& stop);

  // Every method has ended without an answer; last_failure() says how the last one did.
  bool exhausted() const;
  const std::string& last_failure() const { return last_failure_; }
  bool out_of_memory() const { return out_of_memory_; }

  MethodRun* current();  // null where its turn has ended with its end
  // The best point of all methods so far; null before the first check.
  const PrimalDual* best_point();
  std::int64_t iterations() const;
  std::int64_t matrix_products() const;

 private:
  struct Entry {
    MethodOffer offer;
    std::unique_ptr<MethodRun> run;
    double budget;  // of products, at which its turn ends
    bool ended = false;
    std::int64_t iterations = 0, matrix_products = 0;  // when it ended
  };
  bool take_turn();
  bool is_behind(const Entry& entry) const;
  void admit(std::vector<MethodOffer> offers);
  void begin(Entry& entry);
  void end(Entry& entry, const std::string& reason, bool for_memory);
  void remember_best(const MethodRun& run);
  std::size_t next_turn() const;

  std::vector<Entry> entries_;  // by expected cost
  std::function<std::vector<MethodOffer>()> later_;
  Goal goal_;
  std::optional<PrimalDual> best_point_;
  double best_error_ = infinity;
  Log log_;
  std::size_t turn_ = 0;
  std::string last_failure_;
  bool out_of_memory_ = false;
};

}  // namespace planwerk
