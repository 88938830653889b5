#include <cmath>

#include "host/codec/enum_numbers.hpp"
#include "host/codec/job_frame.hpp"
#include "host/codec/job_message.hpp"
#include "host/codec/limit_terms.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

namespace {

void add_product(const Product& product, v1::Economy& message) {
  auto& entry = *message.add_products();
  entry.set_id(product.id);
  entry.set_name(product.name);
  entry.set_unit(product.unit);
  entry.set_balance(static_cast<v1::Product::BalanceRule>(number_of(product.balance)));
  entry.set_group(product.group);
}

void add_recipe(const Economy& economy, const Recipe& recipe, v1::Economy& message) {
  auto& entry = *message.add_recipes();
  entry.set_id(recipe.id);
  entry.set_name(recipe.name);
  const auto add_amount = [](const std::string& id, double amount, v1::ProductAmount& flow) {
    flow.set_product(id);
    flow.set_amount(amount);
  };
  for (const auto& [product, amount] : economy.flows_of(recipe.inputs)) {
    add_amount(economy.products[product].id, amount, *entry.add_inputs());
  }
  for (const auto& [product, amount] : economy.flows_of(recipe.outputs)) {
    add_amount(economy.products[product].id, amount, *entry.add_outputs());
  }
  for (const auto& [kind, hours] : economy.flows_of(recipe.labour)) {
    auto& flow = *entry.add_labour();
    flow.set_kind(economy.labour_kinds[kind].id);
    flow.set_amount(hours);
  }
  for (const auto& [capacity, amount] : economy.flows_of(recipe.capacities)) {
    auto& flow = *entry.add_capacities();
    flow.set_capacity(economy.capacities[capacity].id);
    flow.set_amount(amount);
  }
  entry.set_lower_activity(recipe.lower_activity);
  if (recipe.upper_activity != INFINITY) entry.set_upper_activity(recipe.upper_activity);
  entry.set_strain(recipe.strain);
}

void add_need(const Economy& economy, const Need& need, v1::Economy& message) {
  auto& entry = *message.add_needs();
  entry.set_id(need.id);
  entry.set_name(need.name);
  entry.set_cohort(economy.cohorts[need.cohort].id);
  entry.set_amount_per_head(need.amount_per_head);
  for (const auto& [product, rate, regret] : economy.alternatives_of(need)) {
    auto& alternative = *entry.add_alternatives();
    alternative.set_product(economy.products[product].id);
    if (rate != 1) alternative.set_rate(rate);
    alternative.set_regret(regret);
  }
  if (need.steps.size() > 0) {
    for (const auto& [width, value] : economy.ladder_of(need)) {
      auto& step = *entry.add_steps();
      step.set_width(width);
      step.set_value(value);
    }
  }
  if (need.weight != 1) entry.set_weight(need.weight);
  entry.set_weight_origin(need.weight_origin);
  entry.set_floor(need.floor);
  entry.set_reason(need.reason);
}

void add_labour_offer(const Economy& economy, const LabourOffer& offer, v1::Economy& message) {
  auto& entry = *message.add_labour_offers();
  entry.set_id(offer.id);
  entry.set_kind(economy.labour_kinds[offer.kind].id);
  if (offer.cohort != no_index) entry.set_cohort(economy.cohorts[offer.cohort].id);
  for (const auto& [hours, burden] : economy.steps_of(offer)) {
    auto& step = *entry.add_steps();
    step.set_hours(hours);
    if (burden != 1) step.set_burden(burden);
  }
}

void add_limit(const Economy& economy, const Limit& limit, v1::Economy& message) {
  auto& entry = *message.add_limits();
  entry.set_id(limit.id);
  entry.set_name(limit.name);
  entry.set_unit(limit.unit);
  for (const LimitTerm& term : economy.terms_of(limit)) to_message(economy, term, *entry.add_terms());
  if (limit.lower != -INFINITY) entry.set_lower(limit.lower);
  if (limit.upper != INFINITY) entry.set_upper(limit.upper);
  entry.set_origin(limit.origin);
}

void to_message(const Economy& economy, v1::Economy& message) {
  message.set_name(economy.name);
  message.set_description(economy.description);
  message.set_period(economy.period);
  to_message(economy.provenance, *message.mutable_provenance());
  for (const Product& product : economy.products) add_product(product, message);
  for (const Recipe& recipe : economy.recipes) add_recipe(economy, recipe, message);
  for (const Cohort& cohort : economy.cohorts) {
    auto& entry = *message.add_cohorts();
    entry.set_id(cohort.id);
    entry.set_name(cohort.name);
    entry.set_size(cohort.size);
  }
  for (const Need& need : economy.needs) add_need(economy, need, message);
  for (const LabourKind& kind : economy.labour_kinds) {
    auto& entry = *message.add_labour_kinds();
    entry.set_id(kind.id);
    entry.set_name(kind.name);
  }
  for (const LabourOffer& offer : economy.labour_offers) add_labour_offer(economy, offer, message);
  for (const Capacity& capacity : economy.capacities) {
    auto& entry = *message.add_capacities();
    entry.set_id(capacity.id);
    entry.set_name(capacity.name);
    entry.set_unit(capacity.unit);
    entry.set_amount(capacity.amount);
  }
  for (const Limit& limit : economy.limits) add_limit(economy, limit, message);
  for (const Stock& stock : economy.stocks) {
    auto& entry = *message.add_stocks();
    entry.set_product(economy.products[stock.product].id);
    entry.set_opening(stock.opening);
    entry.set_closing(stock.closing);
  }
  to_message(economy, *message.mutable_objective());
}

}  // namespace

void to_message(const Job& job, v1::Job& message) {
  to_message(job.economy, *message.mutable_economy());
  to_message(job.settings, *message.mutable_settings());
}

}  // namespace planwerk
