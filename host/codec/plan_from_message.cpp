#include "host/codec/enum_numbers.hpp"
#include "host/codec/id_index.hpp"
#include "host/codec/plan_answers.hpp"
#include "host/codec/plan_message.hpp"
#include "host/codec/tier_results.hpp"
#include "host/model/validation/findings.hpp"
#include "planwerk/v1/plan.pb.h"

namespace planwerk {

namespace {

const std::string& id_of(const v1::RecipeResult& entry) {
  return entry.recipe();
}
const std::string& id_of(const v1::NeedResult& entry) {
  return entry.need();
}
const std::string& id_of(const v1::LabourOfferResult& entry) {
  return entry.offer();
}
const std::string& id_of(const v1::StockResult& entry) {
  return entry.product();
}
const std::string& id_of(const v1::ProductResult& entry) {
  return entry.product();
}
const std::string& id_of(const v1::LabourKindResult& entry) {
  return entry.kind();
}
const std::string& id_of(const v1::CapacityResult& entry) {
  return entry.capacity();
}
const std::string& id_of(const v1::LimitResult& entry) {
  return entry.limit();
}

class PlanReader {
 public:
  PlanReader(const v1::Plan& message, const Economy& economy, Findings& findings)
      : message_(message), economy_(economy), findings_(findings) {}

  Plan read() {
    read_frame();
    read_decisions();
    read_consequences();
    read_certificate();
    read_tier_results(message_, economy_, order_, findings_, plan_);
    read_answers(message_, economy_, findings_, plan_);
    return std::move(plan_);
  }

 private:
  // Puts each message in the place of the thing that it names: `take(message, index, place)`. Returns these places.
  template <class Messages, class GetId, class Take>
  std::vector<Index> match(std::string_view list, const Messages& messages, std::size_t count, const GetId& get_id,
                           const Take& take) {
    IdIndex ids;
    ids.reserve(count);
    for (std::size_t i = 0; i < count; ++i) ids.add(get_id(i), static_cast<Index>(i));
    std::vector<bool> seen(count, false);
    std::vector<Index> order(static_cast<std::size_t>(messages.size()), no_index);
    for (int k = 0; k < messages.size(); ++k) {
      const std::string& id = id_of(messages[k]);
      const Place place(list, id, k);
      const auto index = ids.find(id);
      if (!index) {
        findings_.fail(place, "", "the job has no such thing" + ids.suggestion(id));
      } else if (seen[*index]) {
        findings_.fail(place, "", "stands in the plan twice");
      } else {
        seen[*index] = true;
        order[static_cast<std::size_t>(k)] = *index;
        take(messages[k], static_cast<std::size_t>(*index), place);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (!seen[i]) findings_.fail(Place(list, get_id(i), static_cast<Index>(i)), "", "missing from the plan");
    }
    return order;
  }

  template <class Messages, class Thing, class Take>
  std::vector<Index> match(std::string_view list, const Messages& messages, const std::vector<Thing>& things,
                           const Take& take) {
    return match(
        list, messages, things.size(), [&](std::size_t i) -> auto& { return things[i].id; }, take);
  }

  // A plan made for other units is another plan. Unset where somebody wrote the plan by hand.
  void check_unit(const std::string& unit, const std::string& own, const Place& place) {
    if (!unit.empty() && unit != own) {
      findings_.fail(place.field("unit"), planwerk::quoted(unit), "the job counts in " + planwerk::quoted(own));
    }
  }

  void read_frame() {
    plan_.job_name = message_.job_name();
    plan_.job_sha256 = message_.job_sha256();
    plan_.plan_sha256 = message_.plan_sha256();
    plan_.reason = message_.reason();
    if (const auto status = status_of(message_.status())) {
      plan_.status = *status;
    } else {
      findings_.fail(Place("status"), std::to_string(static_cast<int>(message_.status())), "not a status");
    }
    const auto& record = message_.record();
    plan_.record = {record.method(),    record.device(),    record.iterations(), record.matrix_products(),
                    record.elapsed_s(), record.tolerance(), record.version()};
  }

  void read_decisions() {
    plan_.activity.resize(economy_.recipes.size());
    match("recipes", message_.recipes(), economy_.recipes,
          [&](const auto& entry, std::size_t i, const Place&) { plan_.activity[i] = entry.activity(); });
    plan_.needs.resize(economy_.needs.size());
    order_.needs = match("needs", message_.needs(), economy_.needs,
                         [&](const auto& entry, std::size_t i, const Place& place) { read_need(entry, i, place); });
    plan_.labour.resize(economy_.labour_offers.size());
    match("labour_offers", message_.labour_offers(), economy_.labour_offers,
          [&](const auto& entry, std::size_t i, const Place& place) {
            plan_.labour[i].assign(entry.hours().begin(), entry.hours().end());
            check_count(entry.hours_size(), economy_.labour_offers[i].steps.size(), place.field("hours"));
          });
    plan_.drawn.resize(economy_.stocks.size());
    const auto product_of = [&](std::size_t i) -> auto& {
      return economy_.products[economy_.stocks[i].product];
    };
    match(
        "stocks", message_.stocks(), economy_.stocks.size(), [&](std::size_t i) -> auto& { return product_of(i).id; },
        [&](const auto& entry, std::size_t i, const Place& place) {
          check_unit(entry.unit(), product_of(i).unit, place);
          plan_.drawn[i] = entry.drawn();
        });
  }

  void read_need(const v1::NeedResult& entry, std::size_t position, const Place& place) {
    const auto alternatives = economy_.alternatives_of(economy_.needs[position]);
    NeedResult& result = plan_.needs[position];
    check_unit(entry.unit(), economy_.products[alternatives.front().product].unit, place);
    if (check_count(entry.deliveries_size(), std::ssize(alternatives), place.field("deliveries"))) {
      for (int k = 0; k < entry.deliveries_size(); ++k) {
        const std::string& product = economy_.products[alternatives[k].product].id;
        if (entry.deliveries(k).product() != product) {
          findings_.fail(place.entry("deliveries", k).field("product"), planwerk::quoted(entry.deliveries(k).product()),
                         "the job's alternative in this place is " + planwerk::quoted(product));
        }
        result.deliveries.push_back(entry.deliveries(k).amount());
      }
    }
    result.delivered = entry.delivered();
    result.coverage = entry.coverage();
    result.marginal_cost = entry.marginal_cost();
  }

  bool check_count(std::int64_t count, std::int64_t expected, const Place& place) {
    if (count == expected) return true;
    return findings_.fail(place, std::to_string(count) + " entries", "the job has " + std::to_string(expected));
  }

  void read_consequences() {
    plan_.products.resize(economy_.products.size());
    order_.products = match("products", message_.products(), economy_.products,
                            [&](const auto& entry, std::size_t i, const Place& place) {
                              check_unit(entry.unit(), economy_.products[i].unit, place);
                              plan_.products[i] = {entry.made(),  entry.used(),    entry.delivered(),
                                                   entry.drawn(), entry.surplus(), entry.valuation()};
                            });
    plan_.labour_kinds.resize(economy_.labour_kinds.size());
    order_.labour_kinds = match("labour_kinds", message_.labour_kinds(), economy_.labour_kinds,
                                [&](const auto& entry, std::size_t i, const Place&) {
                                  plan_.labour_kinds[i] = {entry.used(), entry.offered(), entry.valuation()};
                                });
    plan_.capacities.resize(economy_.capacities.size());
    order_.capacities = match("capacities", message_.capacities(), economy_.capacities,
                              [&](const auto& entry, std::size_t i, const Place& place) {
                                check_unit(entry.unit(), economy_.capacities[i].unit, place);
                                plan_.capacities[i] = {entry.used(), entry.valuation()};
                              });
    plan_.limits.resize(economy_.limits.size());
    order_.limits =
        match("limits", message_.limits(), economy_.limits, [&](const auto& entry, std::size_t i, const Place& place) {
          check_unit(entry.unit(), economy_.limits[i].unit, place);
          plan_.limits[i] = {entry.value(), entry.valuation()};
        });
  }

  void read_certificate() {
    const auto& message = message_.certificate();
    PlanCertificate& certificate = plan_.certificate;
    certificate.max_shortage = message.max_shortage();
    certificate.shortage_percentile_99 = message.shortage_percentile_99();
    certificate.max_excess = message.max_excess();
    for (const auto& residual : message.worst()) certificate.worst.push_back({residual.id(), residual.value()});
    certificate.primal_residual_2 = message.primal_residual_2();
    certificate.primal_residual_inf = message.primal_residual_inf();
    certificate.objective = message.objective();
    certificate.safe_bound = message.safe_bound();
    certificate.safe_gap = message.safe_gap();
    certificate.fall_through = message.fall_through();
    certificate.amounts_within = message.amounts_within();
  }

  const v1::Plan& message_;
  const Economy& economy_;
  Findings& findings_;
  PlanOrder order_;
  Plan plan_;
};

}  // namespace

Plan from_message(const v1::Plan& message, const Economy& economy, Problems& problems) {
  Findings findings;
  Plan plan = PlanReader(message, economy, findings).read();
  problems.append(findings.take());
  return plan;
}

}  // namespace planwerk
