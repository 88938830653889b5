#include "host/plan/verify.hpp"

#include <algorithm>
#include <cmath>

#include "host/plan/certificate/claims.hpp"
#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/certificate/tier_claims.hpp"

namespace planwerk {
namespace {

std::string entry(const char* list, const std::string& id) {
  return std::string(list) + "[\"" + id + "\"]";
}

// Compares what a plan says of itself with what follows from its decisions.
class Comparison {
 public:
  Comparison(const Economy& economy, const Plan& claimed)
      : economy_(economy), claimed_(claimed), tiers_(economy, claimed, claims_) {}

  Problems run() {
    if (!has_economys_sizes() || !decisions_are_possible() || !tiers_.are_possible()) return claims_.take_faults();
    Plan expected = claimed_;
    complete(economy_, expected);
    if (claimed_.job_name != economy_.name) {
      claims_.fault("job_name", claimed_.job_name, "the job's name is " + economy_.name);
    }
    compare_needs(expected);
    compare_products(expected);
    compare_bounds(expected);
    compare_certificates(expected.certificate);
    tiers_.compare(expected);
    compare_lists("certificate.worst", claimed_.certificate.worst, expected.certificate.worst);
    compare_lists("conflict", claimed_.conflict, expected.conflict);
    compare_explanations(expected);
    check_status(expected);
    return claims_.take_faults();
  }

 private:
  bool has_economys_sizes() {
    Plan fitted = claimed_;
    fit_to(economy_, fitted);
    const auto same_lengths = [](const auto& a, const auto& b, auto length) {
      return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                        [&](const auto& x, const auto& y) { return length(x) == length(y); });
    };
    const bool fits =
        fitted.activity.size() == claimed_.activity.size() &&
        same_lengths(fitted.needs, claimed_.needs, [](const auto& n) { return n.deliveries.size(); }) &&
        same_lengths(fitted.labour, claimed_.labour, [](const auto& hours) { return hours.size(); }) &&
        fitted.drawn.size() == claimed_.drawn.size() && fitted.products.size() == claimed_.products.size() &&
        fitted.labour_kinds.size() == claimed_.labour_kinds.size() &&
        fitted.capacities.size() == claimed_.capacities.size() && fitted.limits.size() == claimed_.limits.size();
    if (!fits) claims_.fault("plan", "", "has other numbers of entries than the job");
    return fits;
  }

  bool decisions_are_possible() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      claims_.finite(entry("recipes", economy_.recipes[r].id) + ".activity", claimed_.activity[r]);
    }
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      for (const double amount : claimed_.needs[n].deliveries) {
        claims_.finite(entry("needs", economy_.needs[n].id) + ".deliveries", amount);
      }
    }
    for (std::size_t o = 0; o < economy_.labour_offers.size(); ++o) {
      for (const double hours : claimed_.labour[o]) {
        claims_.finite(entry("labour_offers", economy_.labour_offers[o].id) + ".hours", hours);
      }
    }
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      claims_.finite(entry("stocks", economy_.products[economy_.stocks[s].product].id) + ".drawn", claimed_.drawn[s]);
    }
    valuations_are_possible();
    return !claims_.has_faults();
  }

  // Numbers, and none on a side that cannot bind.
  void valuations_are_possible() {
    const certificate::Valuations is = certificate::valuations_of(claimed_);
    const certificate::Valuations may = certificate::clipped(economy_, is);
    const auto check = [&](const char* list, const auto& things, const auto& claimed, const auto& possible) {
      for (std::size_t i = 0; i < things.size(); ++i) {
        const std::string path = entry(list, things[i].id) + ".valuation";
        claims_.finite(path, claimed[i]);
        if (claimed[i] != possible[i])
          claims_.fault(path, certificate::exact_text(claimed[i]), "prices a side that cannot bind");
      }
    };
    check("products", economy_.products, is.products, may.products);
    check("labour_kinds", economy_.labour_kinds, is.labour_kinds, may.labour_kinds);
    check("capacities", economy_.capacities, is.capacities, may.capacities);
    check("limits", economy_.limits, is.limits, may.limits);
  }

  void compare_needs(const Plan& expected) {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const NeedResult &is = claimed_.needs[n], &should = expected.needs[n];
      const std::string path = entry("needs", economy_.needs[n].id);
      claims_.compare(path + ".delivered", is.delivered, should.delivered);
      claims_.compare(path + ".coverage", is.coverage, should.coverage);
      claims_.compare(path + ".marginal_cost", is.marginal_cost, should.marginal_cost);
    }
  }

  void compare_products(const Plan& expected) {
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      const ProductResult &is = claimed_.products[p], &should = expected.products[p];
      const std::string path = entry("products", economy_.products[p].id);
      claims_.compare(path + ".made", is.made, should.made);
      claims_.compare(path + ".used", is.used, should.used);
      claims_.compare(path + ".delivered", is.delivered, should.delivered);
      claims_.compare(path + ".drawn", is.drawn, should.drawn);
      claims_.compare(path + ".surplus", is.surplus, should.surplus);
    }
  }

  void compare_bounds(const Plan& expected) {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      const std::string path = entry("labour_kinds", economy_.labour_kinds[k].id);
      claims_.compare(path + ".used", claimed_.labour_kinds[k].used, expected.labour_kinds[k].used);
      claims_.compare(path + ".offered", claimed_.labour_kinds[k].offered, expected.labour_kinds[k].offered);
    }
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      claims_.compare(entry("capacities", economy_.capacities[c].id) + ".used", claimed_.capacities[c].used,
                      expected.capacities[c].used);
    }
    for (std::size_t l = 0; l < economy_.limits.size(); ++l) {
      claims_.compare(entry("limits", economy_.limits[l].id) + ".value", claimed_.limits[l].value,
                      expected.limits[l].value);
    }
  }

  void compare_certificates(const PlanCertificate& should) {
    const PlanCertificate& is = claimed_.certificate;
    claims_.compare("certificate.max_shortage", is.max_shortage, should.max_shortage);
    claims_.compare("certificate.shortage_percentile_99", is.shortage_percentile_99, should.shortage_percentile_99);
    claims_.compare("certificate.max_excess", is.max_excess, should.max_excess);
    claims_.compare("certificate.primal_residual_2", is.primal_residual_2, should.primal_residual_2);
    claims_.compare("certificate.primal_residual_inf", is.primal_residual_inf, should.primal_residual_inf);
    claims_.compare("certificate.objective", is.objective, should.objective);
    claims_.compare("certificate.safe_bound", is.safe_bound, should.safe_bound);
    claims_.compare("certificate.safe_gap", is.safe_gap, should.safe_gap);
    claims_.compare("certificate.fall_through", is.fall_through, should.fall_through);
    claims_.compare("certificate.amounts_within", is.amounts_within, should.amounts_within);
  }

  void compare_lists(const std::string& path, const std::vector<NamedResidual>& is,
                     const std::vector<NamedResidual>& should) {
    if (!claims_.same_length(path, is.size(), should.size())) return;
    for (std::size_t i = 0; i < is.size(); ++i) {
      const std::string place = path + "[" + std::to_string(i) + "]";
      claims_.same_id(place, is[i].id, should[i].id);
      claims_.compare(place + ".value", is[i].value, should[i].value);
    }
  }

  void compare_explanations(const Plan& expected) {
    if (!claims_.same_length("explanations", claimed_.explanations.size(), expected.explanations.size())) return;
    for (std::size_t i = 0; i < expected.explanations.size(); ++i) {
      const NeedExplanation &is = claimed_.explanations[i], &should = expected.explanations[i];
      const std::string path = "explanations[" + std::to_string(i) + "]";
      if (is.need != should.need) claims_.fault(path + ".need", "", "names another need than the plan leads to");
      claims_.compare(path + ".shortfall", is.shortfall, should.shortfall);
      if (!claims_.same_length(path + ".bottlenecks", is.bottlenecks.size(), should.bottlenecks.size())) continue;
      for (std::size_t b = 0; b < should.bottlenecks.size(); ++b) {
        const std::string place = path + ".bottlenecks[" + std::to_string(b) + "]";
        claims_.same_id(place, is.bottlenecks[b].id, should.bottlenecks[b].id);
        claims_.compare(place + ".valuation", is.bottlenecks[b].valuation, should.bottlenecks[b].valuation);
        claims_.compare(place + ".share", is.bottlenecks[b].share, should.bottlenecks[b].share);
      }
    }
  }

  void check_status(const Plan& expected) {
    const PlanCertificate& facts = expected.certificate;
    const std::string status(to_string(claimed_.status));
    switch (claimed_.status) {
      case Status::optimal:
        if (!(facts.safe_gap <= claimed_.record.tolerance)) {
          claims_.fault("status", status,
                        "the gap is " + certificate::exact_text(facts.safe_gap) + ", above the tolerance");
        }
        [[fallthrough]];
      case Status::feasible:
        if (!facts.executable()) claims_.fault("status", status, "the plan is not executable");
        break;
      case Status::infeasible:
        if (!proves_infeasible(economy_, expected)) {
          claims_.fault("status", status, "the valuations do not prove that the hard demands contradict each other");
        }
        break;
      case Status::unbounded:
        claims_.fault("status", status, "what people need and the hours they offer are finite, so no job is unbounded");
        break;
      default:
        break;  // stopped short: nothing is claimed
    }
  }

  const Economy& economy_;
  const Plan& claimed_;
  certificate::Claims claims_;
  certificate::TierClaims tiers_;
};

}  // namespace

Problems verify(const Economy& economy, const Plan& plan) {
  return Comparison(economy, plan).run();
}

}  // namespace planwerk
