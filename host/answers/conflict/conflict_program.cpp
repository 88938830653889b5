#include "host/answers/conflict/conflict_program.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace planwerk {
namespace {

// Stretches that add up to one leave a speck.
constexpr double rounding_of_widths = 1e-12;

// As much more as counts as no bound at all: a thousandfold, or anything where there is nothing now.
double ample(double size) {
  return size != 0 ? 1000 * std::fabs(size) : infinity;
}

}  // namespace

// One question as a linear programme, with the places of what was added.
class ConflictProgram::Draft {
 public:
  Draft(const ConflictProgram& conflict, const ConflictQuestion& question)
      : conflict_(conflict), question_(question), program_(conflict.production_.lp) {
    program_.clear_costs();
    places_.resize(conflict.conditions_.size());
    for (std::size_t c = 0; c < places_.size(); ++c) {
      const Stance stance = question.stances[c];
      if (stance == Stance::given_up) conflict.give_up(conflict.conditions_[c], program_);
      if (stance == Stance::elastic || stance == Stance::priced) loosen(c);
    }
  }

  LinearProgram build() const { return program_.build(); }

  ConflictReply read(const Solution& solution) const {
    ConflictReply reply;
    reply.status = solution.status;
    if (solution.status != Status::optimal) return reply;
    reply.moved.resize(places_.size());
    reply.prices.resize(places_.size());
    for (std::size_t c = 0; c < places_.size(); ++c) {
      if (places_[c].least) read(solution, *places_[c].least, reply.moved[c].least, reply.prices[c].least, reply.cost);
      if (places_[c].greatest) {
        read(solution, *places_[c].greatest, reply.moved[c].greatest, reply.prices[c].greatest, reply.cost);
      }
    }
    return reply;
  }

 private:
  struct Movement {
    std::int32_t column;
    double cost;  // per unit of the column
  };
  struct Side {
    std::int32_t row;
    double sign;  // of what giving way adds to the row
    double unit;  // of what gives way, per unit of its columns
    std::vector<Movement> movements;
  };
  struct Place {
    std::optional<Side> least, greatest;
  };

  static void read(const Solution& solution, const Side& side, double& moved, double& price, double& cost) {
    price = std::max(0.0, side.sign * solution.point.dual[side.row]);
    for (const Movement& movement : side.movements) {
      const double by = std::max(0.0, solution.point.primal[movement.column]);
      moved += side.unit * by;
      cost += movement.cost * by;
    }
  }

  // A side of condition c that may give way by at most `room`, stretch by stretch.
  Side side_of(std::size_t c, std::int32_t row, double sign, double size, double room) {
    Side side{row, sign, size != 0 ? std::fabs(size) : question_.scales_of_none[c], {}};
    if (question_.stances[c] == Stance::priced) return side;
    const double weight = question_.weights.empty() ? 1 : question_.weights[c];
    double left = room / side.unit;
    for (const Stretch& stretch : question_.stretches) {
      const double width = std::min(stretch.width, left), cost = weight * stretch.cost;
      if (width <= rounding_of_widths) break;
      left -= width;
      side.movements.push_back({program_.add_column(cost, 0, width, {{row, sign * side.unit}}), cost});
    }
    return side;
  }

  void loosen(std::size_t c) {
    const Condition& condition = conflict_.conditions_[c];
    const std::int32_t row = row_of(condition);
    if (condition.least) {
      const double room = condition.kind == ConditionKind::limit ? infinity : *condition.least;
      places_[c].least = side_of(c, row, 1, *condition.least, room);
    }
    if (condition.greatest) {
      // What is at hand in stock adds to what is made, all else that there is bounds what is used.
      const double sign = condition.kind == ConditionKind::stock ? 1 : -1;
      places_[c].greatest = side_of(c, row, sign, *condition.greatest, infinity);
    }
  }

  // The row that the condition bounds; bounds of columns become rows, which can give way and have a price.
  std::int32_t row_of(const Condition& condition) {
    const ProductionLp& production = conflict_.production_;
    switch (condition.kind) {
      case ConditionKind::stock:
        return production.product_rows[conflict_.economy_.stocks[condition.index].product];
      case ConditionKind::limit:
        return production.limit_rows[condition.index];
      case ConditionKind::product:
        return production.product_rows[condition.index];
      case ConditionKind::labour_kind:
        return production.labour_rows[condition.index];
      case ConditionKind::capacity:
        return production.capacity_rows[condition.index];
      case ConditionKind::recipe:
        program_.set_column_bounds(production.recipe_columns[condition.index], 0, infinity);
        return program_.add_row({{production.recipe_columns[condition.index], 1}}, condition.least.value_or(-infinity),
                                condition.greatest.value_or(infinity));
      case ConditionKind::need:
        break;
    }
    conflict_.give_up(condition, program_);
    return program_.add_row(coverage_of(condition.index), *condition.least, infinity);
  }

  std::vector<Term> coverage_of(Index need) const {
    std::vector<Term> covered;
    const Index first = conflict_.production_.coverage_columns[need];
    const auto steps = static_cast<Index>(conflict_.economy_.ladder_of(conflict_.economy_.needs[need]).size());
    for (Index k = 0; k < steps; ++k) covered.push_back({first + k, 1});
    return covered;
  }

  const ConflictProgram& conflict_;
  const ConflictQuestion& question_;
  ExtendedProgram program_;
  std::vector<Place> places_;
};

ConflictProgram::ConflictProgram(const Economy& economy, const SolveSettings& settings, Device& device)
    : economy_(economy),
      settings_(settings),
      device_(device),
      conditions_(conditions_of(economy)),
      production_(build_lp(economy)) {}

void ConflictProgram::give_up(const Condition& condition, ExtendedProgram& program) const {
  const LinearProgram& lp = production_.lp;
  const double least = condition.least ? *condition.least - ample(*condition.least) : -infinity;
  const double greatest = condition.greatest ? *condition.greatest + ample(*condition.greatest) : infinity;
  switch (condition.kind) {
    case ConditionKind::need: {
      const Index first = production_.coverage_columns[condition.index];
      const auto steps = static_cast<Index>(economy_.ladder_of(economy_.needs[condition.index]).size());
      for (Index j = first; j < first + steps; ++j) program.set_column_bounds(j, 0, lp.column_upper[j]);
      break;
    }
    case ConditionKind::stock: {
      // What is drawn beyond the stock makes up for what is wanted at the end, too.
      const Index row = production_.product_rows[economy_.stocks[condition.index].product];
      program.add_column(0, 0, ample(std::max(condition.least.value_or(0), condition.greatest.value_or(0))),
                         {{row, 1}});
      break;
    }
    case ConditionKind::recipe:
      program.set_column_bounds(production_.recipe_columns[condition.index], 0, greatest);
      break;
    case ConditionKind::product: {
      const Index row = production_.product_rows[condition.index];
      program.set_row_bounds(row, lp.row_lower[row], infinity);
      break;
    }
    case ConditionKind::limit:
      program.set_row_bounds(production_.limit_rows[condition.index], least, greatest);
      break;
    case ConditionKind::labour_kind:
      program.set_row_bounds(production_.labour_rows[condition.index], -infinity, ample(*condition.greatest));
      break;
    case ConditionKind::capacity:
      program.set_row_bounds(production_.capacity_rows[condition.index], -infinity, greatest);
      break;
  }
}

ConflictReply ConflictProgram::ask(const ConflictQuestion& question) {
  ++questions_;
  const Draft draft(*this, question);
  const LinearProgram lp = draft.build();
  SolveSettings settings = settings_;
  settings.tolerance = question.tolerance;
  settings.warm_start.reset();
  settings.race_on = nullptr;  // the same answer each time
  if (question.most_entries) {
    const double entries_per_iteration = 2.0 * static_cast<double>(lp.matrix.nonzeros() + 1);
    settings.method = Method::pdhg;
    settings.iteration_limit = std::min(settings.iteration_limit,
                                        1 + static_cast<std::int64_t>(*question.most_entries / entries_per_iteration));
  }
  const Solution solution = solve(lp, settings, device_);
  return draft.read(solution);
}

}  // namespace planwerk
