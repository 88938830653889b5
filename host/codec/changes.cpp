#include "host/codec/changes.hpp"

#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "host/codec/id_index.hpp"
#include "host/codec/message_faults.hpp"
#include "host/model/validate.hpp"
#include "host/model/validation/findings.hpp"
#include "planwerk/v1/planner.pb.h"

namespace planwerk {

namespace {

// The things of one list that changes name, each at most once.
template <class Thing>
class Targets {
 public:
  Targets(std::string_view kind, std::string_view list, std::vector<Thing>& things, Findings& findings)
      : kind_(kind), list_(list), things_(things), ids_(index_ids(things)), findings_(findings) {}

  Place place(const std::string& id, int position) const { return {list_, id, position}; }

  std::optional<Index> find(const std::string& id, int position) {
    if (id.empty()) return fail(id, position, "missing: the id of a " + std::string(kind_));
    const auto found = ids_.find(id);
    if (!found) return fail(id, position, "unknown " + std::string(kind_) + ids_.suggestion(id));
    if (!seen_.insert(*found).second) return fail(id, position, "is changed twice");
    return found;
  }

 private:
  std::nullopt_t fail(const std::string& id, int position, std::string message) {
    findings_.fail(place(id, position), id.empty() ? "" : planwerk::quoted(id), std::move(message));
    return std::nullopt;
  }

  std::string_view kind_, list_;
  std::vector<Thing>& things_;
  const IdIndex ids_;
  Findings& findings_;
  std::unordered_set<Index> seen_;
};

class Changing {
 public:
  Changing(const v1::JobChanges& changes, Economy& economy) : changes_(changes), economy_(economy) {}

  Problems run() {
    change_needs();
    change_stocks();
    change_limits();
    change_capacities();
    change_labour_offers();
    return findings_.take();
  }

 private:
  void change_needs() {
    Targets needs("need", "changes.needs", economy_.needs, findings_);
    for (int i = 0; i < changes_.needs_size(); ++i) {
      const auto& change = changes_.needs(i);
      const auto found = needs.find(change.id(), i);
      if (!found) continue;
      const Place place = needs.place(change.id(), i);
      Need& need = economy_.needs[*found];
      if (change.has_amount_per_head())
        set_not_negative(place.field("amount_per_head"), change.amount_per_head(), need.amount_per_head);
      if (change.has_weight()) set_not_negative(place.field("weight"), change.weight(), need.weight);
      if (change.has_floor()) set_not_negative(place.field("floor"), change.floor(), need.floor);
    }
  }

  // A product without a stock gets one.
  void change_stocks() {
    Targets products("product", "changes.stocks", economy_.products, findings_);
    std::unordered_map<Index, std::size_t> stocks;
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) stocks.emplace(economy_.stocks[s].product, s);
    for (int i = 0; i < changes_.stocks_size(); ++i) {
      const auto& change = changes_.stocks(i);
      const auto product = products.find(change.product(), i);
      if (!product) continue;
      const Place place = products.place(change.product(), i);
      const auto [known, is_new] = stocks.emplace(*product, economy_.stocks.size());
      Stock& stock = is_new ? economy_.stocks.emplace_back(Stock{*product, 0, 0}) : economy_.stocks[known->second];
      if (change.has_opening()) set_not_negative(place.field("opening"), change.opening(), stock.opening);
      if (change.has_closing()) set_not_negative(place.field("closing"), change.closing(), stock.closing);
    }
  }

  void change_limits() {
    Targets limits("limit", "changes.limits", economy_.limits, findings_);
    for (int i = 0; i < changes_.limits_size(); ++i) {
      const auto& change = changes_.limits(i);
      const auto found = limits.find(change.id(), i);
      if (!found) continue;
      const Place place = limits.place(change.id(), i);
      if (change.has_lower()) set_number(place.field("lower"), change.lower(), economy_.limits[*found].lower);
      if (change.has_upper()) set_number(place.field("upper"), change.upper(), economy_.limits[*found].upper);
    }
  }

  void change_capacities() {
    Targets capacities("capacity", "changes.capacities", economy_.capacities, findings_);
    for (int i = 0; i < changes_.capacities_size(); ++i) {
      const auto& change = changes_.capacities(i);
      const auto found = capacities.find(change.id(), i);
      if (!found || !change.has_amount()) continue;
      const Place place = capacities.place(change.id(), i).field("amount");
      set_not_negative(place, change.amount(), economy_.capacities[*found].amount);
    }
  }

  void change_labour_offers() {
    Targets offers("labour offer", "changes.labour_offers", economy_.labour_offers, findings_);
    for (int i = 0; i < changes_.labour_offers_size(); ++i) {
      const auto& change = changes_.labour_offers(i);
      const auto found = offers.find(change.id(), i);
      if (!found || !change.has_hours_factor()) continue;
      double factor = 1;
      set_not_negative(offers.place(change.id(), i).field("hours_factor"), change.hours_factor(), factor);
      const Slice steps = economy_.labour_offers[*found].steps;
      for (auto k = steps.begin; k < steps.end; ++k) economy_.labour_steps[k].hours *= factor;
    }
  }

  void set_not_negative(const Place& place, double value, double& target) {
    if (findings_.not_negative(place, value)) target = value;
  }

  // A limit's side may be infinite: then there is none.
  void set_number(const Place& place, double value, double& target) {
    if (std::isnan(value)) {
      findings_.fail(place, value, "must be a number");
    } else {
      target = value;
    }
  }

  const v1::JobChanges& changes_;
  Economy& economy_;
  Findings findings_;
};

}  // namespace

void apply_changes(std::string_view changes, Economy& economy, Problems& problems) {
  v1::JobChanges message;
  if (!message.ParseFromArray(changes.data(), static_cast<int>(changes.size()))) {
    return problems.error("changes", "", "is not a message of changes");
  }
  report_unknown_fields(message, problems);
  problems.append(Changing(message, economy).run());
  if (!problems.has_errors()) problems.append(validate(economy));
}

}  // namespace planwerk
