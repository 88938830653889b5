#include "host/plan/verify.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "host/plan/certificate/economy_bound.hpp"
#include "host/plan/certificate/figures.hpp"
#include "host/plan/certificate/tiers.hpp"

namespace planwerk {
namespace {

std::string text(double value) {
  std::ostringstream out;
  out.precision(17);
  out << value;
  return out.str();
}

std::string entry(const char* list, const std::string& id) {
  return std::string(list) + "[\"" + id + "\"]";
}

// Compares what a plan says of itself with what follows from its decisions.
class Comparison {
 public:
  Comparison(const Economy& economy, const Plan& claimed) : economy_(economy), claimed_(claimed) {}

  Problems run() {
    if (!has_economys_sizes() || !decisions_are_possible() || !tiers_are_possible()) return std::move(problems_);
    Plan expected = claimed_;
    complete(economy_, expected);
    if (claimed_.job_name != economy_.name) {
      problems_.error("job_name", claimed_.job_name, "the job's name is " + economy_.name);
    }
    compare_needs(expected);
    compare_products(expected);
    compare_bounds(expected);
    compare_certificates(expected.certificate);
    compare_tiers(expected);
    compare_lists("certificate.worst", claimed_.certificate.worst, expected.certificate.worst);
    compare_lists("conflict", claimed_.conflict, expected.conflict);
    compare_explanations(expected);
    check_status(expected);
    return std::move(problems_);
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
    if (!fits) problems_.error("plan", "", "has other numbers of entries than the job");
    return fits;
  }

  bool decisions_are_possible() {
    for (std::size_t r = 0; r < economy_.recipes.size(); ++r) {
      finite(entry("recipes", economy_.recipes[r].id) + ".activity", claimed_.activity[r]);
    }
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      for (const double amount : claimed_.needs[n].deliveries) {
        finite(entry("needs", economy_.needs[n].id) + ".deliveries", amount);
      }
    }
    for (std::size_t o = 0; o < economy_.labour_offers.size(); ++o) {
      for (const double hours : claimed_.labour[o]) {
        finite(entry("labour_offers", economy_.labour_offers[o].id) + ".hours", hours);
      }
    }
    for (std::size_t s = 0; s < economy_.stocks.size(); ++s) {
      finite(entry("stocks", economy_.products[economy_.stocks[s].product].id) + ".drawn", claimed_.drawn[s]);
    }
    valuations_are_possible();
    return !problems_.has_errors();
  }

  // Numbers, and none on a side that cannot bind.
  void valuations_are_possible() {
    const certificate::Valuations is = certificate::valuations_of(claimed_);
    const certificate::Valuations may = certificate::clipped(economy_, is);
    const auto check = [&](const char* list, const auto& things, const auto& claimed, const auto& possible) {
      for (std::size_t i = 0; i < things.size(); ++i) {
        const std::string path = entry(list, things[i].id) + ".valuation";
        finite(path, claimed[i]);
        if (claimed[i] != possible[i]) problems_.error(path, text(claimed[i]), "prices a side that cannot bind");
      }
    };
    check("products", economy_.products, is.products, may.products);
    check("labour_kinds", economy_.labour_kinds, is.labour_kinds, may.labour_kinds);
    check("capacities", economy_.capacities, is.capacities, may.capacities);
    check("limits", economy_.limits, is.limits, may.limits);
  }

  void finite(const std::string& path, double value) {
    if (!std::isfinite(value)) problems_.error(path, text(value), "is not a finite number");
  }

  static std::string result(std::size_t k) { return "tiers[" + std::to_string(k) + "]"; }

  // The results that the job asks for, in their order, with proofs that fit.
  bool tiers_are_possible() {
    const certificate::NettedRecipes recipes(economy_);
    certificate::TierWalk walk(economy_, recipes);
    for (std::size_t k = 0; k < claimed_.tiers.size(); ++k) {
      const TierResult& is = claimed_.tiers[k];
      if (walk.done() || is.tier != walk.goal().tier || is.level != walk.goal().level) {
        problems_.error(result(k), "", "is not the result that the job's tiers ask for here");
        return false;
      }
      finite(result(k) + ".held_at", is.held_at);
      if (!certificate::fits(economy_, walk.goal(), is.proof)) {
        problems_.error(result(k) + ".proof", "", "has numbers of entries or values that prove nothing");
      } else {
        check_settled(k, walk.goal());
      }
      if (problems_.has_errors()) return false;
      walk.hold(is.held_at, is.settled);
    }
    return true;
  }

  void check_settled(std::size_t k, const certificate::TierGoal& goal) {
    const std::string path = result(k) + ".settled";
    for (std::size_t i = 0; i < claimed_.tiers[k].settled.size(); ++i) {
      const Index need = claimed_.tiers[k].settled[i];
      const bool repeated = i > 0 && need <= claimed_.tiers[k].settled[i - 1];
      if (repeated || !std::binary_search(goal.open.begin(), goal.open.end(), need)) {
        return problems_.error(path, std::to_string(need), "is no need that was open at this level");
      }
    }
  }

  void compare_tiers(const Plan& expected) {
    if (claimed_.status == Status::infeasible || expected.tiers.empty()) return;
    certificate::NettedRecipes recipes(economy_);
    certificate::TierWalk walk(economy_, recipes);
    for (std::size_t k = 0; k < expected.tiers.size(); ++k) {
      const TierResult &is = claimed_.tiers[k], &should = expected.tiers[k];
      const Tier& tier = economy_.objective.tiers[is.tier];
      compare(result(k) + ".value", is.value, should.value);
      compare(result(k) + ".bound", is.bound, should.bound);
      check_held(k, should, tier);
      if (walk.goal().costs == nullptr) {
        for (const Index need : certificate::not_shown_settled(walk.goal(), should)) {
          problems_.error(result(k) + ".settled", economy_.needs[need].id, "is not shown to be settled at this level");
        }
      }
      walk.hold(is.held_at, is.settled);
    }
    check_prices(expected);
  }

  // The plan itself holds the result, and what is held is no worse than the tier's tolerance allows.
  void check_held(std::size_t k, const TierResult& should, const Tier& tier) {
    constexpr double rounding = 1e-9;
    const double scale = std::max(1.0, std::fabs(should.value)), held = claimed_.tiers[k].held_at;
    if (!(should.value <= held + rounding * scale)) {
      problems_.error(result(k) + ".held_at", text(held),
                      "this plan does not hold it: its value is " + text(should.value));
    }
    const double allowed = claimed_.record.tolerance + certificate::held_tolerance(tier) * (1 + rounding) + rounding;
    if (claimed_.status == Status::optimal && !(held - should.bound <= allowed * scale)) {
      problems_.error(result(k) + ".held_at", text(held), "is further from the bound than the tolerances allow");
    }
  }

  void check_prices(const Plan& expected) {
    const TierProof& proof = expected.tiers[certificate::pricing_result(economy_, expected.tiers)].proof;
    const certificate::Valuations is = certificate::valuations_of(claimed_);
    const certificate::Valuations should =
        certificate::clipped(economy_, {proof.products, proof.labour_kinds, proof.capacities, proof.limits});
    if (is.products != should.products || is.labour_kinds != should.labour_kinds ||
        is.capacities != should.capacities || is.limits != should.limits) {
      problems_.error("valuations", "", "are not those of the tier that decides on coverage");
    }
  }

  void compare(const std::string& path, double claimed, double expected) {
    // The same bits on every machine with IEEE arithmetic; the slack is for readers that round the last digit.
    constexpr double last_digits = 1e-15;
    if (claimed == expected) return;
    if (std::fabs(claimed - expected) <= last_digits * std::fabs(expected)) return;
    problems_.error(path, text(claimed), "the job and the plan's decisions lead to " + text(expected));
  }

  void compare_needs(const Plan& expected) {
    for (std::size_t n = 0; n < economy_.needs.size(); ++n) {
      const NeedResult &is = claimed_.needs[n], &should = expected.needs[n];
      const std::string path = entry("needs", economy_.needs[n].id);
      compare(path + ".delivered", is.delivered, should.delivered);
      compare(path + ".coverage", is.coverage, should.coverage);
      compare(path + ".marginal_cost", is.marginal_cost, should.marginal_cost);
    }
  }

  void compare_products(const Plan& expected) {
    for (std::size_t p = 0; p < economy_.products.size(); ++p) {
      const ProductResult &is = claimed_.products[p], &should = expected.products[p];
      const std::string path = entry("products", economy_.products[p].id);
      compare(path + ".made", is.made, should.made);
      compare(path + ".used", is.used, should.used);
      compare(path + ".delivered", is.delivered, should.delivered);
      compare(path + ".drawn", is.drawn, should.drawn);
      compare(path + ".surplus", is.surplus, should.surplus);
    }
  }

  void compare_bounds(const Plan& expected) {
    for (std::size_t k = 0; k < economy_.labour_kinds.size(); ++k) {
      const std::string path = entry("labour_kinds", economy_.labour_kinds[k].id);
      compare(path + ".used", claimed_.labour_kinds[k].used, expected.labour_kinds[k].used);
      compare(path + ".offered", claimed_.labour_kinds[k].offered, expected.labour_kinds[k].offered);
    }
    for (std::size_t c = 0; c < economy_.capacities.size(); ++c) {
      compare(entry("capacities", economy_.capacities[c].id) + ".used", claimed_.capacities[c].used,
              expected.capacities[c].used);
    }
    for (std::size_t l = 0; l < economy_.limits.size(); ++l) {
      compare(entry("limits", economy_.limits[l].id) + ".value", claimed_.limits[l].value, expected.limits[l].value);
    }
  }

  void compare_certificates(const PlanCertificate& should) {
    const PlanCertificate& is = claimed_.certificate;
    compare("certificate.max_shortage", is.max_shortage, should.max_shortage);
    compare("certificate.shortage_percentile_99", is.shortage_percentile_99, should.shortage_percentile_99);
    compare("certificate.max_excess", is.max_excess, should.max_excess);
    compare("certificate.primal_residual_2", is.primal_residual_2, should.primal_residual_2);
    compare("certificate.primal_residual_inf", is.primal_residual_inf, should.primal_residual_inf);
    compare("certificate.objective", is.objective, should.objective);
    compare("certificate.safe_bound", is.safe_bound, should.safe_bound);
    compare("certificate.safe_gap", is.safe_gap, should.safe_gap);
    compare("certificate.fall_through", is.fall_through, should.fall_through);
    compare("certificate.amounts_within", is.amounts_within, should.amounts_within);
  }

  void compare_lists(const std::string& path, const std::vector<NamedResidual>& is,
                     const std::vector<NamedResidual>& should) {
    if (!same_length(path, is.size(), should.size())) return;
    for (std::size_t i = 0; i < is.size(); ++i) {
      const std::string place = path + "[" + std::to_string(i) + "]";
      same_id(place, is[i].id, should[i].id);
      compare(place + ".value", is[i].value, should[i].value);
    }
  }

  void compare_explanations(const Plan& expected) {
    if (!same_length("explanations", claimed_.explanations.size(), expected.explanations.size())) return;
    for (std::size_t i = 0; i < expected.explanations.size(); ++i) {
      const NeedExplanation &is = claimed_.explanations[i], &should = expected.explanations[i];
      const std::string path = "explanations[" + std::to_string(i) + "]";
      if (is.need != should.need) problems_.error(path + ".need", "", "names another need than the plan leads to");
      compare(path + ".shortfall", is.shortfall, should.shortfall);
      if (!same_length(path + ".bottlenecks", is.bottlenecks.size(), should.bottlenecks.size())) continue;
      for (std::size_t b = 0; b < should.bottlenecks.size(); ++b) {
        const std::string place = path + ".bottlenecks[" + std::to_string(b) + "]";
        same_id(place, is.bottlenecks[b].id, should.bottlenecks[b].id);
        compare(place + ".valuation", is.bottlenecks[b].valuation, should.bottlenecks[b].valuation);
        compare(place + ".share", is.bottlenecks[b].share, should.bottlenecks[b].share);
      }
    }
  }

  bool same_length(const std::string& path, std::size_t is, std::size_t should) {
    if (is == should) return true;
    problems_.error(path, std::to_string(is) + " entries", "the plan leads to " + std::to_string(should));
    return false;
  }

  void same_id(const std::string& path, const std::string& is, const std::string& should) {
    if (is != should) problems_.error(path + ".id", is, "the plan leads to " + should);
  }

  void check_status(const Plan& expected) {
    const PlanCertificate& facts = expected.certificate;
    const std::string status(to_string(claimed_.status));
    switch (claimed_.status) {
      case Status::optimal:
        if (!(facts.safe_gap <= claimed_.record.tolerance)) {
          problems_.error("status", status, "the gap is " + text(facts.safe_gap) + ", above the tolerance");
        }
        [[fallthrough]];
      case Status::feasible:
        if (!facts.executable()) problems_.error("status", status, "the plan is not executable");
        break;
      case Status::infeasible:
        if (!proves_infeasible(economy_, expected)) {
          problems_.error("status", status, "the valuations do not prove that the hard demands contradict each other");
        }
        break;
      case Status::unbounded:
        problems_.error("status", status,
                        "what people need and the hours they offer are finite, so no job is unbounded");
        break;
      default:
        break;  // stopped short: nothing is claimed
    }
  }

  const Economy& economy_;
  const Plan& claimed_;
  Problems problems_;
};

}  // namespace

Problems verify(const Economy& economy, const Plan& plan) {
  return Comparison(economy, plan).run();
}

}  // namespace planwerk
