#include "host/plan/recover_plan.hpp"

#include <algorithm>
#include <limits>

#include "host/lp/accurate_sum.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"

namespace planwerk {
namespace {

void recover_deliveries(const Economy& economy, const ProductionLp& production, const std::vector<double>& primal,
                        Plan& plan) {
  for (std::size_t n = 0; n < economy.needs.size(); ++n) {
    const Need& need = economy.needs[n];
    const double asked = economy.asked(need);
    auto& deliveries = plan.needs[n].deliveries;
    if (production.delivery_columns[n] == no_index) {
      double covered = 0;
      for (std::size_t k = 0; k < economy.ladder_of(need).size(); ++k) {
        covered += primal[production.coverage_columns[n] + k];
      }
      deliveries[0] = std::clamp(covered, need.floor * asked, asked) / economy.alternatives_of(need)[0].rate;
      continue;
    }
    double covered = 0;
    for (std::size_t a = 0; a < deliveries.size(); ++a) {
      deliveries[a] = std::max(0.0, primal[production.delivery_columns[n] + a]);
      covered += deliveries[a] * economy.alternatives_of(need)[a].rate;
    }
    if (covered <= asked) continue;
    for (double& amount : deliveries) amount *= asked / covered;
  }
}

// One step of an offer, to be filled in the order of burdens.
struct OfferedStep {
  Index kind;
  Index offer;
  Index step;
  double burden;
  double hours;
};

std::vector<OfferedStep> steps_by_burden(const Economy& economy) {
  std::vector<OfferedStep> steps;
  for (std::size_t o = 0; o < economy.labour_offers.size(); ++o) {
    const LabourOffer& offer = economy.labour_offers[o];
    Index k = 0;
    for (const LabourStep& step : economy.steps_of(offer)) {
      steps.push_back({offer.kind, static_cast<Index>(o), k++, step.burden, step.hours});
    }
  }
  std::stable_sort(steps.begin(), steps.end(), [](const OfferedStep& a, const OfferedStep& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.burden < b.burden;
  });
  return steps;
}

std::vector<double> labour_use(const Economy& economy, const std::vector<double>& activity) {
  std::vector<AccurateSum> used(economy.labour_kinds.size());
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    for (const Flow& labour : economy.flows_of(economy.recipes[r].labour)) {
      used[labour.index].add_product(labour.amount, activity[r]);
    }
  }
  std::vector<double> values;
  for (const AccurateSum& sum : used) values.push_back(sum.value());
  return values;
}

double covered(const Economy& economy, const Plan& plan, Index need) {
  double covered = 0;
  const auto ways = economy.alternatives_of(economy.needs[need]);
  for (std::size_t a = 0; a < ways.size(); ++a) covered += ways[a].rate * plan.needs[need].deliveries[a];
  return covered;
}

// What a unit of the need costs by its cheapest alternative.
double price_of_need(const Economy& economy, const Plan& plan, Index need) {
  double cheapest = std::numeric_limits<double>::infinity();
  for (const Alternative& way : economy.alternatives_of(economy.needs[need])) {
    cheapest = std::min(cheapest, plan.products[way.product].valuation / way.rate);
  }
  return cheapest;
}

std::vector<double> dual_of(const Economy& economy, const ProductionLp& production, const Plan& plan) {
  std::vector<double> dual;
  dual.reserve(production.row_origins.size());
  for (const auto [kind, index] : production.row_origins) {
    if (kind == RowKind::product) dual.push_back(plan.products[index].valuation);
    if (kind == RowKind::need) dual.push_back(price_of_need(economy, plan, index));
    if (kind == RowKind::labour_kind) dual.push_back(-plan.labour_kinds[index].valuation);
    if (kind == RowKind::capacity) dual.push_back(-plan.capacities[index].valuation);
    if (kind == RowKind::limit) dual.push_back(-plan.limits[index].valuation);
  }
  return dual;
}

}  // namespace

Plan recover_plan(const Economy& economy, const ProductionLp& production, const PrimalDual& point) {
  Plan plan;
  fit_to(economy, plan);
  for (std::size_t r = 0; r < economy.recipes.size(); ++r) {
    const Recipe& recipe = economy.recipes[r];
    plan.activity[r] =
        std::clamp(point.primal[production.recipe_columns[r]], recipe.lower_activity, recipe.upper_activity);
  }
  for (std::size_t s = 0; s < economy.stocks.size(); ++s) {
    const Index column = production.stock_columns[s];
    if (column != no_index) plan.drawn[s] = std::clamp(point.primal[column], 0.0, economy.stocks[s].opening);
  }
  recover_deliveries(economy, production, point.primal, plan);
  recover_labour(economy, plan);
  recover_valuations(economy, production, point.dual, plan);
  return plan;
}

std::vector<double> decisions_of(const Economy& economy, const std::vector<ColumnOrigin>& columns,
                                 const std::vector<double>& lower, const std::vector<double>& upper, const Plan& plan) {
  std::vector<double> decisions;
  decisions.reserve(columns.size());
  double left = 0;  // of the need at hand, for its steps to come
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto [kind, index, part] = columns[j];
    if (kind == ColumnKind::recipe) decisions.push_back(plan.activity[index]);
    if (kind == ColumnKind::stock_draw) decisions.push_back(plan.drawn[index]);
    if (kind == ColumnKind::delivery) decisions.push_back(plan.needs[index].deliveries[part]);
    if (kind == ColumnKind::labour) decisions.push_back(plan.labour[index][part]);
    if (kind != ColumnKind::coverage) continue;
    if (part == 0) left = covered(economy, plan, index);
    decisions.push_back(std::clamp(left, lower[j], upper[j]));
    left -= decisions.back();
  }
  return decisions;
}

PrimalDual point_of(const Economy& economy, const ProductionLp& production, const Plan& plan) {
  const LinearProgram& lp = production.lp;
  return {decisions_of(economy, production.column_origins, lp.column_lower, lp.column_upper, plan),
          dual_of(economy, production, plan)};
}

void recover_valuations(const Economy& economy, const ProductionLp& production, const std::vector<double>& dual,
                        Plan& plan) {
  const auto prices = [&](const std::vector<Index>& rows, double sign) {
    std::vector<double> values;
    // 0 - x, not -x: no negative zeros.
    for (const Index row : rows) values.push_back(row == no_index ? 0 : sign > 0 ? dual[row] : 0 - dual[row]);
    return values;
  };
  const certificate::Valuations valuations{prices(production.product_rows, 1), prices(production.labour_rows, -1),
                                           prices(production.capacity_rows, -1), prices(production.limit_rows, -1)};
  certificate::set_valuations(certificate::clipped(economy, valuations), plan);
}

void recover_labour(const Economy& economy, Plan& plan) {
  std::vector<double> open = labour_use(economy, plan.activity);
  const std::vector<OfferedStep> steps = steps_by_burden(economy);
  for (auto begin = steps.begin(); begin != steps.end();) {
    auto end = begin;
    double offered = 0;
    for (; end != steps.end() && end->kind == begin->kind && end->burden == begin->burden; ++end) offered += end->hours;
    const double share = offered > 0 ? std::clamp(open[begin->kind] / offered, 0.0, 1.0) : 0;
    open[begin->kind] -= std::min(open[begin->kind], offered);
    for (; begin != end; ++begin) plan.labour[begin->offer][begin->step] = share * begin->hours;
  }
}

Plan share_out(const Economy& original, const MergedNeeds& merged, Plan plan) {
  std::vector<NeedResult> needs(original.needs.size());
  for (std::size_t n = 0; n < needs.size(); ++n) {
    const Index group = merged.group_of[n];
    const std::vector<Index> from = alternatives_by_product(merged.economy, merged.economy.needs[group]);
    const std::vector<Index> to = alternatives_by_product(original, original.needs[n]);
    needs[n].deliveries.resize(to.size());
    for (std::size_t a = 0; a < to.size(); ++a) {
      needs[n].deliveries[to[a]] = merged.share_of[n] * plan.needs[group].deliveries[from[a]];
    }
  }
  plan.needs = std::move(needs);
  return plan;
}

}  // namespace planwerk
