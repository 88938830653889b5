#include "host/codec/enum_numbers.hpp"
#include "host/codec/plan_answers.hpp"
#include "host/codec/plan_message.hpp"
#include "host/codec/tier_results.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

void add_decisions(const Plan& plan, const Economy& economy, v1::Plan& message) {
  for (std::size_t i = 0; i < plan.activity.size(); ++i) {
    auto& entry = *message.add_recipes();
    entry.set_recipe(economy.recipes[i].id);
    entry.set_name(economy.recipes[i].name);
    entry.set_activity(plan.activity[i]);
  }
  for (std::size_t i = 0; i < plan.labour.size(); ++i) {
    auto& entry = *message.add_labour_offers();
    entry.set_offer(economy.labour_offers[i].id);
    for (const double hours : plan.labour[i]) entry.add_hours(hours);
  }
  for (std::size_t i = 0; i < plan.drawn.size(); ++i) {
    const Product& product = economy.products[economy.stocks[i].product];
    auto& entry = *message.add_stocks();
    entry.set_product(product.id);
    entry.set_unit(product.unit);
    entry.set_drawn(plan.drawn[i]);
  }
}

void add_need(const NeedResult& result, const Need& need, const Economy& economy, v1::Plan& message) {
  const auto alternatives = economy.alternatives_of(need);
  auto& entry = *message.add_needs();
  entry.set_need(need.id);
  entry.set_name(need.name);
  entry.set_unit(economy.products[alternatives.front().product].unit);
  for (std::size_t k = 0; k < result.deliveries.size(); ++k) {
    auto& delivery = *entry.add_deliveries();
    delivery.set_product(economy.products[alternatives[k].product].id);
    delivery.set_amount(result.deliveries[k]);
  }
  entry.set_delivered(result.delivered);
  entry.set_coverage(result.coverage);
  entry.set_marginal_cost(result.marginal_cost);
  entry.set_weight(need.weight);
  entry.set_weight_origin(need.weight_origin);
}

void add_product(const ProductResult& result, const Product& product, v1::Plan& message) {
  auto& entry = *message.add_products();
  entry.set_product(product.id);
  entry.set_name(product.name);
  entry.set_unit(product.unit);
  entry.set_made(result.made);
  entry.set_used(result.used);
  entry.set_delivered(result.delivered);
  entry.set_drawn(result.drawn);
  entry.set_surplus(result.surplus);
  entry.set_valuation(result.valuation);
}

void add_bounds(const Plan& plan, const Economy& economy, v1::Plan& message) {
  for (std::size_t i = 0; i < plan.labour_kinds.size(); ++i) {
    auto& entry = *message.add_labour_kinds();
    entry.set_kind(economy.labour_kinds[i].id);
    entry.set_name(economy.labour_kinds[i].name);
    entry.set_used(plan.labour_kinds[i].used);
    entry.set_offered(plan.labour_kinds[i].offered);
    entry.set_valuation(plan.labour_kinds[i].valuation);
  }
  for (std::size_t i = 0; i < plan.capacities.size(); ++i) {
    auto& entry = *message.add_capacities();
    entry.set_capacity(economy.capacities[i].id);
    entry.set_name(economy.capacities[i].name);
    entry.set_unit(economy.capacities[i].unit);
    entry.set_used(plan.capacities[i].used);
    entry.set_valuation(plan.capacities[i].valuation);
  }
  for (std::size_t i = 0; i < plan.limits.size(); ++i) {
    auto& entry = *message.add_limits();
    entry.set_limit(economy.limits[i].id);
    entry.set_name(economy.limits[i].name);
    entry.set_unit(economy.limits[i].unit);
    entry.set_value(plan.limits[i].value);
    entry.set_valuation(plan.limits[i].valuation);
  }
}

void to_message(const NamedResidual& residual, v1::NamedResidual& message) {
  message.set_id(residual.id);
  message.set_value(residual.value);
}

void to_message(const PlanCertificate& certificate, v1::PlanCertificate& message) {
  message.set_max_shortage(certificate.max_shortage);
  message.set_shortage_percentile_99(certificate.shortage_percentile_99);
  message.set_max_excess(certificate.max_excess);
  for (const NamedResidual& residual : certificate.worst) to_message(residual, *message.add_worst());
  message.set_primal_residual_2(certificate.primal_residual_2);
  message.set_primal_residual_inf(certificate.primal_residual_inf);
  message.set_objective(certificate.objective);
  message.set_safe_bound(certificate.safe_bound);
  message.set_safe_gap(certificate.safe_gap);
  message.set_fall_through(certificate.fall_through);
  message.set_amounts_within(certificate.amounts_within);
}

void to_message(const SolveRecord& record, v1::SolveRecord& message) {
  message.set_method(record.method);
  message.set_device(record.device);
  message.set_iterations(record.iterations);
  message.set_matrix_products(record.matrix_products);
  message.set_elapsed_s(record.elapsed_s);
  message.set_tolerance(record.tolerance);
  message.set_version(record.version);
}

}  // namespace

void to_message(const Plan& plan, const Economy& economy, v1::Plan& message) {
  message.set_job_name(plan.job_name);
  message.set_job_sha256(plan.job_sha256);
  message.set_status(static_cast<v1::Plan::Status>(number_of(plan.status)));
  message.set_reason(plan.reason);
  add_decisions(plan, economy, message);
  for (std::size_t i = 0; i < plan.needs.size(); ++i) add_need(plan.needs[i], economy.needs[i], economy, message);
  for (std::size_t i = 0; i < plan.products.size(); ++i) add_product(plan.products[i], economy.products[i], message);
  add_bounds(plan, economy, message);
  to_message(plan.certificate, *message.mutable_certificate());
  message.set_hours_per_coverage(economy.objective.hours_per_coverage);
  message.set_objective_origin(economy.objective.origin);
  add_tier_results(plan, economy, message);
  add_answers(plan, economy, message);
  to_message(plan.record, *message.mutable_record());
}

}  // namespace planwerk
