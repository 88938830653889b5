#include "host/codec/entry_unit.hpp"
#include "host/codec/enum_numbers.hpp"
#include "host/codec/job_frame.hpp"
#include "host/codec/job_message.hpp"
#include "host/codec/limit_terms.hpp"
#include "host/codec/references.hpp"
#include "host/model/validate.hpp"
#include "planwerk/v1/job.pb.h"

namespace planwerk {

namespace {

// Reads the lists of an economy in an order in which what is referred to comes first.
class EconomyReader {
 public:
  EconomyReader(const v1::Economy& message, Findings& findings) : message_(message), findings_(findings) {}

  Economy& read() {
    read_frame();
    read_products();
    read_labour_kinds();
    read_capacities();
    read_recipes();
    read_cohorts();
    read_needs();
    read_labour_offers();
    read_limits();
    read_stocks();
    read_tier_terms(message_.objective(), terms_, economy_);
    return economy_;
  }

  bool has_stand_ins() const {
    return products_.has_stand_ins() || labour_kinds_.has_stand_ins() || capacities_.has_stand_ins() ||
           cohorts_.has_stand_ins() || recipes_.has_stand_ins();
  }
  bool concerns_stand_in(const Problem& problem) const {
    return products_.concerns_stand_in(problem) || labour_kinds_.concerns_stand_in(problem) ||
           capacities_.concerns_stand_in(problem) || cohorts_.concerns_stand_in(problem) ||
           recipes_.concerns_stand_in(problem);
  }

 private:
  void read_frame() {
    economy_.name = message_.name();
    economy_.description = message_.description();
    economy_.period = message_.period();
    economy_.provenance = from_message(message_.provenance());
    economy_.objective = from_message(message_.objective(), findings_);
  }

  void read_products() {
    economy_.products.reserve(static_cast<std::size_t>(message_.products_size()));
    for (int i = 0; i < message_.products_size(); ++i) {
      const auto& product = message_.products(i);
      economy_.products.push_back(
          {product.id(), product.name(), product.unit(), balance_of(product, i), product.group()});
    }
    products_.index(message_.products());
  }

  BalanceRule balance_of(const v1::Product& product, int position) {
    if (const auto rule = balance_rule_of(product.balance())) return *rule;
    findings_.fail(Place("products", product.id(), position).field("balance"),
                   std::to_string(static_cast<int>(product.balance())), "unknown balance rule");
    return BalanceRule::surplus_allowed;
  }

  void read_labour_kinds() {
    for (const auto& kind : message_.labour_kinds()) economy_.labour_kinds.push_back({kind.id(), kind.name()});
    labour_kinds_.index(message_.labour_kinds());
  }

  void read_capacities() {
    for (int i = 0; i < message_.capacities_size(); ++i) {
      const auto& capacity = message_.capacities(i);
      const Place amount = Place("capacities", capacity.id(), i).field("amount");
      economy_.capacities.push_back(
          {capacity.id(), capacity.name(), capacity.unit(), given(capacity.has_amount(), capacity.amount(), amount)});
    }
    capacities_.index(message_.capacities());
  }

  void read_recipes() {
    economy_.recipes.reserve(static_cast<std::size_t>(message_.recipes_size()));
    for (int i = 0; i < message_.recipes_size(); ++i) read_recipe(message_.recipes(i), i);
    recipes_.index(message_.recipes());
  }

  void read_recipe(const v1::Recipe& message, int position) {
    const Place place("recipes", message.id(), position);
    Recipe recipe;
    recipe.id = message.id();
    recipe.name = message.name();
    recipe.inputs = read_products_of(message.inputs(), "inputs", place);
    recipe.outputs = read_products_of(message.outputs(), "outputs", place);
    recipe.labour = read_flows(message.labour(), "labour", place, [&](const auto& entry, const Place& at) {
      return Flow{labour_kinds_.find(entry.kind(), at.field("kind")), amount_in("h", entry, at)};
    });
    recipe.capacities = read_flows(message.capacities(), "capacities", place, [&](const auto& entry, const Place& at) {
      const Index capacity = capacities_.find(entry.capacity(), at.field("capacity"));
      return Flow{capacity, amount_in(economy_.capacities[capacity].unit, entry, at)};
    });
    recipe.lower_activity = message.lower_activity();
    if (message.has_upper_activity()) recipe.upper_activity = message.upper_activity();
    recipe.strain = message.strain();
    economy_.recipes.push_back(std::move(recipe));
  }

  template <class Entries>
  Slice read_products_of(const Entries& entries, std::string_view list, const Place& recipe) {
    return read_flows(entries, list, recipe, [&](const auto& entry, const Place& at) {
      const Index product = products_.find(entry.product(), at.field("product"));
      return Flow{product, amount_in(economy_.products[product].unit, entry, at)};
    });
  }

  template <class Entries, class Read>
  Slice read_flows(const Entries& entries, std::string_view list, const Place& recipe, Read read) {
    Slice slice{std::ssize(economy_.flows), 0};
    for (int k = 0; k < entries.size(); ++k) economy_.flows.push_back(read(entries[k], recipe.entry(list, k)));
    slice.end = std::ssize(economy_.flows);
    return slice;
  }

  void read_cohorts() {
    for (int i = 0; i < message_.cohorts_size(); ++i) {
      const auto& cohort = message_.cohorts(i);
      const Place size = Place("cohorts", cohort.id(), i).field("size");
      economy_.cohorts.push_back({cohort.id(), cohort.name(), given(cohort.has_size(), cohort.size(), size)});
    }
    cohorts_.index(message_.cohorts());
  }

  void read_needs() {
    economy_.needs.reserve(static_cast<std::size_t>(message_.needs_size()));
    for (int i = 0; i < message_.needs_size(); ++i) read_need(message_.needs(i), i);
  }

  void read_need(const v1::Need& message, int position) {
    const Place place("needs", message.id(), position);
    Need need;
    need.id = message.id();
    need.name = message.name();
    need.cohort = cohorts_.find(message.cohort(), place.field("cohort"));
    need.alternatives = read_alternatives(message, place);
    need.steps = read_coverage_steps(message, place);
    need.amount_per_head =
        given(message.has_amount_per_head(), message.amount_per_head(), place.field("amount_per_head"));
    if (need.alternatives.size() > 0) {
      const Index first = economy_.alternatives[need.alternatives.begin].product;
      need.amount_per_head =
          times(need.amount_per_head, factor_to(economy_.products[first].unit, message, place, findings_));
    }
    if (message.has_weight()) need.weight = message.weight();
    need.weight_origin = message.weight_origin();
    need.floor = message.floor();
    need.reason = message.reason();
    economy_.needs.push_back(std::move(need));
  }

  Slice read_alternatives(const v1::Need& message, const Place& place) {
    Slice slice{std::ssize(economy_.alternatives), 0};
    for (int k = 0; k < message.alternatives_size(); ++k) {
      const auto& alternative = message.alternatives(k);
      const Place product = place.entry("alternatives", k).field("product");
      economy_.alternatives.push_back({products_.find(alternative.product(), product),
                                       alternative.has_rate() ? alternative.rate() : 1, alternative.regret()});
    }
    slice.end = std::ssize(economy_.alternatives);
    return slice;
  }

  Slice read_coverage_steps(const v1::Need& message, const Place& place) {
    Slice slice{std::ssize(economy_.steps), 0};
    for (int k = 0; k < message.steps_size(); ++k) {
      const auto& step = message.steps(k);
      const Place at = place.entry("steps", k);
      economy_.steps.push_back({given(step.has_width(), step.width(), at.field("width")),
                                given(step.has_value(), step.value(), at.field("value"))});
    }
    slice.end = std::ssize(economy_.steps);
    return slice;
  }

  void read_labour_offers() {
    for (int i = 0; i < message_.labour_offers_size(); ++i) read_labour_offer(message_.labour_offers(i), i);
  }

  void read_labour_offer(const v1::LabourOffer& message, int position) {
    const Place place("labour_offers", message.id(), position);
    LabourOffer offer;
    offer.id = message.id();
    offer.kind = labour_kinds_.find(message.kind(), place.field("kind"));
    if (!message.cohort().empty()) offer.cohort = cohorts_.find(message.cohort(), place.field("cohort"));
    offer.steps.begin = std::ssize(economy_.labour_steps);
    for (int k = 0; k < message.steps_size(); ++k) {
      const auto& step = message.steps(k);
      const Place hours = place.entry("steps", k).field("hours");
      economy_.labour_steps.push_back(
          {given(step.has_hours(), step.hours(), hours), step.has_burden() ? step.burden() : 1});
    }
    offer.steps.end = std::ssize(economy_.labour_steps);
    economy_.labour_offers.push_back(std::move(offer));
  }

  void read_limits() {
    for (int i = 0; i < message_.limits_size(); ++i) read_limit(message_.limits(i), i);
  }

  void read_limit(const v1::Limit& message, int position) {
    const Place place("limits", message.id(), position);
    Limit limit;
    limit.id = message.id();
    limit.name = message.name();
    limit.unit = message.unit();
    limit.terms.begin = std::ssize(economy_.limit_terms);
    for (int k = 0; k < message.terms_size(); ++k) {
      economy_.limit_terms.push_back(terms_.read(message.terms(k), place.entry("terms", k)));
    }
    limit.terms.end = std::ssize(economy_.limit_terms);
    if (message.has_lower()) limit.lower = message.lower();
    if (message.has_upper()) limit.upper = message.upper();
    limit.origin = message.origin();
    economy_.limits.push_back(std::move(limit));
  }

  void read_stocks() {
    for (int i = 0; i < message_.stocks_size(); ++i) {
      const auto& stock = message_.stocks(i);
      const Place place("stocks", stock.product(), i);
      const Index product = products_.find(stock.product(), place.field("product"));
      const double factor = factor_to(economy_.products[product].unit, stock, place, findings_);
      economy_.stocks.push_back({product, stock.opening() * factor, stock.closing() * factor});
    }
  }

  // A value that has no default; 1 stands in where it is missing.
  double given(bool has_value, double value, const Place& place) {
    if (!has_value) findings_.fail(place, "", "missing");
    return has_value ? value : 1;
  }

  // Faulty amounts stay as they were written, so that problems show them like that.
  static double times(double amount, double factor) { return amount > 0 ? amount * factor : amount; }

  template <class Entry>
  double amount_in(const std::string& own_unit, const Entry& entry, const Place& place) {
    return times(given(entry.has_amount(), entry.amount(), place.field("amount")),
                 factor_to(own_unit, entry, place, findings_));
  }

  const v1::Economy& message_;
  Findings& findings_;
  Economy economy_;
  References<Product> products_{"product", "products", economy_.products, findings_};
  References<LabourKind> labour_kinds_{"labour kind", "labour_kinds", economy_.labour_kinds, findings_};
  References<Capacity> capacities_{"capacity", "capacities", economy_.capacities, findings_};
  References<Recipe> recipes_{"recipe", "recipes", economy_.recipes, findings_};
  References<Cohort> cohorts_{"cohort", "cohorts", economy_.cohorts, findings_};
  const TermReader terms_{
      economy_, [this](const std::string& id, const Place& place) { return products_.find(id, place); },
      [this](const std::string& id, const Place& place) { return recipes_.find(id, place); }, findings_};
};

}  // namespace

Job from_message(const v1::Job& message, Problems& problems) {
  Findings findings;
  Job job;
  job.settings = from_message(message.settings(), findings);
  EconomyReader reader(message.economy(), findings);
  job.economy = std::move(reader.read());
  problems.append(findings.take());
  const Problems faults = validate(job.economy);
  if (!reader.has_stand_ins()) {
    problems.append(faults);
    return job;
  }
  for (const Problem& fault : faults.kept()) {
    if (!reader.concerns_stand_in(fault)) problems.add(fault.severity, fault.path, fault.value, fault.message);
  }
  return job;
}

}  // namespace planwerk
